import { z } from 'zod'

/** A place between two rows: beside one of which only what it is sorted by counts, so that it may be gone by now. */
export interface Cursor {
  /** What the list is sorted by there. */
  readonly sort: readonly string[]
  /** The values of that row in the words of PostgreSQL. */
  readonly values: readonly (string | null)[]
  /** Before the row instead of after it. */
  readonly back: boolean
}

const Encoded = z.tuple([z.array(z.string()), z.array(z.string().nullable()), z.boolean()])

/** Text for an address. It is no secret, and nobody should want to read it. */
export const encoded = ({ sort, values, back }: Cursor): string =>
  Buffer.from(JSON.stringify([sort, values, back])).toString('base64url')

/** Undefined for what is no cursor. */
export function decoded(text: string): Cursor | undefined {
  try {
    const [sort, values, back] = Encoded.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    return sort.length === values.length && !values.some(value => value?.includes('\0'))
      ? { sort, values, back }
      : undefined
  } catch {
    return undefined
  }
}
