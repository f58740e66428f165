import type { ApiModel, Operation, Resource } from '../../model/index.ts'
import { isConditional, isVersioned } from '../parameters.ts'
import { isCounted } from '../limits-of.ts'
import type { JsonObject } from './index.ts'
import { INT32, integer, text } from './limits.ts'

/** The headers of one answer of an operation. */
export function headersOf(status: number, operation: Operation, resource: Resource, model: ApiModel): JsonObject {
  const { kind, cached } = operation
  const shows = kind === 'read' || kind === 'create' || isVersioned(operation, resource)
  const isTagged = kind === 'download' || isConditional(operation, model) || (resource.versioned !== undefined && shows)
  return {
    ...(status === 201 && kind === 'create' && { Location: header('Where it is from now on.', 16_384) }),
    ...(status === 201 && kind === 'upload' && { Location: header('Where the file is from now on.', 16_384) }),
    ...(status === operation.status && kind === 'redirect' && { Location: header('Where it leads.', 16_384) }),
    ...(status === 200 && kind === 'download' && { 'Content-Disposition': header('The name of the file.', 1024) }),
    ...(status === 200 && kind === 'list' && { Link: header('The pages around (RFC 8288).', 65_536) }),
    ...(isTagged && status < 400 && status !== 204 && { ETag: header('The version of what is answered.', 256) }),
    ...(cached !== undefined && status < 400 && named(['Cache-Control', 'Age', 'X-Cache'])),
    ...sharedHeaders(model, isCounted(operation, model)),
    ...(status === 429 && named(['Retry-After'])),
  }
}

/** The headers that every answer has. @param limited whether requests are counted */
export const sharedHeaders = (model: ApiModel, limited: boolean): JsonObject => ({
  ...(limited && named(['RateLimit', 'RateLimit-Policy', ...Object.keys(ownLimitHeaders(model))])),
  ...(model.versions && named([model.versions.header])),
  ...(model.origins && named(['Access-Control-Allow-Origin'])),
})

/** What answers refer to. */
export function headerComponents(model: ApiModel): JsonObject {
  const operations = model.resources.flatMap(resource => resource.operations)
  const isLimited = operations.some(operation => isCounted(operation, model))
  const isCached = operations.some(({ cached }) => cached !== undefined)
  return {
    ...(isLimited && limitHeaders),
    ...(isLimited && ownLimitHeaders(model)),
    ...(isCached && cacheHeaders),
    ...(model.origins && { 'Access-Control-Allow-Origin': header('Whose pages may read the answer.', 2048) }),
  }
}

const header = (description: string, length: number): JsonObject => ({ description, schema: text(length) })

const limitHeaders = {
  RateLimit: header('How many requests are left, and for how many seconds: `"3/minute";r=2;t=41`.', 1024),
  'RateLimit-Policy': header('How many requests there are in how many seconds: `"3/minute";q=3;w=60`.', 1024),
  'Retry-After': { description: 'Seconds until there are requests left.', schema: integer(1, INT32) },
}

const cacheHeaders = {
  'Cache-Control': header('Who may keep the answer, and for how many seconds.', 128),
  Age: { description: 'Seconds since the answer was made.', schema: integer(0, INT32) },
  'X-Cache': {
    description: 'Whether the answer was kept.',
    schema: { type: 'string', enum: ['HIT', 'MISS'] },
  },
}

/** Those that examples show besides the ones of the standard. */
function ownLimitHeaders({ limits }: ApiModel): Readonly<Record<string, JsonObject>> {
  return Object.fromEntries(
    Object.entries(limits?.headers ?? {}).flatMap(([name, reset]) => [
      [`${name}-Limit`, { description: 'How many requests there are.', schema: integer(0) }],
      [`${name}-Remaining`, { description: 'How many are left.', schema: integer(0) }],
      [
        `${name}-Reset`,
        {
          description: reset === 'time' ? 'When there are all again: seconds since 1970.' : 'Seconds until then.',
          schema: integer(0),
        },
      ],
    ]),
  )
}

const named = (names: readonly string[]): JsonObject =>
  Object.fromEntries(names.map(name => [name, { $ref: `#/components/headers/${name}` }]))
