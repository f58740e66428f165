import type { JsonObject } from './index.ts'

/** The greatest body that the runtime reads, in bytes: no text in it is longer. */
const BODY = 1024 * 1024

/** The greatest address that Node reads, in bytes. */
const ADDRESS = 16 * 1024

/** Two characters is the least that an entry of a JSON list takes. */
const ENTRIES = BODY / 2

const INT32 = 2_147_483_647

/** Text, as long as a body allows unless something shorter is said. */
export const text = (maxLength = BODY): JsonObject => ({ type: 'string', maxLength })

/** Text in an address. */
export const queryText = (): JsonObject => text(ADDRESS)

export const integer = (minimum = -INT32 - 1, maximum = INT32): JsonObject => ({
  type: 'integer',
  format: 'int32',
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

export const uuid = (): JsonObject => ({ ...text(36), format: 'uuid' })
export const date = (): JsonObject => ({ ...text(10), format: 'date' })
export const money = (): JsonObject => ({ ...text(14), pattern: String.raw`^-?\d{1,10}(\.\d{1,2})?$` })
