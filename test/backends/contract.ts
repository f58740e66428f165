import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { MikroORM } from '@mikro-orm/postgresql'
import { Redis } from 'ioredis'
import pg from 'pg'
import { type Backends, createCleaner, createDatabase } from '../../src/backends/index.ts'
import { postgresCases, runPostgresCase } from './postgres-cases.ts'
import { redisCases } from './redis-cases.ts'

export interface Subject {
  readonly start: () => Promise<Backends>
  /** why there is nothing to test on this machine */
  readonly skip?: string | false
}

/** What every rung promises, whatever it is made of. */
export function backendContract(name: string, { start, skip = false }: Subject): void {
  describe(name, { skip }, () => {
    let backends: Backends
    before(async () => (backends = await start()))
    after(() => backends?.stop())

    it('name what they are, with a version', () => {
      assert.match(backends.postgres.label, /^PostgreSQL \d+(\.\d+)? \(\w+/)
      assert.match(backends.redis.label, /^(Redis|Valkey) [\w.-]+ \(\w+/)
    })

    it('give an empty database that pg can reach', async () => {
      await withClient(backends.postgres.url, async client => {
        const { rows } = await client.query(`select count(*)::int as tables from pg_tables where schemaname = 'public'`)
        assert.deepEqual(rows, [{ tables: 0 }])
      })
    })

    it("give a database that MikroORM's clientUrl can reach", async () => {
      const orm = await MikroORM.init({
        clientUrl: backends.postgres.url,
        entities: [],
        discovery: { warnWhenNoEntities: false },
      })
      assert.deepEqual(await orm.em.execute('select 1 as one'), [{ one: 1 }])
      await orm.close()
    })

    it('order text by code point, on every machine', async () => {
      await withClient(backends.postgres.url, async client => {
        const { rows } = await client.query(
          `select string_agg(x, '' order by x) as text, lower('ÀÉ') as small from unnest('{b,a,B,é}'::text[]) x`,
        )
        assert.deepEqual(rows, [{ text: 'Babé', small: 'àé' }])
      })
    })

    it('give databases beside it, that can be copies, and are dropped', async () => {
      const first = await createDatabase(backends.postgres.url)
      await withClient(first.url, client => client.query('create table migrated ()'))
      const second = await createDatabase(backends.postgres.url, { template: new URL(first.url).pathname.slice(1) })
      await withClient(second.url, async client => {
        const { rows } = await client.query(`select to_regclass('migrated') is not null as there`)
        assert.deepEqual(rows, [{ there: true }])
      })
      await Promise.all([first.drop(), second.drop()])
      await assert.rejects(
        withClient(second.url, async () => undefined),
        { code: '3D000' },
      )
    })

    it('do not meet those of another run', async () => {
      const others = await start()
      try {
        await withClient(others.postgres.url, client => client.query('create table theirs ()'))
        await withClient(backends.postgres.url, async client => {
          assert.deepEqual((await client.query(`select to_regclass('theirs') as found`)).rows, [{ found: null }])
        })
        await withRedis(others.redis.url, redis => redis.set('theirs', '1'))
        await withRedis(backends.redis.url, async redis => assert.equal(await redis.get('theirs'), null))
      } finally {
        await others.stop()
      }
    })

    it('have room beside it for scenarios that run at the same time', async () => {
      const places = await Promise.all([backends.beside(), backends.beside()])
      const all = [{ postgres: backends.postgres.url, redis: backends.redis.url }, ...places]
      assert.equal(new Set(all.flatMap(({ postgres, redis }) => [postgres, redis])).size, 6)
      for (const [n, { postgres, redis }] of all.entries()) {
        await withClient(postgres, client => client.query('create table lane (n int)'))
        await withRedis(redis, async own => assert.equal(await own.set('lane', n, 'NX'), 'OK'))
        await (await createCleaner(postgres, redis)).close()
      }
      await Promise.all(places.map(place => place.stop()))
      await withClient(backends.postgres.url, client => client.query('drop table lane'))
      await withRedis(backends.redis.url, async own => assert.equal(await own.getdel('lane'), '0'))
      await assert.rejects(
        withClient(places[0]!.postgres, async () => undefined),
        { code: '3D000' },
      )
    })

    it('are emptied between scenarios', async () => {
      await withClient(backends.postgres.url, client =>
        client.query('create table notes (id int generated always as identity, text text)'),
      )
      const cleaner = await createCleaner(backends.postgres.url, backends.redis.url)
      for (const scenario of ['first', 'second']) {
        await withClient(backends.postgres.url, async client => {
          assert.deepEqual((await client.query(`insert into notes (text) values ($1) returning id`, [scenario])).rows, [
            { id: 1 },
          ])
        })
        await withRedis(backends.redis.url, async redis => assert.equal(await redis.incr('count'), 1))
        await cleaner.clean()
      }
      await cleaner.close()
    })

    for (const [promise, check] of Object.entries(postgresCases)) {
      it(`have a PostgreSQL with ${promise}`, () => runPostgresCase(backends.postgres.url, check))
    }

    it('keep what is said on a channel of PostgreSQL within the run', async () => {
      const others = await start()
      try {
        await withClient(backends.postgres.url, async listener => {
          const heard: (string | undefined)[] = []
          listener.on('notification', ({ payload }) => heard.push(payload))
          await listener.query('listen news')
          await withClient(others.postgres.url, other => other.query(`notify news, 'theirs'`))
          await withClient(backends.postgres.url, own => own.query(`notify news, 'ours'`))
          while (heard.length === 0) await listener.query('select 1')
          assert.deepEqual(heard, ['ours'])
        })
      } finally {
        await others.stop()
      }
    })

    for (const [promise, check] of Object.entries(redisCases)) {
      it(`have a Redis with ${promise}`, () => withRedis(backends.redis.url, redis => check(redis)))
    }

    it('leave nothing that answers when they are stopped', async () => {
      const others = await start()
      await others.stop()
      await assert.rejects(withClient(others.postgres.url, async () => undefined))
    })
  })
}

export async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

/** A client that says at once when something is wrong, on an empty database. */
export async function withRedis<T>(url: string, use: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null })
  await redis.connect()
  try {
    return await use(redis)
  } finally {
    redis.disconnect()
  }
}
