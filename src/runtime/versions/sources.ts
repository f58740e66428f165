/** How a field of a version comes from fields of the rows, and how what clients send for it goes back. */
export interface Source {
  readonly of: readonly string[]
  readonly show: (...values: readonly unknown[]) => unknown
  /** The values of `of`. */
  readonly take: (value: unknown) => readonly unknown[]
  /** It can be filtered and sorted by: each of its values comes from one of the rows'. */
  readonly plain: boolean
  /** Of a text that a version divides: which part it is. */
  readonly part?: 'first' | 'others'
  /** Other words for values, in messages that list them. */
  readonly words?: Readonly<Record<string, string>>
}

/** Put before a name or a word that a version does not know, so that it is refused as such. */
export const FOREIGN = '~'

export const field = (path: string): Source => ({ of: [path], show: it => it, take: it => [it], plain: true })

/** `full_name: joined('first_name', 'last_name')`: the texts with a space between; divided at the first space. */
export const joined = (...of: readonly string[]): Source => ({
  of,
  show: (...values) =>
    values.every(value => value === null)
      ? null
      : values.filter(it => it !== null && it !== undefined && it !== '').join(' '),
  take: value => {
    if (typeof value !== 'string') return of.map(() => value)
    const words = value.split(' ')
    return of.map((_, n) => (n < of.length - 1 ? words[n] : words.slice(n).join(' ')))
  },
  plain: false,
})

const divided = (path: string, part: 'first' | 'others'): Source => ({
  of: [path],
  show: value => {
    if (typeof value !== 'string') return value
    const [first = ''] = value.split(' ', 1)
    return part === 'first' ? first : value.slice(first.length + 1)
  },
  take: value => [value],
  plain: false,
  part,
})

/** `first_name: firstWord('name')`, beside `last_name: otherWords('name')`. */
export const firstWord = (path: string): Source => divided(path, 'first')
export const otherWords = (path: string): Source => divided(path, 'others')

/** Other words for the values of a field: `state: inWords('status', { open: 'OPEN' })`. */
export function inWords(path: string, words: Readonly<Record<string, string>>): Source {
  const back = new Map(Object.entries(words).map(([kept, shown]) => [shown, kept]))
  return {
    of: [path],
    show: value => (typeof value === 'string' ? (words[value] ?? value) : value),
    take: value => [typeof value === 'string' ? (back.get(value) ?? FOREIGN + value) : value],
    plain: true,
    words,
  }
}

/** The text in capitals: `state: inCapitals('status')`. */
export const inCapitals = (path: string): Source => ({
  of: [path],
  show: value => (typeof value === 'string' ? value.toUpperCase() : value),
  take: value => [
    typeof value === 'string' ? (value === value.toUpperCase() ? value.toLowerCase() : FOREIGN + value) : value,
  ],
  plain: true,
})

/**
 * A number in another unit: `price_cents: times('price', 100, 2)`.
 *
 * @param decimals of the text that the row keeps, where it keeps one
 */
export const times = (path: string, by: number, decimals?: number): Source => ({
  of: [path],
  show: value => (value === null || value === undefined ? value : exact(Number(value) * by)),
  take: value => {
    if (typeof value !== 'number') return [typeof value === 'string' ? FOREIGN + value : value]
    return [decimals === undefined ? exact(value / by) : (value / by).toFixed(decimals)]
  },
  plain: true,
})

const exact = (value: number): number => Math.round(value * 1e6) / 1e6

/** A value that is always the same. */
export const constant = (value: unknown): Source => ({
  of: [],
  show: () => value,
  take: given => (given === value ? [] : [given]),
  plain: false,
})
