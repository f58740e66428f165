import { globMatcher } from '../glob.ts'
import { integer, options } from '../command.ts'
import type { Reply } from '../resp.ts'

/** Answers a scan in one go: COUNT is a hint, and so nothing that is deleted between two calls makes another be missed. */
export function scanned<T extends readonly string[]>(
  cursor: string,
  words: readonly string[],
  items: readonly T[],
): Reply {
  integer(cursor)
  const [pattern] = options(words, { MATCH: 1, COUNT: 1, TYPE: 1 }).get('MATCH') ?? []
  const matches = pattern === undefined ? () => true : globMatcher(pattern)
  return ['0', items.filter(([name = '']) => matches(name)).flat()]
}
