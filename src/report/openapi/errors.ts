import type { ApiModel, Operation, Resource } from '../../model/index.ts'
import { valuesIn, type ErrorShape } from '../../spec/index.ts'
import { isCounted } from '../limits-of.ts'
import { isVersioned } from '../parameters.ts'
import type { JsonObject } from './index.ts'
import { formatted, integer, list, text } from './limits.ts'

/** The body of every refusal: as the features word it, else RFC 9457, as the runtime answers. */
export const errorSchema = ({ errors: { shape } }: ApiModel): JsonObject => (shape ? shaped(shape) : problem)

export const errorMedia = ({ errors: { shape } }: ApiModel): string =>
  shape ? 'application/json' : 'application/problem+json'

/** The refusals that an operation has by what it is, whether a scenario speaks of them or not. */
export function refusalsOf(operation: Operation, resource: Resource, model: ApiModel): readonly number[] {
  const { kind, path, access, once, takes } = operation
  if (kind === 'stub') return []
  const {
    unknown = 404,
    malformed = unknown,
    duplicate = 409,
    invalid = 422,
    unauthenticated = 401,
    forbidden = 403,
  } = model.errors.statuses
  const writes = takes !== undefined || ['create', 'update', 'replace', 'bulk'].includes(kind)
  const clashes =
    resource.fields.some(field => field.unique || field.uniquePer) ||
    (resource.rules ?? []).some(({ is }) => is !== 'bound')
  const some = (when: boolean, ...statuses: readonly number[]) => (when ? statuses : [])
  return [
    ...some(path.includes('{'), unknown, malformed),
    ...some(writes || kind === 'list' || operation.projected || once !== undefined, invalid),
    ...some(writes || ['sign-in', 'refresh', 'sign-out', 'password'].includes(kind), 400, 413, 415),
    ...some((writes && clashes) || (kind === 'delete' && resource.keptBy.length > 0), duplicate),
    ...some(kind === 'transition', 409),
    ...some(isVersioned(operation, resource), 412, ...some(resource.versioned?.required === true, 428)),
    ...some(isCounted(operation, model), 429),
    ...some(access !== undefined || ['sign-in', 'refresh', 'sign-out'].includes(kind), unauthenticated),
    ...some(access !== undefined && (access.closed || access.owner || access.roles.length > 0), forbidden),
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
        // not every error is about a field
        required: shape.members.filter(([, inner]) => !isAboutField(inner) && !isSparse(inner)).map(([name]) => name),
      }
    case 'each':
      return list(shaped(shape.entry))
    case 'by-field':
      return { type: 'object', additionalProperties: shape.many ? list(shaped(shape.entry)) : shaped(shape.entry) }
  }
}

const isSparse = (shape: ErrorShape): boolean => 'sparse' in shape && shape.sparse === true

const isAboutField = (shape: ErrorShape): boolean => {
  const values = valuesIn(shape, true)
  return values.has('field') || values.has('path')
}
