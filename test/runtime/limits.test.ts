import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { after, afterEach, before, describe, it } from 'node:test'
import Router from '@koa/router'
import type { MikroORM } from '@mikro-orm/postgresql'
import Koa from 'koa'
import { startStandIn, type StandIn } from '../../src/backends/redis/stand-in/server.ts'
import {
  clock,
  connectRedis,
  limit,
  limits,
  problems,
  proxies,
  routed,
  type SharedRedis,
} from '../../src/runtime/index.ts'
import { durationOf, rateOf } from '../../src/runtime/traffic/rate.ts'

const orm = { config: { get: () => 'shop' } } as unknown as MikroORM // only the name of its database is asked for
const PASSWORD = 'open'

let standIn: StandIn
let closing: (() => Promise<unknown>)[] = []

before(async () => {
  standIn = await startStandIn(PASSWORD)
})
after(() => standIn.stop())
afterEach(async () => {
  clock.reset()
  for (const close of closing.toReversed()) await close()
  closing = []
})

const urlOf = ({ port }: StandIn) => `redis://:${PASSWORD}@127.0.0.1:${port}`

/** A machine that does other things besides may take its time. */
const PATIENCE = 10_000

const connected = async (url?: string): Promise<SharedRedis> => {
  const redis = await connectRedis(url, orm, PATIENCE)
  closing.push(async () => redis.close())
  return redis
}

interface Asked {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly user?: string
}
type Ask = (path: string, asked?: Asked) => Promise<Response>

/** A process of a service: routes that are limited, one by one and together. */
async function started(redis: SharedRedis, options: Parameters<typeof limits>[1] = {}): Promise<Ask> {
  const router = new Router()
    .get('/books', limit('3/minute', 'address'), ctx => void (ctx.body = 'books'))
    .post('/books', limit('2/minute', 'user'), limit('3/hour', 'address'), ctx => void (ctx.body = 'made'))
    .get('/books/:id', limit('3/15 minutes', 'address'), ctx => void (ctx.body = 'one'))
    .get('/stores/:id/shelves', ctx => void (ctx.body = 'shelves'))
  const app = new Koa()
    .use(problems())
    .use(limits(redis, options))
    .use((ctx, next) => {
      const id = ctx.get('x-user')
      if (id) ctx.state['principal'] = { id }
      return next()
    })
    .use(limit('2/minute', 'address', '/stores/:id'))
    .use(routed(router))
  const server = app.listen(0)
  await once(server, 'listening')
  closing.push(async () => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return (path, { user, ...init } = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, { ...init, headers: { ...init.headers, ...(user && { 'x-user': user }) } })
}

const statuses = async (answers: readonly Promise<Response>[]) =>
  Object.entries(Object.groupBy(await Promise.all(answers), ({ status }) => String(status))).map(
    ([status, all = []]) => [Number(status), all.length] as const,
  )

const emptied = async () => {
  const redis = await connected(urlOf(standIn))
  await redis.ask(client => client.flushdb())
  return redis
}

for (const [where, redisOf] of [
  ['in Redis', emptied],
  ['in the process itself', () => connected()],
] as const)
  describe(`limits that are counted ${where}`, () => {
    it('let exactly so many of 200 requests through that come at once', async () => {
      const ask = await started(await redisOf())
      const all = Array.from({ length: 200 }, () => ask('/books'))
      assert.deepEqual(await statuses(all), [
        [200, 3],
        [429, 197],
      ])
    })

    it('say when to come again, and let the client in then', async () => {
      const ask = await started(await redisOf())
      for (let n = 0; n < 3; n++) await ask('/books/1')
      clock.advance(5 * 60_000)
      const refused = await ask('/books/2')
      assert.equal(refused.status, 429)
      assert.equal(refused.headers.get('retry-after'), '600')
      assert.partialDeepStrictEqual(await refused.json(), { error: 'rate_limited', status: 429 })
      clock.advance(10 * 60_000)
      assert.equal((await ask('/books/1')).status, 200)
    })

    it('count a route, however its path and its method are spelled', async () => {
      const ask = await started(await redisOf())
      for (const path of ['/books', '/BOOKS', '/books/']) assert.equal((await ask(path)).status, 200)
      for (const path of ['/books?x=1', '/Books/', '/books#top']) assert.equal((await ask(path)).status, 429)
      assert.equal((await ask('/books', { method: 'HEAD' })).status, 429)
      assert.equal((await ask('/%62ooks')).status, 404)
      assert.equal((await ask('/books', { method: 'OPTIONS' })).status, 204)
    })

    it('count all that lies under a path together, also what is not there', async () => {
      const ask = await started(await redisOf())
      assert.equal((await ask('/stores/1/shelves')).status, 200)
      assert.equal((await ask('/Stores/2/nowhere')).status, 404)
      assert.equal((await ask('/stores/3/shelves')).status, 429)
      assert.equal((await ask('/storeshouses/3')).status, 404)
    })

    it('count users by themselves, and several limits side by side', async () => {
      const ask = await started(await redisOf(), { headers: { 'X-RateLimit': 'time' } })
      const post = (user: string) => ask('/books', { method: 'POST', user })
      const first = await post('ann')
      assert.equal(first.headers.get('ratelimit'), '"2/minute per user";r=1;t=60, "3/hour per address";r=2;t=3600')
      assert.equal(
        first.headers.get('ratelimit-policy'),
        '"2/minute per user";q=2;w=60, "3/hour per address";q=3;w=3600',
      )
      assert.equal(first.headers.get('x-ratelimit-limit'), '2')
      assert.equal(first.headers.get('x-ratelimit-remaining'), '1')
      assert.ok(Number(first.headers.get('x-ratelimit-reset')) > Date.now() / 1000)
      await post('ann')
      const refused = await post('ann')
      assert.equal(refused.status, 429)
      assert.equal((await post('bob')).status, 200)
      assert.equal((await post('cyd')).headers.get('retry-after'), '3600')
    })
  })

describe('limits of several processes', () => {
  it('go on in a window that a machine has begun whose clock is ahead', async () => {
    const [ahead, behind] = [
      await started(await connected(urlOf(standIn))),
      await started(await connected(urlOf(standIn))),
    ]
    clock.advance(5000)
    for (let n = 0; n < 2; n++) assert.equal((await ahead('/books/1')).status, 200)
    clock.reset()
    assert.deepEqual([(await behind('/books/1')).status, (await behind('/books/1')).status], [200, 429])
  })

  it('are one', async () => {
    const asks = [await started(await emptied()), await started(await connected(urlOf(standIn)))]
    const all = Array.from({ length: 100 }, (_, n) => asks[n % 2]!('/books'))
    assert.deepEqual(await statuses(all), [
      [200, 3],
      [429, 97],
    ])
  })
})

describe('the address that is counted', () => {
  const asked = async (ask: Ask, addresses: readonly string[]) => {
    const answers: number[] = []
    for (const address of addresses) {
      const headers: Record<string, string> = address ? { 'x-forwarded-for': address } : {}
      answers.push((await ask('/books', { headers })).status)
    }
    return answers
  }

  it('is that of the connection, whatever the client says', async () => {
    const ask = await started(await connected())
    assert.deepEqual(
      await asked(ask, ['203.0.113.1', '203.0.113.2', '203.0.113.3', '203.0.113.4']),
      [200, 200, 200, 429],
    )
  })

  it('is what a trusted proxy adds, and not what the client has put before it', async () => {
    const ask = await started(await connected(), { proxies: proxies().parse('127.0.0.0/8, ::1, 10.0.0.0/8') })
    const spoofed = [1, 2, 3, 4].map(n => `198.51.100.${n}, 203.0.113.1, 10.0.0.7`)
    assert.deepEqual(await asked(ask, spoofed), [200, 200, 200, 429])
    assert.deepEqual(await asked(ask, ['203.0.113.9', 'unknown, 203.0.113.1']), [200, 429])
  })

  it('is a network of IPv6, which one client has for itself', async () => {
    const ask = await started(await connected(), { proxies: proxies().parse('127.0.0.1 ::1') })
    const same = [1, 2, 3, 4].map(n => `2001:db8:1:2:${n}::1`)
    assert.deepEqual(await asked(ask, [...same, '2001:db8:1:3::1']), [200, 200, 200, 429, 200])
  })

  it('comes from proxies that are told as networks', () => {
    assert.throws(() => proxies().parse('10.0.0.0/33'), /10\.0\.0\.0\/33 is no address of a network/)
    assert.throws(() => proxies().parse('everybody'), /everybody is no address/)
  })
})

describe('while Redis is away', () => {
  const closedPort = 'redis://:open@127.0.0.1:1'

  it('limits are open, as is usual', async () => {
    const ask = await started(await connected(closedPort))
    for (let n = 0; n < 5; n++) assert.equal((await ask('/books')).status, 200)
  })

  it('limits are closed where that is wanted', async () => {
    const ask = await started(await connected(closedPort), { whenAway: 'closed' })
    const refused = await ask('/books')
    assert.equal(refused.status, 503)
    assert.equal(refused.headers.get('retry-after'), '1')
    assert.partialDeepStrictEqual(await refused.json(), { error: 'unavailable' })
    assert.equal((await ask('/nowhere')).status, 404)
  })

  it('limits are there again when it is', async () => {
    let own = await startStandIn(PASSWORD)
    const { port } = own
    const ask = await started(await connected(urlOf(own)))
    assert.equal((await ask('/books')).headers.has('ratelimit'), true)
    await own.stop()
    assert.equal((await ask('/books')).status, 200)
    own = await startStandIn(PASSWORD, port)
    closing.unshift(() => own.stop())
    let answer = await ask('/books')
    while (!answer.headers.has('ratelimit')) answer = await ask('/books')
    assert.equal(answer.status, 200)
  })
})

describe('rates', () => {
  it('are read in words', () => {
    assert.deepEqual(rateOf('5/minute'), { quota: 5, window: 60_000 })
    assert.deepEqual(rateOf('100/15 minutes'), { quota: 100, window: 900_000 })
    assert.equal(durationOf('1.5 hours'), 5_400_000)
    for (const wrong of ['0/minute', 'five/minute', '5', '5/fortnight', '1.5/day'])
      assert.throws(() => rateOf(wrong), /is no (?:rate|duration)/)
  })
})
