import { any, command, type Commands, integer, options } from '../command.ts'
import { globMatcher } from '../glob.ts'
import type { Keyspace } from '../keyspace.ts'
import { Failure, OK, Status } from '../resp.ts'
import { scanned } from './scan.ts'

const del = command(1, any, (keys, ...names) => names.filter(name => keys.delete(name)).length)
const exists = command(1, any, (keys, ...names) => names.filter(name => keys.kindOf(name)).length)

export const keyCommands: Commands = {
  del,
  unlink: del,
  exists,
  touch: exists,
  type: command(1, 1, (keys, key) => new Status(keys.kindOf(key) ?? 'none')),
  dbsize: command(0, 0, keys => keys.keys().length),
  keys: command(1, 1, (keys, pattern) => keys.keys().filter(globMatcher(pattern))),
  randomkey: command(0, 0, keys => keys.keys()[Math.floor(Math.random() * keys.keys().length)] ?? null),
  scan: command(1, any, (keys, cursor, ...words) => {
    const [type] = options(words, { MATCH: 1, COUNT: 1, TYPE: 1 }).get('TYPE') ?? []
    const names = keys.keys().filter(key => type === undefined || keys.kindOf(key) === type.toLowerCase())
    return scanned(
      cursor,
      words,
      names.map(name => [name]),
    )
  }),
  flushdb: command(0, 1, keys => (keys.clear(), OK)),
  rename: command(2, 2, (keys, from, to) => (keys.rename(from, to), OK)),
  renamenx: command(2, 2, (keys, from, to) => (keys.kindOf(to) ? 0 : (keys.rename(from, to), 1))),
  copy: command(2, any, (keys, from, to, ...words) => {
    const taken = keys.kindOf(to) && !options(words, { REPLACE: 0 }).has('REPLACE')
    return !keys.kindOf(from) || taken ? 0 : (keys.copy(from, to), 1)
  }),
  expire: expiry(text => Date.now() + integer(text) * 1000),
  pexpire: expiry(text => Date.now() + integer(text)),
  expireat: expiry(text => integer(text) * 1000),
  pexpireat: expiry(integer),
  persist: command(1, 1, (keys, key) => (keys.expiryOf(key) ? (keys.expireAt(key, undefined), 1) : 0)),
  ttl: remaining(time => Math.round((time - Date.now()) / 1000)),
  pttl: remaining(time => Math.max(time - Date.now(), 0)),
  expiretime: remaining(time => Math.round(time / 1000)),
  pexpiretime: remaining(time => time),
}

function expiry(timeOf: (text: string) => number) {
  return command(2, any, (keys, key, text, ...words) => {
    const when = options(words, { NX: 0, XX: 0, GT: 0, LT: 0 })
    if (when.size > 1) throw new Failure('ERR NX and XX, GT or LT options at the same time are not compatible')
    const time = timeOf(text)
    if (!mayExpire(keys, key, time, [...when.keys()][0])) return 0
    keys.expireAt(key, time)
    return 1
  })
}

function mayExpire(keys: Keyspace, key: string, time: number, when: 'NX' | 'XX' | 'GT' | 'LT' | undefined): boolean {
  const now = keys.expiryOf(key)
  if (now === null) return false
  if (when === 'NX') return now === undefined
  if (when === 'XX') return now !== undefined
  if (when === 'GT') return now !== undefined && time > now
  return when === 'LT' ? now === undefined || time < now : true
}

function remaining(inUnits: (time: number) => number) {
  return command(1, 1, (keys, key) => {
    const time = keys.expiryOf(key)
    return time === null ? -2 : time === undefined ? -1 : inUnits(time)
  })
}
