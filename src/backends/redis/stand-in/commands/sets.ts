import { any, command, type Commands, integer } from '../command.ts'
import type { Keyspace } from '../keyspace.ts'
import { scanned } from './scan.ts'

export const setCommands: Commands = {
  sadd: command(2, any, (keys, key, ...members) => add(keys, key, members)),
  srem: command(2, any, (keys, key, ...members) =>
    keys.change(key, 'set', set => members.filter(each => set.delete(each)).length),
  ),
  smembers: command(1, 1, (keys, key) => [...read(keys, key)]),
  sismember: command(2, 2, (keys, key, member) => (read(keys, key).has(member) ? 1 : 0)),
  smismember: command(2, any, (keys, key, ...members) => members.map(each => (read(keys, key).has(each) ? 1 : 0))),
  scard: command(1, 1, (keys, key) => read(keys, key).size),
  smove: command(3, 3, (keys, from, to, member) => {
    read(keys, to) // of the wrong kind: nothing is taken out
    if (!read(keys, from).has(member)) return 0
    keys.change(from, 'set', set => set.delete(member))
    add(keys, to, [member])
    return 1
  }),
  spop: command(1, 2, (keys, key, count) => {
    const chosen = some(read(keys, key), count === undefined ? 1 : integer(count))
    if (chosen.length) keys.change(key, 'set', set => chosen.forEach(each => set.delete(each)))
    return count === undefined ? (chosen[0] ?? null) : chosen
  }),
  srandmember: command(1, 2, (keys, key, count) => {
    const chosen = some(read(keys, key), count === undefined ? 1 : integer(count))
    return count === undefined ? (chosen[0] ?? null) : chosen
  }),
  sunion: command(1, any, (keys, ...names) => [...union(sets(keys, names))]),
  sinter: command(1, any, (keys, ...names) => [...intersection(sets(keys, names))]),
  sdiff: command(1, any, (keys, ...names) => [...difference(sets(keys, names))]),
  sunionstore: command(2, any, (keys, to, ...names) => store(keys, to, union(sets(keys, names)))),
  sinterstore: command(2, any, (keys, to, ...names) => store(keys, to, intersection(sets(keys, names)))),
  sdiffstore: command(2, any, (keys, to, ...names) => store(keys, to, difference(sets(keys, names)))),
  sscan: command(2, any, (keys, key, cursor, ...words) =>
    scanned(
      cursor,
      words,
      [...read(keys, key)].map(each => [each]),
    ),
  ),
}

function read(keys: Keyspace, key: string): ReadonlySet<string> {
  return keys.read(key, 'set') ?? new Set()
}

function add(keys: Keyspace, key: string, members: readonly string[]): number {
  return keys.change(key, 'set', set => {
    const before = set.size
    for (const member of members) set.add(member)
    return set.size - before
  })
}

/** So many different members, or when negative, so many that may be the same. */
function some(set: ReadonlySet<string>, count: number): string[] {
  const members = [...set]
  const random = () => members[Math.floor(Math.random() * members.length)] ?? ''
  if (count < 0) return members.length ? Array.from({ length: -count }, random) : []
  for (let at = members.length - 1; at > 0; at--) {
    const other = Math.floor(Math.random() * (at + 1))
    ;[members[at], members[other]] = [members[other] ?? '', members[at] ?? '']
  }
  return members.slice(0, count)
}

type Sets = readonly ReadonlySet<string>[]

function sets(keys: Keyspace, names: readonly string[]): Sets {
  return names.map(name => read(keys, name))
}

function union(all: Sets): Set<string> {
  return all.reduce<Set<string>>((result, each) => result.union(each), new Set())
}

function intersection([first = new Set<string>(), ...rest]: Sets): Set<string> {
  return rest.reduce<Set<string>>((result, each) => result.intersection(each), new Set(first))
}

function difference([first = new Set<string>(), ...rest]: Sets): Set<string> {
  return rest.reduce<Set<string>>((result, each) => result.difference(each), new Set(first))
}

function store(keys: Keyspace, key: string, members: Set<string>): number {
  keys.delete(key)
  return add(keys, key, [...members])
}
