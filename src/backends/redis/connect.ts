import { BackendError, codeOf, messageOf } from '../errors.ts'
import { standInAt } from './stand-in/server.ts'

/** What we say to a Redis, command by command. */
export interface Connection {
  /** @throws {Error} what Redis answers that begins with `-` */
  ask(...words: readonly string[]): Promise<unknown>
  /** All of them or none: null where what was watched has changed. */
  transact(commands: readonly (readonly string[])[]): Promise<unknown>
  disconnect(): void
}

/**
 * A connection of our own, which does not come back by itself once it is lost. With a stand-in of this process there is no
 * need of a client and of a way over the net.
 *
 * @throws BackendError that says what stands in the way, without the password.
 */
export async function connect(url: string, name: string): Promise<Connection> {
  if (!/^rediss?:\/\//.test(url) || !URL.canParse(url))
    throw new BackendError(
      'unreachable',
      'REDIS_URL is not an address of Redis',
      'Write REDIS_URL as redis://:PASSWORD@HOST:6379',
    )
  const standIn = standInAt(url)
  if (standIn)
    return await standIn(name).catch((error: unknown) => {
      throw explain(error, url)
    })
  const { Redis } = await import('ioredis')
  const redis = new Redis(url, {
    lazyConnect: true,
    connectionName: name,
    connectTimeout: 5000,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
  })
  let cause: unknown
  redis.on('error', error => (cause ??= error)) // what `connect` rejects with is only that it was closed
  try {
    await redis.connect()
    return {
      ask: (first = '', ...words) => redis.call(first, ...words),
      transact: commands => redis.multi(commands.map(words => [...words])).exec(),
      disconnect: () => redis.disconnect(),
    }
  } catch (error) {
    redis.disconnect()
    throw explain(cause ?? error, url)
  }
}

function explain(error: unknown, url: string): BackendError {
  const { hostname, port } = new URL(url)
  const where = `${hostname}:${port || 6379}`
  if (/NOAUTH|WRONGPASS|invalid password|NOPERM/i.test(messageOf(error)))
    return new BackendError(
      'refused',
      `Redis at ${where} does not let us in: ${messageOf(error)}`,
      'Correct the password in REDIS_URL',
      { cause: error },
    )
  const said = codeOf(error) || messageOf(error)
  return new BackendError(
    'unreachable',
    `No Redis answers at ${where}: ${said}`,
    'Start it, correct REDIS_URL, or unset REDIS_URL and let Brine start one',
    { cause: error },
  )
}
