import { randomBytes } from 'node:crypto'
import { BackendError, messageOf } from '../errors.ts'
import type { Place, Started } from '../rung.ts'
import { connect, type Connection } from './connect.ts'

/** The key in every database of ours that says so: only a database that holds it is ever emptied. */
export const ownerKey = 'brine:owner'

export interface Claim {
  readonly url: string
  readonly index: number
  /** such as `Redis 8.0.1` */
  readonly label: string
  /** Empties the database and gives it back. */
  release(): Promise<void>
}

/**
 * Takes one of the numbered databases of a Redis that others may use: the first that is empty, or that a dead run left.
 * Number 0 is where everybody's data is, so it is only taken when the URL names it (`redis://host/0`).
 *
 * @throws BackendError `not-ours` when all of them hold data.
 */
export async function claimDatabase(url: string): Promise<Claim> {
  const id = `brine:${randomBytes(8).toString('hex')}`
  const redis = await connect(url.replace(/(?<=[^/])\/\d+$/, ''), id) // it may have no database of that number
  try {
    const asked = /^\/(\d+)$/.exec(new URL(url).pathname)?.[1]
    const indexes = asked ? [Number(asked)] : Array.from({ length: 15 }, (_, at) => 15 - at)
    for (const index of indexes) {
      if (!(await exists(redis, index))) {
        if (asked) throw noSuchDatabase(index)
        continue
      }
      if (!(await take(redis, id))) continue
      return {
        url: withIndex(url, index),
        index,
        label: labelOf(String(await redis.ask('info', 'server'))),
        release: () => release(redis, id),
      }
    }
    throw allTaken(asked)
  } catch (error) {
    redis.disconnect()
    throw explain(error)
  }
}

/** Marks the database of a server that is ours alone, so that it may be emptied; what is claimed last is given back first. */
export async function claimOn(
  server: { url: string; stop: () => Promise<void> },
  label: (server: string) => string,
): Promise<Started> {
  try {
    const claim = await claimDatabase(`${server.url}/0`)
    return {
      url: claim.url,
      label: label(claim.label),
      another: () => claimBeside(server.url),
      stop: async () => (await claim.release(), server.stop()),
    }
  } catch (error) {
    await server.stop()
    throw error
  }
}

/** One more of its databases. */
export async function claimBeside(url: string): Promise<Place> {
  const claim = await claimDatabase(url)
  return { url: claim.url, stop: () => claim.release() }
}

async function take(redis: Connection, id: string): Promise<boolean> {
  await redis.ask('watch', ownerKey) // of two runs that look at the same database, one will fail
  const owner = await redis.ask('get', ownerKey).catch(() => 'not ours at all')
  const free = owner === null ? (await redis.ask('dbsize')) === 0 : await isDead(redis, owner)
  if (!free) {
    await redis.ask('unwatch')
    return false
  }
  const taking = ['set', ownerKey, id]
  return (await redis.transact(owner === null ? [taking] : [['flushdb'], taking])) !== null
}

/** Servers have 16 databases unless told otherwise, and those in the cloud often one. */
async function exists(redis: Connection, index: number): Promise<boolean> {
  try {
    await redis.ask('select', String(index))
    return true
  } catch (error) {
    if (/out of range|not allowed/i.test(messageOf(error))) return false
    throw error
  }
}

/** A run keeps its connection, under its name: when no connection has the name, the run is dead. */
async function isDead(redis: Connection, owner: unknown): Promise<boolean> {
  if (typeof owner !== 'string' || !owner.startsWith('brine:')) return false
  const connections = await redis.ask('client', 'list').catch(() => undefined)
  return typeof connections === 'string' && !connections.includes(`name=${owner} `)
}

async function release(redis: Connection, id: string): Promise<void> {
  try {
    if ((await redis.ask('get', ownerKey)) === id) await redis.ask('flushdb')
  } finally {
    redis.disconnect()
  }
}

function labelOf(info: string): string {
  const valkey = /^valkey_version:(\S+)/m.exec(info)?.[1]
  return valkey ? `Valkey ${valkey}` : `Redis ${/^redis_version:(\S+)/m.exec(info)?.[1]}`
}

function withIndex(url: string, index: number): string {
  const own = new URL(url)
  own.pathname = `/${index}`
  return own.href
}

function noSuchDatabase(index: number): BackendError {
  return new BackendError(
    'refused',
    `The Redis in REDIS_URL has no database ${index}`,
    'Correct the number at its end, or leave it out',
  )
}

function allTaken(asked: string | undefined): BackendError {
  if (asked)
    return new BackendError(
      'not-ours',
      `Database ${asked} of the Redis in REDIS_URL holds data, or another run uses it`,
      `Empty it, or leave out the /${asked} and Brine takes an unused one`,
    )
  return new BackendError(
    'not-ours',
    'The Redis in REDIS_URL has no empty database among 1 to 15',
    'If its database 0 holds nothing of value, empty it and put /0 at the end of REDIS_URL; or unset REDIS_URL and let Brine start one',
  )
}

function explain(error: unknown): unknown {
  if (!/NOPERM/.test(messageOf(error))) return error
  return new BackendError(
    'not-allowed',
    `The user in REDIS_URL may not do what a run needs: ${messageOf(error)}`,
    'Allow it +@all on a Redis for tests, or unset REDIS_URL and let Brine start one',
    { cause: error },
  )
}
