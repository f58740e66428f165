/** A whole number beyond what a JavaScript number holds exactly: its digits. JSON is written with them as they are. */
export type Big = Readonly<Record<'rawJSON', string>>

// of the language since 2025; the compiler's library does not tell of them yet
const exact = JSON as Omit<typeof JSON, 'parse'> & {
  rawJSON(text: string): Big
  isRawJSON(value: unknown): boolean
  parse(text: string, reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown): unknown
}

export const isBig = (value: unknown): value is Big => exact.isRawJSON(value)

export const big = (digits: string): Big => exact.rawJSON(digits)

/** JSON without any whole number losing digits. @throws {SyntaxError} */
export const parseExact = (text: string): unknown =>
  /\d{16}/.test(text)
    ? exact.parse(text, (_, value, { source = '' }) =>
        typeof value === 'number' && isInexact(value, source) ? big(source) : value,
      )
    : (JSON.parse(text) as unknown)

const isInexact = (value: number, source: string): boolean => /^-?\d+$/.test(source) && !Number.isSafeInteger(value)
