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
  /** How many there were, without counting another one. */
  peek(key: string, window: number): Promise<Count | undefined>
}

const SKEW = 60_000 // milliseconds that the clocks of two machines may differ by

/**
 * A window begins with the first request and ends by the time of the service; Redis forgets it by its own. One that would end much
 * later than a new one is of another time; a little later it ends where the clock of another machine is ahead.
 */
const SCRIPT = `
local known = redis.call('hmget', KEYS[1], 'ends', 'used')
local ends = tonumber(known[1] or '0')
if ends <= tonumber(ARGV[1]) or ends > tonumber(ARGV[2]) + ${SKEW} then
  redis.call('hset', KEYS[1], 'ends', ARGV[2], 'used', '1')
  redis.call('pexpire', KEYS[1], ARGV[3])
  return { 1, ARGV[2] }
end
return { redis.call('hincrby', KEYS[1], 'used', 1), known[1] }
`

/** Counts in Redis, and in this process while that is away: what must not be let through uncounted. */
export function certainWindows(redis: SharedRedis) {
  const [shared, own] = [windows(redis), ownWindows(redis)]
  return {
    count: async (key: string, window: number): Promise<Count> =>
      (await shared.count(key, window)) ?? own.count(key, window),
    peek: async (key: string, window: number): Promise<Count> =>
      (await shared.peek(key, window)) ?? own.peek(key, window),
  }
}

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
    async peek(key, window) {
      const time = milliseconds()
      const reply = await redis.ask(client => client.hmget(`${redis.prefix}limit:${key}`, 'used', 'ends'))
      if (reply === undefined) return undefined
      const [used, ends] = reply.map(Number) as [number, number] // as many as were asked for
      return ends > time && ends <= time + window + SKEW ? { used, ends } : { used: 0, ends: time + window }
    },
  }
}

const MOST = 100_000 // clients that are remembered

type OwnWindows = {
  readonly [K in keyof Windows]: (...given: Parameters<Windows[K]>) => Promise<Count>
}

function ownWindows({ whenClosed }: SharedRedis): OwnWindows {
  const known = new LRUCache<string, Count>({ max: MOST })
  whenClosed(onReset(() => known.size > 0 && known.clear())) // which goes over all the places that there are
  const open = (key: string, window: number): Count => {
    const time = milliseconds()
    const before = known.get(key)
    return before && before.ends > time ? before : { used: 0, ends: time + window }
  }
  return {
    peek: async (key, window) => open(key, window),
    async count(key, window) {
      const { used, ends } = open(key, window)
      const count = { used: used + 1, ends }
      known.set(key, count)
      return count
    },
  }
}
