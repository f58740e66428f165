import type { Redis } from 'ioredis'
import { LRUCache } from 'lru-cache'
import { milliseconds, onReset } from '../clock.ts'
import type { SharedRedis } from './redis.ts'

/** Requests that were counted in a window of time, this one among them, and when it ends (milliseconds since 1970). */
export interface Count {
  readonly used: number
  readonly ends: number
}

export interface Windows {
  /** Counts a request; undefined where that is not possible now. */
  count(key: string, window: number): Promise<Count | undefined>
}

/**
 * A window begins with the first request and ends by the time of the service; Redis forgets it by its own. One that would end later
 * than a new one is of another time.
 */
const SCRIPT = `
local known = redis.call('hmget', KEYS[1], 'ends', 'used')
local ends = tonumber(known[1] or '0')
if ends <= tonumber(ARGV[1]) or ends > tonumber(ARGV[2]) then
  redis.call('hset', KEYS[1], 'ends', ARGV[2], 'used', '1')
  redis.call('pexpire', KEYS[1], ARGV[3])
  return { 1, ARGV[2] }
end
return { redis.call('hincrby', KEYS[1], 'used', 1), known[1] }
`

/** Counts in Redis, in one step, so that all processes count the same; without a Redis in this process. */
export const windows = (redis: SharedRedis): Windows => (redis.configured ? sharedWindows(redis) : ownWindows(redis))

interface Scripted extends Redis {
  brineCount(key: string, ...given: readonly number[]): Promise<unknown>
}

function sharedWindows(redis: SharedRedis): Windows {
  void redis.ask(client => client.script('LOAD', SCRIPT))
  return {
    async count(key, window) {
      const time = milliseconds()
      const reply = await redis.ask(client => {
        if (!('brineCount' in client)) client.defineCommand('brineCount', { numberOfKeys: 1, lua: SCRIPT })
        return (client as Scripted).brineCount(`${redis.prefix}limit:${key}`, time, time + window, window)
      })
      if (reply === undefined) return undefined
      const [used, ends] = reply as readonly [number, string] // by the script
      return { used, ends: Number(ends) }
    },
  }
}

const MOST = 100_000 // clients that are remembered

function ownWindows({ whenClosed }: SharedRedis): Windows {
  const known = new LRUCache<string, Count>({ max: MOST })
  whenClosed(onReset(() => known.clear()))
  return {
    async count(key, window) {
      const time = milliseconds()
      const before = known.get(key)
      const isOpen = before && before.ends > time
      const count = isOpen ? { used: before.used + 1, ends: before.ends } : { used: 1, ends: time + window }
      known.set(key, count)
      return count
    },
  }
}
