import { any, command, type Commands, float, formatFloat, integer, options, pairs, range } from '../command.ts'
import type { Keyspace } from '../keyspace.ts'
import { Failure, type Reply } from '../resp.ts'
import { scanned } from './scan.ts'

type Scored = readonly [member: string, score: number]

export const sortedSetCommands: Commands = {
  zadd: command(3, any, zadd),
  zincrby: command(3, 3, (keys, key, by, member) => zadd(keys, key, 'INCR', by, member)),
  zrem: command(2, any, (keys, key, ...members) =>
    remove(
      keys,
      key,
      members.filter(each => read(keys, key).has(each)),
    ),
  ),
  zscore: command(2, 2, (keys, key, member) => scoreOf(keys, key, member)),
  zmscore: command(2, any, (keys, key, ...members) => members.map(member => scoreOf(keys, key, member))),
  zcard: command(1, 1, (keys, key) => read(keys, key).size),
  zcount: command(3, 3, (keys, key, min, max) => byScore(sorted(keys, key), min, max).length),
  zrank: command(2, 2, (keys, key, member) => rank(sorted(keys, key), member)),
  zrevrank: command(2, 2, (keys, key, member) => rank(sorted(keys, key).toReversed(), member)),
  zrange: command(3, any, (keys, key, start, stop, ...words) => {
    const asked = options(words, { BYSCORE: 0, REV: 0, LIMIT: 2, WITHSCORES: 0 })
    const all = asked.has('REV') ? sorted(keys, key).toReversed() : sorted(keys, key)
    if (!asked.has('BYSCORE')) return shown(all.slice(...range(start, stop, all.length)), asked)
    return shown(asked.has('REV') ? byScore(all, stop, start) : byScore(all, start, stop), asked)
  }),
  zrangebyscore: command(3, any, (keys, key, min, max, ...words) => {
    return shown(byScore(sorted(keys, key), min, max), options(words, { LIMIT: 2, WITHSCORES: 0 }))
  }),
  zrevrangebyscore: command(3, any, (keys, key, max, min, ...words) => {
    return shown(byScore(sorted(keys, key).toReversed(), min, max), options(words, { LIMIT: 2, WITHSCORES: 0 }))
  }),
  zrevrange: command(3, any, (keys, key, start, stop, ...words) => {
    const all = sorted(keys, key).toReversed()
    return shown(all.slice(...range(start, stop, all.length)), options(words, { WITHSCORES: 0 }))
  }),
  zremrangebyscore: command(3, 3, (keys, key, min, max) =>
    remove(keys, key, names(byScore(sorted(keys, key), min, max))),
  ),
  zremrangebyrank: command(3, 3, (keys, key, start, stop) => {
    const all = sorted(keys, key)
    return remove(keys, key, names(all.slice(...range(start, stop, all.length))))
  }),
  zpopmin: command(1, 2, (keys, key, count = '1') => pop(keys, key, sorted(keys, key).slice(0, integer(count)))),
  zpopmax: command(1, 2, (keys, key, count = '1') =>
    pop(keys, key, sorted(keys, key).toReversed().slice(0, integer(count))),
  ),
  zscan: command(2, any, (keys, key, cursor, ...words) => scanned(cursor, words, sorted(keys, key).map(asText))),
}

function read(keys: Keyspace, key: string): ReadonlyMap<string, number> {
  return keys.read(key, 'zset') ?? new Map()
}

/** By score, and where scores are equal by the bytes of the member. */
function sorted(keys: Keyspace, key: string): Scored[] {
  return [...read(keys, key)].sort(([a, x], [b, y]) => (x === y ? (a < b ? -1 : 1) : x - y))
}

function names(all: readonly Scored[]): string[] {
  return all.map(([member]) => member)
}

function asText([member, score]: Scored): [string, string] {
  return [member, formatFloat(score)]
}

function scoreOf(keys: Keyspace, key: string, member: string): string | null {
  const score = read(keys, key).get(member)
  return score === undefined ? null : formatFloat(score)
}

function zadd(keys: Keyspace, key: string, ...words: string[]): Reply {
  const first = words.findIndex(word => !/^(nx|xx|gt|lt|ch|incr)$/i.test(word))
  const asked = options(words.slice(0, first), { NX: 0, XX: 0, GT: 0, LT: 0, CH: 0, INCR: 0 })
  const given = pairs(words.slice(first)).map(([score, member]): Scored => [member, float(score)])
  if (given.length === 0 || (asked.has('INCR') && given.length > 1)) throw new Failure('ERR syntax error')
  let [added, changed, last]: [number, number, string | null] = [0, 0, null]
  keys.change(key, 'zset', set => {
    for (const [member, number] of given) {
      const before = set.get(member)
      const score = asked.has('INCR') ? (before ?? 0) + number : number
      if (before === undefined ? asked.has('XX') : !mayChange(asked, before, score)) continue
      set.set(member, score)
      last = formatFloat(score)
      if (before === undefined) added++
      else if (before !== score) changed++
    }
  })
  if (asked.has('INCR')) return last
  return asked.has('CH') ? added + changed : added
}

function mayChange(asked: ReadonlyMap<string, unknown>, before: number, score: number): boolean {
  if (asked.has('NX') || (asked.has('GT') && score <= before)) return false
  return !asked.has('LT') || score < before
}

function byScore(all: readonly Scored[], min: string, max: string): Scored[] {
  const [low, high] = [bound(min), bound(max)]
  return all.filter(
    ([, score]) => (low.open ? score > low.at : score >= low.at) && (high.open ? score < high.at : score <= high.at),
  )
}

function bound(text: string): { at: number; open: boolean } {
  const open = text.startsWith('(')
  return { at: float(open ? text.slice(1) : text), open }
}

function shown(found: readonly Scored[], asked: ReadonlyMap<string, readonly string[]>): Reply {
  const [offset = '0', count = '-1'] = asked.get('LIMIT') ?? []
  const start = integer(offset)
  const part = integer(count) < 0 ? found.slice(start) : found.slice(start, start + integer(count))
  return asked.has('WITHSCORES') ? part.flatMap(asText) : names(part)
}

function rank(all: readonly Scored[], member: string): number | null {
  const at = names(all).indexOf(member)
  return at < 0 ? null : at
}

function remove(keys: Keyspace, key: string, members: readonly string[]): number {
  if (members.length) keys.change(key, 'zset', set => members.forEach(each => set.delete(each)))
  return members.length
}

function pop(keys: Keyspace, key: string, found: readonly Scored[]): Reply {
  remove(keys, key, names(found))
  return found.flatMap(asText)
}
