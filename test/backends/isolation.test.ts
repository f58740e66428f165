import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it, type TestContext } from 'node:test'
import pg from 'pg'
import {
  BackendError,
  type Backends,
  type CleanerOptions,
  createCleaner,
  createDatabase,
  startBackends,
} from '../../src/backends/index.ts'
import { withRedis } from './contract.ts'
import { bare } from './environment.ts'

describe('isolation of scenarios', () => {
  let backends: Backends
  before(async () => (backends = await startBackends('embedded', bare)))
  after(() => backends.stop())

  for (const role of ['superuser', 'ordinary user']) {
    describe(`as ${role}`, () => {
      let url: string
      let client: pg.Client
      const sql = async (text: string) => (await client.query(text)).rows

      before(async () => {
        await query(backends.postgres.url, `drop role if exists ordinary; create role ordinary login createdb`)
      })
      beforeEach(async t => {
        const server =
          role === 'superuser' ? backends.postgres.url : backends.postgres.url.replace('postgres@', 'ordinary@')
        const database = await createDatabase(server)
        url = database.url
        client = new pg.Client(url)
        client.on('error', () => undefined)
        await client.connect()
        assert('after' in t)
        t.after(async () => (await client.end(), await database.drop()))
      })

      async function cleaner(t: TestContext, options?: CleanerOptions) {
        const made = await createCleaner(url, backends.redis.url, options)
        t.after(() => made.close())
        return made
      }

      it('forty tables in a chain of foreign keys are empty afterwards', async t => {
        for (let at = 0; at < 40; at++) {
          const parent = at ? `references t${at - 1}` : ''
          await sql(`create table t${at} (id int primary key, parent int ${parent}); insert into t${at} values (1, 1)`)
        }
        await (await cleaner(t)).clean()
        assert.deepEqual(await sql('select (select count(*) from t0) + (select count(*) from t39) as rows'), [
          { rows: '0' },
        ])
      })

      it('rows that belong to the service come back as they were, and nothing else', async t => {
        await sql(`
          create table places (id serial primary key, name text unique, tags jsonb, opened timestamptz, area numeric,
            shout text generated always as (upper(name)) stored);
          create table rooms (number int generated always as identity primary key, place int not null references places);
          create table guests (name text);
          insert into places (name, tags, opened, area) values
            ('O''Leary; --', '["a", "b \\"c\\""]', '2031-03-30 19:30:00.123456+03', 12.50), ('北', null, null, 9007199254740993.10);
          insert into rooms (place) values (1), (2), (2)`)
        const tables = ['places order by id', 'rooms order by number', 'guests']
        const contents = () => Promise.all(tables.map(table => sql(`select * from ${table}`)))
        const before = await contents()
        const { clean, remember } = await cleaner(t)
        await remember()
        for (let round = 0; round < 2; round++) {
          await sql(`update places set name = 'elsewhere' where id = 1; delete from rooms where number = 1;
            insert into rooms (place) values (1); insert into places (name) values ('new'); insert into guests values ('Ada')`)
          await clean()
          assert.deepEqual(await contents(), before)
          assert.deepEqual(await sql(`insert into rooms (place) values (1) returning number`), [{ number: 4 }])
          await clean()
        }
      })

      it('identities and sequences start again, each where it was made to', async t => {
        await sql(
          `create table a (id int generated always as identity, n serial); create sequence tickets start 1000 increment 5`,
        )
        const { clean } = await cleaner(t)
        for (let scenario = 0; scenario < 2; scenario++) {
          await clean()
          assert.deepEqual(await sql(`insert into a default values returning *, nextval('tickets') as ticket`), [
            { id: 1, n: 1, ticket: '1000' },
          ])
        }
      })

      it('the migrations and what is to be kept stay, with their sequences', async t => {
        await sql(`create schema ref; create table mikro_orm_migrations (id serial, name text); create table ref.one (id serial); create table ref.two (id serial);
          create table countries (id serial); create table gone (id serial)`)
        const tables = ['mikro_orm_migrations', 'ref.one', 'ref.two', 'countries', 'gone']
        for (const table of tables) await sql(`insert into ${table} default values`)
        await (await cleaner(t, { keep: ['ref.*', 'countries'] })).clean()
        const ids = await Promise.all(
          tables.map(table => query(url, `insert into ${table} default values returning id`)),
        )
        assert.deepEqual(
          ids.flat().map(row => row.id),
          [2, 2, 2, 2, 1],
        )
      })

      it('circles of foreign keys, triggers, partitions and strange names do not matter', async t => {
        await sql(`create table a (id int primary key); create table b (id int primary key references a); alter table a add foreign key (id) references b deferrable initially deferred;
          create table audit (what text); create table "Odd "" name" (id int);
          create function note() returns trigger language plpgsql as $$ begin insert into audit values ('deleted'); return old; end $$;
          create trigger note after delete on "Odd "" name" for each row execute function note();
          create table parts (day int) partition by range (day); create table part1 partition of parts for values from (0) to (10)`)
        await sql(
          `begin; insert into a values (1); insert into b values (1); commit; insert into "Odd "" name" values (1); insert into parts values (5)`,
        )
        await (await cleaner(t)).clean()
        assert.deepEqual(
          await sql(
            `select (select count(*) from a) + (select count(*) from b) + (select count(*) from audit) + (select count(*) from "Odd "" name") + (select count(*) from parts) as rows`,
          ),
          [{ rows: '0' }],
        )
      })

      it('tables made since are emptied after a refresh, and tables dropped since do not matter', async t => {
        await sql('create table early ()')
        const { clean, refresh } = await cleaner(t)
        await sql('drop table early; create table late (); insert into late default values')
        await refresh()
        await clean()
        assert.deepEqual(await sql('table late'), [])
        await sql('drop table late')
        await clean()
      })

      it('a transaction that a scenario left open is named, ended, and does not spoil the next', async t => {
        await sql('create table books (id int); insert into books values (1)')
        const { clean } = await cleaner(t, { lockTimeout: 100 })
        await sql('begin')
        await sql('update books set id = 2')
        const error: unknown = await clean().catch((reason: unknown) => reason)
        assert(error instanceof BackendError)
        assert.equal(error.code, 'open-transaction')
        assert.match(
          error.message,
          /^The scenario left a transaction open; the last thing it did was: update books set id = 2\. Commit it/,
        )
        assert.deepEqual(await query(url, 'table books'), [])
        await clean()
      })

      it('Redis is empty afterwards, its other databases are not', async t => {
        const { clean } = await cleaner(t)
        await withRedis(backends.redis.url, async redis => {
          await redis.set('cache', '1')
          await redis.select(3)
          await redis.set('other', '1')
          await clean()
          assert.equal(await redis.get('other'), '1')
          await redis.select(0)
          assert.deepEqual(await redis.keys('*'), ['brine:owner'])
        })
      })
    })
  }
})

async function query(url: string, text: string): Promise<{ id?: number }[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}
