// of the language since 2025; the compiler's library does not tell of them yet
const exact = JSON as Omit<typeof JSON, 'parse'> & {
  rawJSON(text: string): unknown
  parse(text: string, reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown): unknown
}

/**
 * JSON in which whole numbers that a JavaScript number does not hold become `bigint`s. These go back into JSON as the numbers
 * they were: whoever writes JSON in a process that has read this file does so.
 *
 * @throws {SyntaxError}
 */
export const parseExact = (text: string): unknown =>
  /\d{16}/.test(text)
    ? exact.parse(text, (_, value, { source = '' }) =>
        typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source) ? BigInt(source) : value,
      )
    : (JSON.parse(text) as unknown)

Object.defineProperty(BigInt.prototype, 'toJSON', {
  configurable: true,
  writable: true,
  value(this: bigint) {
    return exact.rawJSON(String(this))
  },
})
