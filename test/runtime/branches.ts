import { once } from 'node:events'
import { connect as connectTo, createServer, type AddressInfo, type Socket } from 'node:net'
import Router from '@koa/router'
import Koa from 'koa'
import pg from 'pg'
import { z } from 'zod'
import { startBackends } from '../../src/backends/index.ts'
import { startStandIn, type StandIn } from '../../src/backends/redis/stand-in/server.ts'
import {
  action,
  cached,
  caching,
  connect,
  connectRedis,
  etags,
  KeptAnswer,
  keepsAnswers,
  once as onlyOnce,
  path,
  problems,
  routed,
  sql,
  table,
  transaction,
} from '../../src/runtime/index.ts'
import { migrationDiff } from '../../src/runtime/testing.ts'
import { client, type Call } from './bookshop.ts'
import { Account, Entry } from './vault.ts'

const PASSWORD = 'open'

export interface Branch {
  readonly call: Call
  /** How often accounts were looked up for an answer. */
  readonly loads: () => number
  readonly orm: Awaited<ReturnType<typeof connect>>
  /** Holds the next lookups up, after they have read, until the function that it gives is called. */
  readonly hold: () => () => void
}

/** A bank whose branches are processes of one service: they share a PostgreSQL and a Redis, and keep what they answer. */
export async function startBank() {
  const backends = await startBackends('embedded', process.env)
  const { url } = backends.postgres
  const models = await connect(url, { entities: [Account, Entry, KeptAnswer], migrations: [] })
  const database = new pg.Client({ connectionString: url })
  await database.connect()
  await database.query((await migrationDiff(models)).up.join('\n'))
  await models.close()
  let redis: StandIn = await startStandIn(PASSWORD)
  const { port } = redis
  const closing: (() => unknown)[] = []

  return {
    database,
    redisUrl: `redis://:${PASSWORD}@127.0.0.1:${port}`,

    async open(redisUrl: string | undefined, memory?: number): Promise<Branch> {
      const orm = await connect(url, { entities: [Account, Entry, KeptAnswer], migrations: [] })
      const shared = await connectRedis(redisUrl, orm, 10_000) // the machine may be busy
      const branch = branchOf(orm)
      const app = new Koa()
        .use(problems())
        .use(caching(shared, orm, { vary: ['Authorization'], ...(memory !== undefined && { memory }) }))
        .use(etags())
        .use(keepsAnswers(orm.em))
        .use((ctx, next) => {
          const [id, role] = ctx.get('x-user').split('/')
          if (id) ctx.state['principal'] = { id, role }
          if (ctx.get('x-wants')) ctx.vary('X-Language')
          return next()
        })
        .use(routed(branch.router))
      app.silent = true
      const server = app.listen(0)
      await once(server, 'listening')
      closing.push(async () => {
        server.closeAllConnections()
        server.close()
        shared.close()
        await orm.close()
      })
      return { ...branch, orm, call: client(server) }
    },

    /** A way to Redis that can be cut. */
    async line() {
      const sockets = new Set<Socket>()
      let isCut = false
      const server = createServer(socket => {
        if (isCut) return void socket.destroy()
        const far = connectTo(port, '127.0.0.1')
        for (const [one, other] of [
          [socket, far],
          [far, socket],
        ] as const) {
          sockets.add(one)
          one.pipe(other)
          one.on('error', () => {}).on('close', () => other.destroy())
        }
      }).listen(0, '127.0.0.1')
      await once(server, 'listening')
      closing.push(() => {
        for (const socket of sockets) socket.destroy()
        server.close()
      })
      return {
        url: `redis://:${PASSWORD}@127.0.0.1:${(server.address() as AddressInfo).port}`,
        cut() {
          isCut = true
          for (const socket of sockets) socket.destroy()
        },
        mend() {
          isCut = false
        },
      }
    },

    stopRedis: () => redis.stop(),
    async startRedis() {
      redis = await startStandIn(PASSWORD, port)
    },

    async close() {
      for (const close of closing.splice(0).toReversed()) await close()
      await database.query('delete from accounts; delete from kept_answers')
    },

    async stop() {
      await redis.stop()
      await database.end()
      await backends.stop()
    },
  }
}

function branchOf(orm: Branch['orm']) {
  const accounts = table(orm.em, Account)
  const entries = table(orm.em, Entry)
  let loads = 0
  let open: Promise<unknown> = Promise.resolve()
  const read = async (id: string) => {
    loads++
    const account = await accounts.get({ id })
    await open
    return account
  }
  const router = new Router()
    .get('/accounts', cached('10 minutes'), async ctx => {
      loads++
      ctx.body = await accounts.list()
    })
    .get(
      '/accounts/:id',
      cached('10 minutes'),
      action({ params: path('id') }, ({ params }) => read(params.id)),
    )
    .get(
      '/plain/:id',
      action({ params: path('id') }, ({ params }) => accounts.get({ id: params.id })),
    )
    .get('/me', cached('10 minutes'), ctx => {
      loads++
      ctx.body = { user: ctx.state['principal']?.id ?? null, language: ctx.get('x-language'), host: ctx.host }
    })
    .get('/cookie', cached('10 minutes'), ctx => {
      loads++
      ctx.cookies.set('session', 'secret')
      ctx.body = {}
    })
    .post(
      '/accounts',
      action({ body: z.object({ holder: z.string() }), status: 201 }, ({ body }) => accounts.insert(body)),
    )
    .patch(
      '/accounts/:id',
      action(
        { params: path('id'), body: z.object({ holder: z.string() }), ifMatch: true },
        ({ params, body, version }) => accounts.update({ id: params.id }, body, version),
      ),
    )
    .post(
      '/accounts/:id/more',
      action({ params: path('id') }, ({ params }) => accounts.update({ id: params.id }, { stock: sql`stock + 1` })),
    )
    .delete(
      '/accounts/:id',
      action({ params: path('id') }, ({ params }) => accounts.remove({ id: params.id })),
    )
    .get('/entries', cached('10 minutes'), async ctx => {
      ctx.body = await entries.list()
    })
    .post(
      '/entries',
      onlyOnce('Idempotency-Key'),
      action({ body: z.object({ account_id: z.string(), amount: z.string() }), status: 201 }, ({ body }) =>
        entries.insert(body),
      ),
    )
    .post('/failing/:id', async ctx => {
      const { id } = ctx.params as { readonly id: string }
      await transaction(orm.em, async () => {
        await accounts.update({ id }, { holder: 'Nobody' })
        throw new Error('changed my mind')
      })
    })
  return {
    router,
    loads: () => loads,
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>()
      open = promise
      return () => {
        open = Promise.resolve()
        resolve()
      }
    },
  }
}
