import { Failure, type Reply } from './resp.ts'
import type { Keyspace } from './keyspace.ts'

/** A command that needs nothing but the data: so it can run in a transaction and in a script as well. */
export interface Command {
  /** how many words follow the name: at least, at most */
  readonly words: readonly [number, number]
  readonly run: (keys: Keyspace, args: readonly string[]) => Reply
}

export type Commands = Readonly<Record<string, Command>>

export const any = Number.POSITIVE_INFINITY

/**
 * Describes a command; what follows its name is handed to `run` one by one.
 *
 * @param least how many words must follow the name
 */
export function command(least: number, most: number, run: (keys: Keyspace, ...args: string[]) => Reply): Command {
  return { words: [least, most], run: (keys, args) => run(keys, ...args) }
}

export function integer(text: string): number {
  const value = Number(text)
  if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new Failure('ERR value is not an integer or out of range')
  return value
}

export function float(text: string): number {
  const value = /^[+-]?inf(inity)?$/i.test(text) ? (text.startsWith('-') ? -Infinity : Infinity) : Number(text)
  if (text.trim() === '' || Number.isNaN(value)) throw new Failure('ERR value is not a valid float')
  return value
}

export function formatFloat(value: number): string {
  return Number.isFinite(value) ? `${value}` : value > 0 ? 'inf' : '-inf'
}

/**
 * Reads the words after the fixed ones, such as `EX 10 NX`, into a map; case does not matter.
 *
 * @param known each option's name with how many words belong to it
 * @throws Failure for every word that is not known: nothing that was asked for is left undone in silence.
 */
export function options<N extends string>(
  words: readonly string[],
  known: Readonly<Record<N, number>>,
): Map<N, string[]> {
  const found = new Map<N, string[]>()
  for (let at = 0; at < words.length;) {
    const name = words[at]?.toUpperCase() ?? ''
    if (!isKnown(name, known)) throw new Failure(`ERR syntax error: the stand-in does not know ${words[at]} here`)
    const values = words.slice(at + 1, at + 1 + known[name])
    if (values.length < known[name]) throw new Failure('ERR syntax error')
    found.set(name, values)
    at += 1 + known[name]
  }
  return found
}

function isKnown<N extends string>(name: string, known: Readonly<Record<N, number>>): name is N {
  return Object.hasOwn(known, name)
}

/** The words as pairs: field and value, score and member. */
export function pairs(words: readonly string[]): [string, string][] {
  if (words.length % 2) throw new Failure('ERR wrong number of arguments')
  return Array.from({ length: words.length / 2 }, (_, at) => [words[at * 2] ?? '', words[at * 2 + 1] ?? ''])
}

/** What from `start` to `stop` means in a list of this length; both count, and negative ones count from the end. */
export function range(start: string, stop: string, length: number): [number, number] {
  const from = integer(start)
  const to = integer(stop)
  return [Math.max(from < 0 ? length + from : from, 0), Math.max((to < 0 ? length + to : to) + 1, 0)]
}
