import type { ApiModel, Operation, Resource } from '../../model/index.ts'
import { pascal } from '../../spec/index.ts'
import { phrase } from '../parts/phrase.ts'
import { errorMedia } from './errors.ts'
import type { JsonObject } from './index.ts'
import { integer, list, text } from './limits.ts'
import { wrapped } from './operation.ts'
import { reference } from './schemas.ts'

/** What an operation answers when it has done what it is for. */
export function success(
  status: number,
  operation: Operation,
  resource: Resource,
  model: ApiModel,
  example: JsonObject,
): JsonObject {
  const description = phrase(status) || `Status ${status}`
  const headers = headersOf(status, operation, model)
  const schema = operation.kind === 'list' ? listSchema(resource) : itemSchema(operation, resource)
  const empty = status === 204 || status === 304 || !schema
  return {
    description,
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(!empty && { content: { 'application/json': { schema, ...example } } }),
  }
}

/** What is answered when something is wrong. */
export const refusal = (status: number, model: ApiModel, example: JsonObject): JsonObject => ({
  description: phrase(status) || `Status ${status}`,
  ...errorContent(model, example),
})

/** Responses that every operation has, whatever it is for. */
export const commonResponses = (model: ApiModel): JsonObject => ({
  Refused: { description: 'Another refusal, such as of a body that is too large.', ...errorContent(model) },
  Failed: { description: 'Something went wrong in the service; its log has more.', ...errorContent(model) },
})

const errorContent = (model: ApiModel, example: JsonObject = {}): JsonObject => ({
  ...(model.origins && { headers: origins }),
  content: { [errorMedia(model)]: { schema: reference('Problem'), ...example } },
})

const origins: JsonObject = {
  'Access-Control-Allow-Origin': { description: 'Whose pages may read the answer.', schema: text(2048) },
}

const headersOf = (status: number, { kind }: Operation, { origins: known }: ApiModel): JsonObject => ({
  ...(status === 201 && { Location: { description: 'Where it is from now on.', schema: text(16_384) } }),
  ...(status === 200 &&
    kind === 'list' && { Link: { description: 'The pages around (RFC 8288).', schema: text(65_536) } }),
  ...(known && origins),
})

function itemSchema({ kind, projected }: Operation, resource: Resource): JsonObject | undefined {
  if (kind === 'stub' || !resource.stored) return undefined
  return wrapped(projected ? some(resource) : reference(pascal(resource.name)), resource)
}

/** With `?fields=`, only those. */
const some = ({ name }: Resource): JsonObject => ({
  anyOf: [reference(pascal(name)), reference(`${pascal(name)}Fields`)],
})

function listSchema(resource: Resource): JsonObject {
  const { shape, paging } = resource.list
  const rows = list(some(resource), undefined, paging.max)
  if (shape.is === 'array') return rows
  const names = [...(shape.total === undefined ? [] : [shape.total]), ...shape.extra.map(({ name }) => name)]
  return {
    type: 'object',
    properties: { [shape.items]: rows, ...Object.fromEntries(names.map(name => [name, integer(0)])) },
    required: [shape.items, ...names],
  }
}
