import type { ApiModel, Operation, Resource } from '../../model/index.ts'
import { phrase } from '../parts/phrase.ts'
import { isCounted } from '../limits-of.ts'
import { answeredSchema } from './answers.ts'
import { errorMedia } from './errors.ts'
import { headersOf, sharedHeaders } from './headers.ts'
import type { JsonObject } from './index.ts'
import { reference } from './types.ts'

/** What an operation answers when it has done what it is for. */
export function success(
  status: number,
  operation: Operation,
  resource: Resource,
  model: ApiModel,
  example: JsonObject,
): JsonObject {
  const schema = status === 204 || status === 304 ? undefined : answeredSchema(operation, resource, model)
  return {
    ...described(status, operation, resource, model),
    ...(operation.kind === 'download' && status === 200 && { content: contents(operation, resource) }),
    ...(schema && { content: { 'application/json': { schema, ...example } } }),
  }
}

/** The types that a file may be of. */
const contents = ({ field: name }: Operation, { fields }: Resource): JsonObject =>
  Object.fromEntries(
    (fields.find(field => field.name === name)?.mediaTypes ?? ['*/*']).map(type => [type, {}] as const),
  )

/** What is answered when something is wrong. */
export function refusal(
  status: number,
  operation: Operation,
  resource: Resource,
  model: ApiModel,
  example: JsonObject,
): JsonObject {
  return { ...described(status, operation, resource, model), ...errorContent(model, example) }
}

/** Where a refusal is described that an operation may have besides its own. */
export const otherRefusal = (operation: Operation, model: ApiModel): JsonObject => ({
  $ref: `#/components/responses/${isCounted(operation, model) ? 'RefusedAndCounted' : 'Refused'}`,
})

/** Responses that every operation has, whatever it is for. */
export function commonResponses(model: ApiModel): JsonObject {
  const counted = new Set(model.resources.flatMap(({ operations }) => operations.map(one => isCounted(one, model))))
  const refused = (limited: boolean): JsonObject => ({
    description: 'Another refusal, such as of a body that is too large.',
    ...withHeaders(sharedHeaders(model, limited)),
    ...errorContent(model),
  })
  return {
    ...(!(counted.size === 1 && counted.has(true)) && { Refused: refused(false) }),
    ...(counted.has(true) && { RefusedAndCounted: refused(true) }),
    Failed: {
      description: 'Something went wrong in the service; its log has more.',
      ...withHeaders(sharedHeaders(model, false)),
      ...errorContent(model),
    },
  }
}

const described = (status: number, operation: Operation, resource: Resource, model: ApiModel): JsonObject => ({
  description: phrase(status) || `Status ${status}`,
  ...withHeaders(headersOf(status, operation, resource, model)),
})

const withHeaders = (headers: JsonObject): JsonObject => (Object.keys(headers).length > 0 ? { headers } : {})

const errorContent = (model: ApiModel, example: JsonObject = {}): JsonObject => ({
  content: { [errorMedia(model)]: { schema: reference('Problem'), ...example } },
})
