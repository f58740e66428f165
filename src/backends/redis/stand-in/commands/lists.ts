import { any, command, type Commands, integer, range } from '../command.ts'
import type { Keyspace } from '../keyspace.ts'
import { Failure, OK } from '../resp.ts'

type End = 'LEFT' | 'RIGHT'

export const listCommands: Commands = {
  lpush: command(2, any, (keys, key, ...values) => push(keys, key, 'LEFT', values)),
  rpush: command(2, any, (keys, key, ...values) => push(keys, key, 'RIGHT', values)),
  lpushx: command(2, any, (keys, key, ...values) => (keys.kindOf(key) ? push(keys, key, 'LEFT', values) : 0)),
  rpushx: command(2, any, (keys, key, ...values) => (keys.kindOf(key) ? push(keys, key, 'RIGHT', values) : 0)),
  lpop: command(1, 2, (keys, key, count) => popped(keys, key, 'LEFT', count)),
  rpop: command(1, 2, (keys, key, count) => popped(keys, key, 'RIGHT', count)),
  lmove: command(4, 4, (keys, from, to, out, into) => move(keys, from, to, end(out), end(into))),
  rpoplpush: command(2, 2, (keys, from, to) => move(keys, from, to, 'RIGHT', 'LEFT')),
  llen: command(1, 1, (keys, key) => read(keys, key).length),
  lrange: command(3, 3, (keys, key, start, stop) =>
    read(keys, key).slice(...range(start, stop, read(keys, key).length)),
  ),
  lindex: command(2, 2, (keys, key, at) => read(keys, key).at(integer(at)) ?? null),
  lset: command(3, 3, (keys, key, at, value) => {
    const length = read(keys, key).length
    if (length === 0) throw new Failure('ERR no such key')
    const index = integer(at) < 0 ? length + integer(at) : integer(at)
    if (index < 0 || index >= length) throw new Failure('ERR index out of range')
    keys.change(key, 'list', list => (list[index] = value))
    return OK
  }),
  ltrim: command(3, 3, (keys, key, start, stop) => {
    const kept = read(keys, key).slice(...range(start, stop, read(keys, key).length))
    keys.change(key, 'list', list => list.splice(0, list.length, ...kept))
    return OK
  }),
  lrem: command(3, 3, (keys, key, count, value) => remove(keys, key, integer(count), value)),
}

function read(keys: Keyspace, key: string): readonly string[] {
  return keys.read(key, 'list') ?? []
}

function end(word: string): End {
  const name = word.toUpperCase()
  if (name !== 'LEFT' && name !== 'RIGHT') throw new Failure('ERR syntax error')
  return name
}

function push(keys: Keyspace, key: string, at: End, values: readonly string[]): number {
  return keys.change(key, 'list', list =>
    at === 'RIGHT' ? list.push(...values) : list.unshift(...values.toReversed()),
  )
}

function pop(keys: Keyspace, key: string, at: End): string | null {
  if (read(keys, key).length === 0) return null
  return keys.change(key, 'list', list => (at === 'LEFT' ? list.shift() : list.pop())) ?? null
}

function popped(keys: Keyspace, key: string, at: End, count?: string) {
  if (count === undefined) return pop(keys, key, at)
  const values = Array.from({ length: Math.min(integer(count), read(keys, key).length) }, () => pop(keys, key, at))
  return values.length ? values : null
}

function move(keys: Keyspace, from: string, to: string, out: End, into: End): string | null {
  read(keys, to) // of the wrong kind: nothing is taken out
  const value = pop(keys, from, out)
  if (value !== null) push(keys, to, into, [value])
  return value
}

/** Removes so many that equal the value, from the end when the count is negative, all when it is 0. */
function remove(keys: Keyspace, key: string, count: number, value: string): number {
  const found = read(keys, key).flatMap((each, at) => (each === value ? [at] : []))
  const doomed = new Set(count < 0 ? found.slice(count) : found.slice(0, count || undefined))
  const kept = read(keys, key).filter((_, at) => !doomed.has(at))
  if (doomed.size) keys.change(key, 'list', list => list.splice(0, list.length, ...kept))
  return doomed.size
}
