import { any, command, type Commands, float, formatFloat, integer, options, pairs, range } from '../command.ts'
import type { Keyspace } from '../keyspace.ts'
import { Failure, OK } from '../resp.ts'

export const stringCommands: Commands = {
  get: command(1, 1, (keys, key) => keys.read(key, 'string') ?? null),
  set: command(2, any, set),
  setnx: command(2, 2, (keys, key, value) => (keys.kindOf(key) ? 0 : (keys.put(key, 'string', value), 1))),
  setex: command(3, 3, (keys, key, seconds, value) => (keys.put(key, 'string', value, after('EX', seconds)), OK)),
  psetex: command(3, 3, (keys, key, ms, value) => (keys.put(key, 'string', value, after('PX', ms)), OK)),
  getset: command(2, 2, (keys, key, value) => set(keys, key, value, 'GET')),
  getdel: command(1, 1, (keys, key) => {
    const value = keys.read(key, 'string') ?? null
    keys.delete(key)
    return value
  }),
  getex: command(1, any, (keys, key, ...words) => {
    const value = keys.read(key, 'string') ?? null
    const asked = options(words, { ...times, PERSIST: 0 })
    if (asked.size) keys.expireAt(key, expiryIn(asked))
    return value
  }),
  mget: command(1, any, (keys, ...names) =>
    names.map(name => (keys.kindOf(name) === 'string' ? (keys.read(name, 'string') ?? null) : null)),
  ),
  mset: command(2, any, (keys, ...words) => {
    for (const [key, value] of pairs(words)) keys.put(key, 'string', value)
    return OK
  }),
  msetnx: command(2, any, (keys, ...words) => {
    const all = pairs(words)
    if (all.some(([key]) => keys.kindOf(key))) return 0
    for (const [key, value] of all) keys.put(key, 'string', value)
    return 1
  }),
  incr: command(1, 1, (keys, key) => add(keys, key, 1)),
  decr: command(1, 1, (keys, key) => add(keys, key, -1)),
  incrby: command(2, 2, (keys, key, by) => add(keys, key, integer(by))),
  decrby: command(2, 2, (keys, key, by) => add(keys, key, -integer(by))),
  incrbyfloat: command(2, 2, (keys, key, by) => {
    const value = formatFloat(float(keys.read(key, 'string') ?? '0') + float(by))
    return replace(keys, key, value)
  }),
  append: command(2, 2, (keys, key, value) => replace(keys, key, (keys.read(key, 'string') ?? '') + value).length),
  strlen: command(1, 1, (keys, key) => (keys.read(key, 'string') ?? '').length),
  getrange: command(3, 3, (keys, key, start, stop) => {
    const value = keys.read(key, 'string') ?? ''
    return value.slice(...range(start, stop, value.length))
  }),
}

const times = { EX: 1, PX: 1, EXAT: 1, PXAT: 1 } as const

function set(keys: Keyspace, key: string, value: string, ...words: string[]) {
  const asked = options(words, { ...times, NX: 0, XX: 0, GET: 0, KEEPTTL: 0 })
  if (asked.has('NX') && asked.has('XX')) throw new Failure('ERR syntax error')
  const before = asked.has('GET') ? (keys.read(key, 'string') ?? null) : undefined
  const refused = keys.kindOf(key) ? asked.has('NX') : asked.has('XX')
  const expiresAt = asked.has('KEEPTTL') ? (keys.expiryOf(key) ?? undefined) : expiryIn(asked)
  if (!refused) keys.put(key, 'string', value, expiresAt)
  if (before !== undefined) return before
  return refused ? null : OK
}

function expiryIn(asked: ReadonlyMap<string, readonly string[]>): number | undefined {
  for (const unit of ['EX', 'PX', 'EXAT', 'PXAT'] as const) {
    const [text] = asked.get(unit) ?? []
    if (text !== undefined) return after(unit, text)
  }
  return undefined
}

function after(unit: keyof typeof times, text: string): number {
  const amount = integer(text) * (unit.startsWith('EX') ? 1000 : 1)
  if (amount <= 0) throw new Failure("ERR invalid expire time in 'set' command")
  return unit.endsWith('AT') ? amount : Date.now() + amount
}

function add(keys: Keyspace, key: string, by: number): number {
  const value = integer(keys.read(key, 'string') ?? '0') + by
  if (!Number.isSafeInteger(value)) throw new Failure('ERR increment or decrement would overflow')
  replace(keys, key, `${value}`)
  return value
}

/** Another value, which expires when the old one would have. */
function replace(keys: Keyspace, key: string, value: string): string {
  keys.put(key, 'string', value, keys.expiryOf(key) ?? undefined)
  return value
}
