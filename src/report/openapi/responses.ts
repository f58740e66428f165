import type { ApiModel, Operation, Resource } from '../../model/index.ts'
import { phrase } from '../parts/phrase.ts'
import { isVersioned } from '../parameters.ts'
import { answeredSchema } from './answers.ts'
import { errorMedia } from './errors.ts'
import type { JsonObject } from './index.ts'
import { text } from './limits.ts'
import { reference } from './types.ts'

/** What an operation answers when it has done what it is for. */
export function success(
  status: number,
  operation: Operation,
  resource: Resource,
  model: ApiModel,
  example: JsonObject,
): JsonObject {
  const headers = headersOf(status, operation, resource, model)
  const schema = status === 204 || status === 304 ? undefined : answeredSchema(operation, resource, model)
  return {
    description: phrase(status) || `Status ${status}`,
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(schema && { content: { 'application/json': { schema, ...example } } }),
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

function headersOf(status: number, operation: Operation, resource: Resource, model: ApiModel): JsonObject {
  const { kind } = operation
  const shows = kind === 'read' || kind === 'create' || isVersioned(operation, resource)
  return {
    ...(status === 201 && kind === 'create' && { Location: header('Where it is from now on.', 16_384) }),
    ...(status === 200 && kind === 'list' && { Link: header('The pages around (RFC 8288).', 65_536) }),
    ...(resource.versioned && shows && status !== 204 && { ETag: header('The version of what is answered.', 64) }),
    ...(model.origins && origins),
  }
}

const header = (description: string, length: number): JsonObject => ({ description, schema: text(length) })
