import type { ApiModel, Operation, Resource } from '../../model/index.ts'
import type { JsonObject } from './index.ts'

const text = { type: 'string' } as const

/** RFC 9457, as the runtime answers. */
export const problemSchema: JsonObject = {
  type: 'object',
  description: 'A refusal (RFC 9457): a sentence for people, and in `error` a code for programs.',
  properties: {
    type: text,
    title: text,
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: text,
    instance: text,
    error: { type: 'string', description: 'Stable: what clients branch on.' },
    request_id: { type: 'string', description: 'The number under which the server logs the request.' },
    timestamp: { type: 'string', format: 'date-time' },
    errors: {
      type: 'array',
      description: 'Every field that is wrong.',
      items: { type: 'object', properties: { field: text, message: text }, required: ['field', 'message'] },
    },
  },
  required: ['type', 'title', 'status', 'detail', 'error', 'timestamp'],
}

/** The refusals that an operation has by what it is, whether a scenario speaks of them or not. */
export function refusalsOf(operation: Operation, resource: Resource, { errors }: ApiModel): readonly number[] {
  if (operation.kind === 'stub') return []
  const { unknown = 404, duplicate = 409, invalid = 422 } = errors.statuses
  const { kind, path } = operation
  const writes = ['create', 'update', 'replace'].includes(kind)
  const unique = resource.fields.some(field => field.unique)
  return [
    ...(path.includes('{') ? [unknown] : []),
    ...(writes || kind === 'list' || operation.projected ? [invalid] : []),
    ...(writes ? [400, 415] : []),
    ...((writes && unique) || (kind === 'delete' && resource.keptBy.length > 0) ? [duplicate] : []),
  ]
}
