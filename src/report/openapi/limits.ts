import type { JsonObject } from './index.ts'

/** The greatest body that the runtime reads, in bytes: no text in it is longer. */
const BODY = 1024 * 1024

/** The greatest address that Node reads, in bytes. */
const ADDRESS = 16 * 1024

/** Two characters is the least that an entry of a JSON list takes. */
const ENTRIES = BODY / 2

export const INT32 = 2_147_483_647

/** Text, as long as a body allows unless something shorter is said. PostgreSQL keeps every character but one. */
export const text = (maxLength = BODY): JsonObject => ({ type: 'string', maxLength, pattern: String.raw`^[^\u0000]*$` })

/** Text of a format that JSON Schema knows. */
export const formatted = (format: string, maxLength = BODY): JsonObject => ({ type: 'string', format, maxLength })

/** Text in an address. */
export const queryText = (): JsonObject => text(ADDRESS)

/** A whole number: of the greatest that JSON carries exactly, unless it is bounded. */
export const integer = (minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER): JsonObject => ({
  type: 'integer',
  format: minimum > -INT32 && maximum <= INT32 ? 'int32' : 'int64',
  minimum,
  maximum,
})

export const list = (items: JsonObject, description?: string, maxItems = ENTRIES): JsonObject => ({
  type: 'array',
  ...(description !== undefined && { description }),
  items,
  maxItems,
})

/** Names with commas between them, in an address. */
export const commas = (items: JsonObject): JsonObject => ({
  style: 'form',
  explode: false,
  schema: list(items, undefined, ADDRESS / 2),
})

export const uuid = (): JsonObject => formatted('uuid', 36)
export const date = (): JsonObject => formatted('date', 10)
export const money = (): JsonObject => ({
  type: 'string',
  maxLength: 22,
  pattern: String.raw`^-?\d{1,18}(\.\d{1,2})?$`,
})
