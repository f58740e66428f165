import { once as heard } from 'node:events'
import { defineEntity, p } from '@mikro-orm/core'
import { Migration } from '@mikro-orm/migrations'
import Router from '@koa/router'
import Koa from 'koa'
import pg from 'pg'
import { z } from 'zod'
import { startBackends } from '../../src/backends/index.ts'
import {
  action,
  always,
  base,
  computed,
  connect,
  cursorQuery,
  keepsAnswers,
  KeptAnswer,
  listing,
  migrate,
  money,
  once,
  path,
  problems,
  routed,
  table,
  transaction,
  uuid,
} from '../../src/runtime/index.ts'
import { migrationDiff } from '../../src/runtime/testing.ts'
import { client } from './bookshop.ts'

const AccountSchema = defineEntity({
  name: 'Account',
  tableName: 'accounts',
  properties: {
    ...base,
    holder: p.text(),
    rank: p.integer().nullable(),
    floor: p.decimal().precision(20).scale(2).default('0'),
    stock: p.integer().default(5),
    balance: p
      .decimal()
      .precision(20)
      .scale(2)
      .formula(computed('select coalesce(sum(amount), 0) from entries where entries.account_id = {id}')),
    version: p.integer().version().hidden(),
  },
  checks: [{ name: 'out_of_stock', expression: 'stock >= 0' }],
})
export class Account extends AccountSchema.class {}
AccountSchema.setClass(Account)

always(Account, {
  error: 'overdrawn',
  that: '{balance} >= {floor}',
  after: {
    'insert or update of floor on accounts': 'id = new.id',
    'insert or update of account_id, amount or delete on entries': 'id in (new.account_id, old.account_id)',
  },
})

const EntrySchema = defineEntity({
  name: 'Entry',
  tableName: 'entries',
  properties: {
    ...base,
    number: p.integer().autoincrement(),
    amount: p.decimal().precision(20).scale(2),
    account_id: () => p.manyToOne(Account).mapToPk().index().deleteRule('cascade'),
  },
})
export class Entry extends EntrySchema.class {}
EntrySchema.setClass(Entry)

const NewAccount = z.strictObject({ holder: z.string(), rank: z.int32().nullish(), floor: money().optional() })
const AccountPatch = z
  .strictObject({ holder: z.string(), rank: z.int32().nullable(), floor: money(), stock: z.int32() })
  .partial()
const NewEntry = z.strictObject({ account_id: uuid(), amount: money() })
const AccountQuery = cursorQuery(Account, { limit: 3, max: 10, sort: ['holder', 'rank', 'balance'], total: true })

/** A database of its own that is migrated in one go: tables, rows, and a change of a table that has rows. */
export async function migrateInOneGo(url: string): Promise<readonly object[]> {
  const models = await connect(url, { entities: [Account, Entry, KeptAnswer], migrations: [] })
  const { up } = await migrationDiff(models)
  await models.close()
  const steps = [
    up,
    [`insert into accounts (id, holder, created_at, updated_at) values (gen_random_uuid(), 'House', now(), now())`],
    ['alter table accounts add column note text'],
  ]
  const migrations = steps.map(
    (statements, n) =>
      class extends Migration {
        override name = `Migration00${n + 1}`
        override up() {
          for (const statement of statements) this.addSql(statement)
        }
      },
  )
  const orm = await connect(url, { entities: [Account, Entry, KeptAnswer], migrations })
  await migrate(orm)
  const rows = await table(orm.em, Account).list()
  await orm.close()
  return rows
}

/** Accounts and entries, with everything that has to hold when many come at once, on a PostgreSQL of their own. */
export async function startVault() {
  const backends = await startBackends('embedded', process.env)
  const { url } = backends.postgres
  const orm = await connect(url, { entities: [Account, Entry, KeptAnswer], migrations: [] })
  const database = new pg.Client({ connectionString: url })
  await database.connect()
  const { up } = await migrationDiff(orm)
  await database.query(up.join('\n'))

  const accounts = table(orm.em, Account)
  const entries = table(orm.em, Entry)
  const router = new Router()
    .get(
      '/accounts',
      listing({ query: AccountQuery }, ({ query }) => accounts.slice(query)),
    )
    .get(
      '/accounts/:id',
      action({ params: path('id') }, ({ params }) => accounts.get({ id: params.id })),
    )
    .post(
      '/accounts',
      action({ body: NewAccount, status: 201 }, ({ body }) => accounts.insert(body)),
    )
    .patch(
      '/accounts/:id',
      action({ params: path('id'), body: AccountPatch, ifMatch: true }, ({ params, body, version }) =>
        accounts.update({ id: params.id }, body, version),
      ),
    )
    .put(
      '/accounts/:id',
      action({ params: path('id'), body: NewAccount, ifMatch: 'required' }, ({ params, body, version }) =>
        accounts.replace({ id: params.id }, body, version),
      ),
    )
    .delete(
      '/accounts/:id',
      action({ params: path('id'), ifMatch: true }, ({ params, version }) =>
        accounts.remove({ id: params.id }, version),
      ),
    )
    .post(
      '/entries',
      once('Idempotency-Key'),
      action({ body: NewEntry, status: 201, location: '/entries/:id' }, ({ body }) => entries.insert(body)),
    )
    .post(
      '/transfers',
      once('Idempotency-Key'),
      action({ body: z.array(NewEntry), status: 201 }, ({ body }) => entries.insertMany(body)),
    )
    .patch(
      '/entries/:id',
      action({ params: path('id'), body: NewEntry.partial() }, ({ params, body }) =>
        entries.update({ id: params.id }, body),
      ),
    )
    .delete(
      '/entries/:id',
      action({ params: path('id') }, ({ params }) => entries.remove({ id: params.id })),
    )
  const app = new Koa().use(problems()).use(keepsAnswers(orm.em)).use(routed(router))
  app.silent = true
  const server = app.listen(0)
  await heard(server, 'listening')
  return {
    url,
    call: client(server),
    database,
    accounts,
    entries,
    transaction: <T>(work: () => Promise<T>) => transaction(orm.em, work),
    diff: (snapshot: unknown) => migrationDiff(orm, snapshot),
    async stop() {
      server.close()
      server.closeAllConnections()
      await orm.close()
      await database.end()
      await backends.stop()
    },
  }
}
