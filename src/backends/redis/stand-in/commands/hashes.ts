import { any, command, type Commands, float, formatFloat, integer, pairs } from '../command.ts'
import type { Keyspace } from '../keyspace.ts'
import { OK } from '../resp.ts'
import { scanned } from './scan.ts'

export const hashCommands: Commands = {
  hset: command(3, any, write),
  hmset: command(3, any, (keys, key, ...words) => (write(keys, key, ...words), OK)),
  hsetnx: command(3, 3, (keys, key, field, value) => (read(keys, key).has(field) ? 0 : write(keys, key, field, value))),
  hget: command(2, 2, (keys, key, field) => read(keys, key).get(field) ?? null),
  hmget: command(2, any, (keys, key, ...fields) => fields.map(field => read(keys, key).get(field) ?? null)),
  hgetall: command(1, 1, (keys, key) => [...read(keys, key)].flat()),
  hdel: command(2, any, (keys, key, ...fields) =>
    keys.change(key, 'hash', hash => fields.filter(field => hash.delete(field)).length),
  ),
  hexists: command(2, 2, (keys, key, field) => (read(keys, key).has(field) ? 1 : 0)),
  hkeys: command(1, 1, (keys, key) => [...read(keys, key).keys()]),
  hvals: command(1, 1, (keys, key) => [...read(keys, key).values()]),
  hlen: command(1, 1, (keys, key) => read(keys, key).size),
  hstrlen: command(2, 2, (keys, key, field) => (read(keys, key).get(field) ?? '').length),
  hincrby: command(3, 3, (keys, key, field, by) => {
    const value = integer(read(keys, key).get(field) ?? '0') + integer(by)
    write(keys, key, field, `${value}`)
    return value
  }),
  hincrbyfloat: command(3, 3, (keys, key, field, by) => {
    const value = formatFloat(float(read(keys, key).get(field) ?? '0') + float(by))
    write(keys, key, field, value)
    return value
  }),
  hscan: command(2, any, (keys, key, cursor, ...words) => scanned(cursor, words, [...read(keys, key)])),
}

function read(keys: Keyspace, key: string): ReadonlyMap<string, string> {
  return keys.read(key, 'hash') ?? new Map()
}

/** Gives how many of the fields are new. */
function write(keys: Keyspace, key: string, ...words: string[]): number {
  const fields = pairs(words)
  return keys.change(key, 'hash', hash => {
    const before = hash.size
    for (const [field, value] of fields) hash.set(field, value)
    return hash.size - before
  })
}
