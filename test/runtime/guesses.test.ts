import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { after, afterEach, before, describe, it } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import Router from '@koa/router'
import type { MikroORM } from '@mikro-orm/postgresql'
import Koa from 'koa'
import { startStandIn, type StandIn } from '../../src/backends/redis/stand-in/server.ts'
import { clock, connectRedis, limitGuesses, limits, problems, proxies, routed } from '../../src/runtime/index.ts'
import { guessing } from '../../src/runtime/identity/guesses.ts'

const orm = { config: { get: () => 'shop' } } as unknown as MikroORM // only the name of its database is asked for
const PASSWORD = 'open'

let standIn: StandIn
let closing: (() => void)[] = []

before(async () => {
  standIn = await startStandIn(PASSWORD)
})
after(() => standIn.stop())
afterEach(() => {
  clock.reset()
  for (const close of closing.toReversed()) close()
  closing = []
})

/** A process of a service whose users all have the password `right`. @param arrived what a request waits for */
async function started(
  url: string | undefined = `redis://:${PASSWORD}@127.0.0.1:${standIn.port}`,
  arrived: () => Promise<void> = async () => {},
) {
  const redis = await connectRedis(url, orm, 10_000)
  const router = new Router().post('/token', limitGuesses('10/minute'), async ctx => {
    const { login, password } = ctx.query
    await arrived()
    const found = await guessing({ login }, async () => {
      await setImmediate() // a password takes its time
      return password === 'right' ? true : undefined
    })
    ctx.status = found ? 200 : 401
  })
  const app = new Koa()
    .use(problems())
    .use(limits(redis, { proxies: proxies().parse('') }))
    .use(routed(router))
  const server = app.listen(0)
  await once(server, 'listening')
  closing.push(() => redis.close())
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return (login: string, password: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`http://127.0.0.1:${port}/token?login=${login}&password=${password}`, { method: 'POST', headers })
}

type Ask = Awaited<ReturnType<typeof started>>

const statuses = async (asked: readonly Promise<Response>[]) => {
  const all = (await Promise.all(asked)).map(({ status }) => status)
  return Object.fromEntries([200, 401, 429].map(status => [status, all.filter(one => one === status).length]))
}

const times = (count: number, ask: () => Promise<Response>) => Array.from({ length: count }, ask)

describe('guessing a password', () => {
  it('goes wrong ten times, and then waits, whatever it says', async () => {
    const ask = await started()
    for (let n = 0; n < 10; n++) assert.equal((await ask('ann', `wrong-${n}`)).status, 401)
    const refused = await ask('ann', 'right')
    assert.equal(refused.status, 429)
    assert.match(refused.headers.get('RateLimit') ?? '', /^"10\/minute per account";r=0;t=(?:59|60)$/)
    assert.match(refused.headers.get('Retry-After') ?? '', /^(?:59|60)$/)
    assert.equal(((await refused.json()) as { error: string }).error, 'rate_limited')
    clock.advance(60_000)
    assert.equal((await ask('ann', 'right')).status, 200)
  })

  it('is no faster for sixty whose counts are told in one breath', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    let there = 0
    const ask = await started(undefined, () => {
      if (++there === 60) resolve()
      return promise
    })
    assert.deepEqual(await statuses(times(60, () => ask('hal', 'wrong'))), { 200: 0, 401: 10, 429: 50 })
  })

  it('is no faster for two hundred who try at once', async () => {
    const ask = await started()
    assert.deepEqual(await statuses(times(200, () => ask('bob', 'wrong'))), { 200: 0, 401: 10, 429: 190 })
  })

  it('is no faster over several processes, one after the other', async () => {
    const processes = [await started(), await started()]
    const asked: Response[] = []
    for (let n = 0; n < 12; n++) asked.push(await processes[n % 2]!('cid', 'wrong'))
    assert.deepEqual(await statuses(asked.map(answer => Promise.resolve(answer))), { 200: 0, 401: 10, 429: 2 })
  })

  it('does not begin again for an address that is made up', async () => {
    const ask = await started()
    const asked = Array.from({ length: 12 }, (_, n) => ask('dan', 'wrong', { 'X-Forwarded-For': `10.0.0.${n}` }))
    assert.deepEqual(await statuses(asked), { 200: 0, 401: 10, 429: 2 })
  })

  it('keeps nobody else out, and counts nothing for who is right', async () => {
    const ask = await started()
    await statuses(times(20, () => ask('eve', 'wrong')))
    assert.deepEqual(await statuses(times(200, () => ask('fay', 'right'))), { 200: 200, 401: 0, 429: 0 })
  })

  const away: Readonly<Record<string, () => Promise<Ask>>> = {
    'there is no Redis': () => started(''),
    'Redis is away': () => started('redis://127.0.0.1:1'),
  }
  for (const [when, start] of Object.entries(away))
    it(`is counted in the process while ${when}`, async () => {
      const ask = await start()
      assert.deepEqual(await statuses(times(15, () => ask('gil', 'wrong'))), { 200: 0, 401: 10, 429: 5 })
    })
})
