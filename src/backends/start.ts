import { type BackendChoice, type BackendKind, type BackendName, bothOf } from './choice.ts'
import { bothFailed } from './errors.ts'
import { type Chosen, type Context, firstThatStarts, type Place, type Rung, type RungName } from './rung.ts'
import { containerPostgres } from './postgres/testcontainers.ts'
import { embeddedPostgres } from './postgres/embedded.ts'
import { givenPostgres } from './postgres/given.ts'
import { localPostgres } from './postgres/local.ts'
import { containerRedis } from './redis/testcontainers.ts'
import { embeddedRedis } from './redis/embedded.ts'
import { givenRedis } from './redis/given.ts'
import { localRedis } from './redis/local.ts'
import { sweep } from './sweep.ts'

export interface Backend {
  /** what goes into DATABASE_URL or REDIS_URL of the service */
  readonly url: string
  readonly rung: RungName
  /** such as `PostgreSQL 18.4 (embedded)` */
  readonly label: string
  /** why it is not a better rung, and what this one lacks; for people */
  readonly why?: string
}

export interface Backends {
  readonly postgres: Backend
  readonly redis: Backend
  /** A database in each beside those of the run, for scenarios that run at the same time; stopped before the run's. */
  readonly beside: () => Promise<Beside>
  /** Ends what was started, and drops what was made on servers that stay. */
  readonly stop: () => Promise<void>
}

export interface Beside {
  readonly postgres: string
  readonly redis: string
  readonly stop: () => Promise<void>
}

export interface BackendOptions {
  /** where prepared servers are kept between runs; BRINE_CACHE and then the user's cache folder unless given */
  readonly cacheFolder?: string
  /** where the data of this run lives; in memory where there is room unless given */
  readonly tempFolder?: string
  /** told, in one line, when something takes longer than a moment */
  readonly notify?: (message: string) => void
}

const ladders: Readonly<Record<BackendKind, readonly Rung[]>> = {
  postgres: [givenPostgres, containerPostgres, localPostgres, embeddedPostgres()],
  redis: [givenRedis, containerRedis, localRedis, embeddedRedis],
}

/**
 * Starts a PostgreSQL and a Redis for one run, each on the first rung that the machine has, or on the one that is named.
 * They end with this process, however it ends.
 *
 * @param choice one name for both, or one for each; what is not named is `auto`
 * @param env `DATABASE_URL`, `REDIS_URL`, `DOCKER_HOST`, `PATH`, `BRINE_CACHE` are read
 * @throws BackendError when one of them cannot be had; then nothing is left running.
 * @example
 * const backends = await startBackends({ postgres: 'auto', redis: 'embedded' }, process.env)
 * console.log(backends.postgres.label) // PostgreSQL 18.4 (embedded)
 */
export async function startBackends(
  choice: BackendName | Partial<BackendChoice>,
  env: NodeJS.ProcessEnv,
  options: BackendOptions = {},
): Promise<Backends> {
  const context = contextOf(env, options)
  const names = bothOf(choice)
  await sweep(context)
  const results = await Promise.allSettled([
    firstThatStarts(rungsOf('postgres', names.postgres), context),
    firstThatStarts(rungsOf('redis', names.redis), context),
  ])
  const [postgres, redis] = results
  if (postgres.status === 'fulfilled' && redis.status === 'fulfilled') return together(postgres.value, redis.value)
  for (const result of results) if (result.status === 'fulfilled') await result.value.stop()
  throw bothFailed(results.flatMap(result => (result.status === 'rejected' ? [result.reason as unknown] : [])))
}

/** Starts one of the two alone. @throws BackendError when it cannot be had */
export async function startBackend(
  kind: BackendKind,
  name: BackendName,
  env: NodeJS.ProcessEnv,
  options: BackendOptions = {},
): Promise<Backend & Pick<Backends, 'stop'>> {
  const context = contextOf(env, options)
  await sweep(context)
  const chosen = await firstThatStarts(rungsOf(kind, name), context)
  return { ...shown(chosen), stop: chosen.stop }
}

const contextOf = (env: NodeJS.ProcessEnv, options: BackendOptions): Context => ({
  notify: () => undefined,
  ...options,
  env,
})

const rungsOf = (kind: BackendKind, wanted: BackendName): readonly Rung[] =>
  wanted === 'auto' ? ladders[kind] : ladders[kind].filter(({ name }) => name === wanted)

/** Both as one. */
export function together(postgres: Chosen, redis: Chosen): Backends {
  const beside = async () => {
    const one = await postgres.another()
    try {
      const other = await redis.another()
      return { postgres: one.url, redis: other.url, stop: () => stopAll(one, other) }
    } catch (error) {
      await one.stop()
      throw error
    }
  }
  return { postgres: shown(postgres), redis: shown(redis), beside, stop: () => stopAll(postgres, redis) }
}

async function stopAll(...places: readonly Place[]): Promise<void> {
  const results = await Promise.allSettled(places.map(place => place.stop()))
  for (const result of results) if (result.status === 'rejected') throw result.reason
}

function shown({ url, rung, label, why }: Chosen): Backend {
  return { url, rung, label, ...(why && { why }) }
}
