import type { ApiModel, Operation, Resource } from '../../model/index.ts'
import type { ErrorShape } from '../../spec/index.ts'
import type { JsonObject } from './index.ts'
import { formatted, integer, list, text } from './limits.ts'

/** The body of every refusal: as the features word it, else RFC 9457, as the runtime answers. */
export const errorSchema = ({ errors: { shape } }: ApiModel): JsonObject => (shape ? shaped(shape) : problem)

export const errorMedia = ({ errors: { shape } }: ApiModel): string =>
  shape ? 'application/json' : 'application/problem+json'

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
    ...(writes ? [400, 413, 415] : []),
    ...((writes && unique) || (kind === 'delete' && resource.keptBy.length > 0) ? [duplicate] : []),
  ]
}

const problem: JsonObject = {
  type: 'object',
  description: 'A refusal (RFC 9457): a sentence for people, and in `error` a code for programs.',
  properties: {
    type: text(),
    title: text(),
    status: integer(400, 599),
    detail: text(),
    instance: text(),
    error: { ...text(), description: 'Stable: what clients branch on.' },
    request_id: { ...text(), description: 'The number under which the server logs the request.' },
    timestamp: formatted('date-time', 24),
    errors: list(
      { type: 'object', properties: { field: text(), message: text() }, required: ['field', 'message'] },
      'Every field that is wrong.',
    ),
  },
  required: ['type', 'title', 'status', 'detail', 'error', 'timestamp'],
}

function shaped(shape: ErrorShape): JsonObject {
  switch (shape.is) {
    case 'literal':
      return { const: shape.value }
    case 'value':
      return shape.of === 'status' && !shape.text ? integer(400, 599) : text()
    case 'text':
      return text()
    case 'object':
      return {
        type: 'object',
        properties: Object.fromEntries(shape.members.map(([name, inner]) => [name, shaped(inner)])),
        required: shape.members.map(([name]) => name),
      }
    case 'each':
      return list(shaped(shape.entry))
    case 'by-field':
      return { type: 'object', additionalProperties: shape.many ? list(shaped(shape.entry)) : shaped(shape.entry) }
  }
}
