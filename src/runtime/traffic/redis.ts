import type { MikroORM } from '@mikro-orm/postgresql'
import { Redis, type RedisOptions } from 'ioredis'

/** What the processes of a service share: counts of requests, and answers that are kept for a while. All of it may be lost. */
export interface SharedRedis {
  /** Whether there is one at all: without, a process counts and keeps for itself. */
  readonly configured: boolean
  /** What keys and channels begin with: several services may use one Redis. */
  readonly prefix: string
  /** What `work` gives; undefined while Redis is away. */
  readonly ask: <T>(work: (redis: Redis) => Promise<T>) => Promise<T | undefined>
  /** Hears what is published on a channel. Missed messages are told: `up` whenever listening begins, `down` when it ends. */
  readonly listen: (channel: string, ears: Ears) => void
  /** Has `end` called when the service closes: what was begun last is ended first. */
  readonly whenClosed: (end: () => void) => void
  readonly close: () => void
}

export interface Ears {
  readonly heard: (message: string) => void
  readonly up: () => void
  readonly down: () => void
}

const REST = 1000 // milliseconds in which a Redis that does not answer is not asked again

/** Milliseconds that an answer of Redis may take: a request is not to wait for it. Tests share a busy machine. */
const PATIENCE = process.env['NODE_ENV'] === 'test' ? 10_000 : 500

const options: RedisOptions = {
  lazyConnect: true,
  enableOfflineQueue: false, // what cannot be asked now is not asked later
  maxRetriesPerRequest: 0,
  connectTimeout: 1000,
  retryStrategy: times => Math.min(times * 100, 2000),
}

/**
 * Connects to the Redis at `url`. A service starts and answers without it, and uses it as soon as it is there, or there again.
 *
 * @param orm whose database gives keys their prefix
 * @param patience milliseconds that an answer of Redis may take
 * @example const redis = await connectRedis(config.REDIS_URL, orm)
 */
export async function connectRedis(
  url: string | undefined,
  orm: MikroORM,
  patience: number = PATIENCE,
): Promise<SharedRedis> {
  const prefix = `${orm.config.get('dbName') ?? 'service'}:`
  const ends: (() => void)[] = []
  const whenClosed = (end: () => void) => void ends.push(end)
  const close = () => ends.toReversed().forEach(end => end())
  if (!url) return { configured: false, prefix, ask: async () => undefined, listen: () => {}, whenClosed, close }

  const redis = new Redis(url, { ...options, commandTimeout: patience })
  whenClosed(() => redis.disconnect())
  const tell = outages()
  redis.on('error', tell.away).on('ready', tell.back)
  await redis.connect().catch(() => {}) // it goes on trying
  let restsUntil = 0

  return {
    configured: true,
    prefix,
    async ask(work) {
      if (redis.status !== 'ready' || performance.now() < restsUntil) return undefined
      try {
        const result = await work(redis)
        tell.back()
        return result
      } catch (error) {
        restsUntil = performance.now() + REST
        tell.away(error)
        return undefined
      }
    },
    listen(channel, ears) {
      const subscriber = redis.duplicate({ ...options, autoResubscribe: false })
      whenClosed(() => subscriber.disconnect())
      subscriber.on('error', () => {}) // told by the other connection
      subscriber.on('message', (_, message) => ears.heard(message))
      subscriber.on('ready', () => void subscriber.subscribe(channel).then(ears.up, () => subscriber.disconnect(true)))
      subscriber.on('close', ears.down)
      void subscriber.connect().catch(() => {})
    },
    whenClosed,
    close,
  }
}

/** Tells the log once when Redis goes, and once when it is back. */
function outages() {
  let isAway = false
  return {
    away: (error: unknown): void => {
      if (!isAway) console.warn(`Redis is away: ${error instanceof Error ? error.message : String(error)}`)
      isAway = true
    },
    back: (): void => {
      if (isAway) console.warn('Redis is back')
      isAway = false
    },
  }
}
