import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { createCleaner, startBackends } from '../../src/backends/index.ts'
import { backendContract, withClient, withRedis } from './contract.ts'
import { bare } from './environment.ts'
import { heldElsewhere } from './held.ts'

/** A server of somebody else's, with data of theirs in it. */
const theirs = await startBackends('embedded', bare)
const env = { ...bare, DATABASE_URL: theirs.postgres.url, REDIS_URL: theirs.redis.url.replace(/\/0$/, '') }
const start = (changes: NodeJS.ProcessEnv = {}) => startBackends('given', { ...env, ...changes })
after(() => theirs.stop())

backendContract('given PostgreSQL and Redis', { start: () => start() })

describe('on a server that is given', () => {
  before(async () => {
    await withClient(theirs.postgres.url, client => client.query('create table precious as select 1 as id'))
    await withRedis(theirs.redis.url, redis => redis.set('precious', '1'))
  })

  it('nothing of theirs is changed, and nothing of ours is left', async () => {
    const before = await inventory()
    const ours = await start()
    assert.notDeepEqual(await inventory(), before)
    await ours.stop()
    assert.deepEqual(await inventory(), before)
  })

  it('what a run that died has left is taken over or dropped, and what a living one uses is not', async () => {
    const before = await inventory()
    const living = await start()
    const dead = await heldElsewhere('given', env)
    await withRedis(dead.redis.url, redis => redis.set('left', 'over'))
    await dead.kill()
    await connectionsAre(2)
    const next = await start()
    assert.equal(next.redis.url, dead.redis.url)
    await withRedis(next.redis.url, async redis => assert.equal(await redis.get('left'), null))
    await withClient(living.postgres.url, client => client.query('select 1'))
    await Promise.all([living.stop(), next.stop()])
    assert.deepEqual(await inventory(), before)
  })

  it('runs that start at the same moment have a place each', async () => {
    const runs = await Promise.all(Array.from({ length: 4 }, () => start()))
    await Promise.all(runs.map(run => run.stop()))
    assert.equal(new Set(runs.flatMap(run => [run.postgres.url, run.redis.url])).size, 8)
  })

  it('only the Redis database that the address names is used, unless it holds data', async () => {
    const ours = await start({ REDIS_URL: `${env.REDIS_URL}/7` })
    assert.match(ours.redis.label, /\(given, database 7\)$/)
    await assert.rejects(start({ REDIS_URL: `${env.REDIS_URL}/7` }), {
      code: 'not-ours',
      message: /another run uses it/,
    })
    await ours.stop()
    await withRedis(`${env.REDIS_URL}/7`, redis => redis.set('precious', '1'))
    await assert.rejects(start({ REDIS_URL: `${env.REDIS_URL}/7` }), { code: 'not-ours', message: /holds data/ })
    await assert.rejects(start({ REDIS_URL: `${env.REDIS_URL}/77` }), { code: 'refused', message: /no database 77/ })
  })

  it('a user who may not create databases is told how to become one who may', async () => {
    await withClient(theirs.postgres.url, client => client.query(`create role humble login password 'x'`))
    const DATABASE_URL = theirs.postgres.url.replace('postgres@', 'humble@')
    await assert.rejects(start({ DATABASE_URL }), { code: 'not-allowed', message: /alter role "humble" createdb/ })
  })

  it('no database of theirs is ever emptied', async () => {
    const ours = await start()
    await withClient(theirs.postgres.url, client => client.query('create database plain'))
    await assert.rejects(createCleaner(theirs.postgres.url.replace(/\w+$/, 'plain'), ours.redis.url), {
      code: 'not-ours',
    })
    await assert.rejects(createCleaner(ours.postgres.url, `${env.REDIS_URL}/3`), { code: 'not-ours' })
    await ours.stop()
  })
})

/** Waits until the servers have noticed who is gone: a run that lives has one named connection to each. */
async function connectionsAre(count: number): Promise<void> {
  for (let tries = 0; tries < 6000; tries++) {
    const locks = await withClient(theirs.postgres.url, client =>
      client.query(`select from pg_locks where locktype = 'advisory'`),
    )
    const clients = await withRedis(theirs.redis.url, async redis => String(await redis.call('CLIENT', 'LIST')))
    if (locks.rowCount === count - 1 && clients.match(/name=brine:/g)?.length === count) return
    await wait(10)
  }
  assert.fail('the servers did not notice that a run is dead')
}

async function inventory(): Promise<unknown> {
  const databases = await withClient(
    theirs.postgres.url,
    async client => (await client.query('select datname from pg_database order by 1')).rows,
  )
  const keyspace = await withRedis(theirs.redis.url, redis => redis.info('keyspace'))
  const precious = await withClient(theirs.postgres.url, async client => (await client.query('table precious')).rows)
  return { databases, keyspace: keyspace.split('\r\n').filter(line => line.startsWith('db')), precious }
}
