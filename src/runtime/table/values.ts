import type { Column } from './layout.ts'

/** A value as the driver takes it: pg would send arrays as PostgreSQL's own, and dates in the machine's time zone. */
export function toParameter({ type }: Column, value: unknown): unknown {
  if (value === null || value === undefined) return null
  if (type === 'jsonb' || type === 'json') return JSON.stringify(value)
  return value instanceof Date ? value.toISOString() : value
}

/** Whether a column could hold this value at all: asking the database for what it cannot be would be an error there. */
export function couldBe({ type }: Column, value: unknown): boolean {
  if (value === null) return true
  switch (type) {
    case 'uuid':
      return typeof value === 'string' && /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i.test(value)
    case 'int':
    case 'smallint':
    case 'bigint': {
      if (type === 'bigint') return isWhole(value) && BigInt.asIntN(64, BigInt(value)) === BigInt(value)
      const limit = type === 'smallint' ? 32_767 : 2_147_483_647
      return (typeof value === 'number' || /^-?\d{1,19}$/.test(value as string)) && Math.abs(Number(value)) <= limit
    }
    default:
      return typeof value !== 'string' || !value.includes('\0')
  }
}

const isWhole = (value: unknown): value is string | number | bigint =>
  typeof value === 'string' ? /^-?\d{1,19}$/.test(value) : typeof value === 'bigint' || Number.isSafeInteger(value)
