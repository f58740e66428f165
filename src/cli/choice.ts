import { randomInt } from 'node:crypto'
import { UsageError, type Shard } from '../bdd/index.ts'

/** `2/3`. @throws {UsageError} */
export function readShard(text: string): Shard {
  const [, index = 0, of = 0] = /^(\d{1,4})\/(\d{1,4})$/.exec(text)?.map(Number) ?? []
  if (index >= 1 && index <= of) return { index, of }
  throw new UsageError(`"${text}" is no shard`, 'The first of three is --shard 1/3, the last --shard 3/3.')
}

/** The seed of a random order, a new one where none is given; none for the order of the features. @throws {UsageError} */
export function readOrder(text: string): string | undefined {
  if (text === 'defined') return undefined
  const [, seed] = /^random(?::(\w+))?$/.exec(text) ?? [undefined, '-']
  if (seed !== '-') return seed ?? String(randomInt(100_000))
  throw new UsageError(
    `"${text}" is no order`,
    'It is --order random, or --order random:SEED with the seed of an earlier run, to repeat it.',
  )
}

/** As many as a Redis has databases, apart from the first. */
const MOST = 15

/** @throws {UsageError} */
export function readParallel(text: string): number {
  const count = /^\d{1,3}$/.test(text) ? Number(text) : 0
  if (count >= 1 && count <= MOST) return count
  throw new UsageError(
    `"${text}" is no number of scenarios to run at once`,
    `It is --parallel 1 to --parallel ${MOST}.`,
  )
}
