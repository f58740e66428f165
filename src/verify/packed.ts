const SIGN = '$digits'

/**
 * A value as it can go to another process: as JSON, in which large numbers would lose digits.
 *
 * @param digitsOf the digits of a large number; undefined for all else
 */
export function packed<T>(value: T, digitsOf: (value: unknown) => string | undefined): T {
  const pack = (inner: unknown): unknown => {
    const digits = digitsOf(inner)
    return digits === undefined ? each(inner, pack) : { [SIGN]: digits }
  }
  return pack(value) as T // but for the numbers, which `unpacked` brings back
}

/** What `packed` has packed. */
export function unpacked<T>(value: T, large: (digits: string) => unknown): T {
  const unpack = (inner: unknown): unknown =>
    isPlain(inner) && typeof inner[SIGN] === 'string' ? large(inner[SIGN]) : each(inner, unpack)
  return unpack(value) as T // the same but for the numbers
}

function each(value: unknown, map: (inner: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(map)
  return isPlain(value) ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, map(inner)])) : value
}

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value) as null)
