import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { after, before, describe, it, type TestContext } from 'node:test'
import pg from 'pg'
import { z } from 'zod'
import { startBackends, type Backends } from '../../src/backends/index.ts'
import { fromEnvironment, signingKeys } from '../../src/runtime/index.ts'

let backends: Backends
before(async () => (backends = await startBackends('embedded', process.env)))
after(() => backends.stop())

describe('a service', () => {
  it('serves, migrated, until it is told to stop, and lets open requests end', async t => {
    const service = serve(t, { DATABASE_URL: backends.postgres.url })
    const origin = await service.origin
    assert.equal((await fetch(`${origin}/books`)).status, 200)

    const open = Array.from({ length: 10 }, () => fetch(`${origin}/books`))
    await Promise.race(open)
    service.process.kill('SIGTERM')
    assert.deepEqual(new Set((await Promise.all(open)).map(({ status }) => status)), new Set([200]))
    assert.deepEqual(await service.ended, 0)
  })

  it('answers a request that takes its time, which began before it was told to stop', async t => {
    const service = serve(t, { DATABASE_URL: backends.postgres.url })
    const origin = await service.origin
    await fetch(`${origin}/books`)
    const lock = await connected()
    await lock.query('begin; lock table books in access exclusive mode')
    const slow = fetch(`${origin}/books`)
    await until(lock, "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%books%'")
    service.process.kill('SIGTERM')
    await closed(origin)
    await lock.query('commit')
    assert.equal((await slow).status, 200)
    assert.deepEqual(await service.ended, 0)
    await lock.end()
  })

  it('migrates once, when several start together on an empty database', async t => {
    const admin = await connected()
    await admin.query('create database together')
    const url = backends.postgres.url.replace(/\/[^/?]+(?=\?|$)/, '/together')
    const services = Array.from({ length: 3 }, () => serve(t, { DATABASE_URL: url }))
    for (const { origin } of services) assert.equal((await fetch(`${await origin}/books`)).status, 200)
    const rows = await connected(url)
    assert.deepEqual((await rows.query('select name from mikro_orm_migrations')).rows, [{ name: 'Migration001' }])
    await rows.end()
    await admin.end()
  })

  it('takes the connections and the time for a statement from the environment', async t => {
    const service = serve(t, { DATABASE_URL: backends.postgres.url, DATABASE_POOL: '2', DATABASE_TIMEOUT: '0.2' })
    const origin = await service.origin
    const lock = await connected()
    await lock.query('begin; lock table books in access exclusive mode')
    const { status } = await fetch(`${origin}/books`)
    assert.ok(status >= 500, String(status))
    await lock.query('commit')
    const many = await Promise.all(Array.from({ length: 10 }, () => fetch(`${origin}/books`)))
    assert.deepEqual(new Set(many.map(one => one.status)), new Set([200]))
    const { rows } = await lock.query("select count(*)::int from pg_stat_activity where application_name = 'brine'")
    assert.equal(rows[0].count, 2)
    await lock.end()
  })
})

describe('a service that lacks what it needs says so, and ends', () => {
  const cases: Readonly<Record<string, readonly [env: () => NodeJS.ProcessEnv, said: RegExp]>> = {
    'no database is named': [() => ({}), /^ {2}DATABASE_URL is missing$/m],
    'an empty variable is one that is missing': [() => ({ DATABASE_URL: '' }), /^ {2}DATABASE_URL is missing$/m],
    'a number that is none': [
      () => ({ DATABASE_URL: 'postgres:///shop', PORT: 'http', DATABASE_POOL: '1' }),
      /^ {2}PORT is not a number\n {2}DATABASE_POOL will not do: /m,
    ],
    'a URL without a database, whose password is not told': [
      () => ({ DATABASE_URL: 'postgres://me:geheim@localhost' }),
      /^ {2}DATABASE_URL names no database: .*postgres:\/\/me:\*\*\*@localhost$/m,
    ],
    'a server that is not there': [
      () => ({ DATABASE_URL: 'postgres://me:geheim@127.0.0.1:1/shop' }),
      /^ {2}the database cannot be reached: .*ECONNREFUSED.* Is DATABASE_URL right\?$/m,
    ],
    'a database that is not there': [
      () => ({ DATABASE_URL: backends.postgres.url.replace(/\/[^/?]+(?=\?|$)/, '/nowhere') }),
      /^ {2}the database lets nobody in: database "nowhere" does not exist/m,
    ],
  }
  for (const [name, [env, said]] of Object.entries(cases))
    it(name, async t => {
      const { ended, output } = serve(t, env())
      assert.equal(await ended, 1)
      assert.match(output(), /^The service cannot start:\n/)
      assert.match(output(), said)
      assert.doesNotMatch(output(), /geheim|\n {4}at /)
    })

  it('a port that is taken', async t => {
    const other = createServer().listen(0)
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo // it listens on TCP
    const { ended, output } = serve(t, { DATABASE_URL: backends.postgres.url, PORT: String(port) })
    assert.equal(await ended, 1)
    assert.match(output(), /^ {2}the port is taken: .* Set PORT to another one\.$/m)
    other.close()
  })

  it('a secret that is missing or weak, among all that is wrong', () => {
    const Config = z.object({ DATABASE_URL: z.string(), JWT_SECRET: signingKeys(), SITE: z.url() })
    const of = (env: NodeJS.ProcessEnv) => () => fromEnvironment(Config, { NODE_ENV: 'production', ...env })
    assert.throws(of({ SITE: 'x y' }), {
      message: /^DATABASE_URL is missing\nJWT_SECRET is missing: give it 32 .*\nSITE is not a url$/,
    })
    const message = /^JWT_SECRET is too weak: give it 32 random characters or more, e\.g\. by: openssl rand -hex 32$/
    assert.throws(of({ DATABASE_URL: 'x', SITE: 'https://x.org', JWT_SECRET: 'hunter2' }), { message })
    assert.doesNotThrow(of({ DATABASE_URL: 'x', SITE: 'https://x.org', JWT_SECRET: randomBytes(32).toString('hex') }))
  })
})

/** The golden service in a process of its own, as in production. */
function serve(t: TestContext, env: NodeJS.ProcessEnv) {
  const main = new URL('../../fixtures/golden/main.ts', import.meta.url).pathname
  const child = spawn(process.execPath, ['--conditions=brine:source', main], {
    env: { PATH: process.env['PATH'], PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  t.after(() => child.kill('SIGKILL'))
  let output = ''
  const listening = Promise.withResolvers<string>()
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += String(chunk)
      const [, port] = /listening on (\d+)/.exec(output) ?? []
      if (port !== undefined) listening.resolve(`http://127.0.0.1:${port}/api/v1`)
    })
  const ended = new Promise<number | null>(resolve => child.once('close', resolve))
  void ended.then(() => listening.reject(new Error(output)))
  listening.promise.catch(() => undefined) // whoever does not ask for the address is not told twice
  return { process: child, origin: listening.promise, ended, output: () => output }
}

async function connected(url = backends.postgres.url): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client
}

async function until(client: pg.Client, query: string): Promise<void> {
  while ((await client.query(query)).rows.length === 0) await new Promise(resolve => setTimeout(resolve, 20))
}

/** Waits until nothing listens there any more. */
async function closed(origin: string): Promise<void> {
  while (await fetch(`${origin}/authors`).catch(() => undefined)) await new Promise(resolve => setTimeout(resolve, 20))
}
