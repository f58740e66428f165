import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, afterEach, before, describe, it } from 'node:test'
import Router from '@koa/router'
import Koa from 'koa'
import pg from 'pg'
import { z } from 'zod'
import { startBackends } from '../../src/backends/index.ts'
import {
  action,
  authenticate,
  authenticated,
  changePassword,
  clock,
  connect,
  credentials,
  guard,
  password,
  base,
  path,
  problems,
  RefreshToken,
  renewal,
  routed,
  sessions,
  SignIn,
  signingKeys,
  table,
  tokens,
  viewer,
} from '../../src/runtime/index.ts'
import { migrationDiff } from '../../src/runtime/testing.ts'
import { defineEntity, p } from '@mikro-orm/core'
import { client } from './bookshop.ts'

const roles = ['reader', 'admin'] as const
const UserSchema = defineEntity({
  name: 'User',
  tableName: 'users',
  properties: { ...base, email: p.text().unique(), password: password(), role: p.enum(roles).nullable() },
})
class User extends UserSchema.class {}
UserSchema.setClass(User)

/** Services on one database, as processes of one service would be. */
async function startServices(count: number) {
  const backends = await startBackends('embedded', process.env)
  const database = new pg.Client({ connectionString: backends.postgres.url })
  await database.connect()
  const keys = signingKeys().parse('a-secret-that-is-long-enough-0123456789')
  const stops: (() => Promise<unknown>)[] = []
  const calls: ReturnType<typeof client>[] = []
  for (let n = 0; n < count; n++) {
    const orm = await connect(backends.postgres.url, { entities: [User, SignIn, RefreshToken], migrations: [] })
    if (n === 0) await database.query((await migrationDiff(orm)).up.join('\n'))
    const access = tokens({ keys, issuer: 'members', lifetime: 900, cookie: 'session' })
    const open = sessions(orm.em, User, access, { role: 'role', lifetime: 86_400 })
    const users = table(orm.em, User)
    const allow = guard<(typeof roles)[number]>()
    const router = new Router()
      .post(
        '/auth/token',
        action({ body: credentials('email', 'password'), forms: true }, async ({ body }) =>
          open.open(await authenticate(orm.em, User, { email: body.email }, body.password, { role: 'role' })),
        ),
      )
      .post(
        '/auth/refresh',
        action({ body: renewal('refresh_token'), forms: true }, ({ body }) => open.renew(body.refresh_token)),
      )
      .post(
        '/auth/extend',
        action({ body: renewal('refresh_token') }, ({ body }) => open.extend(body.refresh_token)),
      )
      .post(
        '/auth/sign-out',
        action({ body: z.strictObject({ refresh_token: z.string() }).partial() }, ({ body }) =>
          open.end(body.refresh_token),
        ),
      )
      .put(
        '/password',
        allow(),
        action({ body: z.strictObject({ before: z.string(), after: z.string() }) }, ({ body }) =>
          changePassword(orm.em, User, body.before, body.after, { field: 'before' }),
        ),
      )
      .patch(
        '/users/:id',
        action(
          { params: path('id'), body: z.strictObject({ password: z.string(), role: z.enum(roles) }).partial() },
          i => users.update({ id: i.params.id }, i.body),
        ),
      )
      .delete(
        '/users/:id',
        action({ params: path('id') }, ({ params }) => users.remove({ id: params.id })),
      )
      .get(
        '/me',
        allow(),
        action({}, () => users.get({ id: viewer() })),
      )
      .post(
        '/things',
        allow(),
        action({}, () => 'made'),
      )
      .delete(
        '/things',
        allow('admin'),
        action({}, () => undefined),
      )
    const app = new Koa().use(problems()).use(authenticated(open)).use(routed(router))
    app.silent = true
    const server = app.listen(0)
    await once(server, 'listening')
    calls.push(client(server))
    stops.push(async () => {
      server.close()
      server.closeAllConnections()
      await orm.close()
    })
    if (n === 0) Object.assign(made, { users })
  }
  return {
    calls,
    database,
    async stop() {
      for (const stop of stops) await stop()
      await database.end()
      await backends.stop()
    },
  }
}

const made = {} as { users: ReturnType<typeof table<User>> }
let services: Awaited<ReturnType<typeof startServices>>
let call: ReturnType<typeof client>
let other: typeof call
before(async () => {
  services = await startServices(2)
  call = services.calls[0]!
  other = services.calls[1]!
})
afterEach(() => clock.reset())
after(() => services.stop())

let count = 0
/** A user who has signed in. */
async function somebody(role: (typeof roles)[number] | null = null) {
  const email = `user-${++count}@example.org`
  const { id } = await made.users.insert({ email, password: 'a good password', role })
  const signIn = async (text = 'a good password') => call('POST', '/auth/token', { email, password: text })
  const { body } = await signIn()
  return { id, email, signIn, access: body.access as string, refresh: body.refresh as string }
}
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const me = async (token: string, by = call) => (await by('GET', '/me', undefined, bearer(token))).status
/** Requests of which several wait for the same row before the first is served. */
async function overlapping<T>(send: () => readonly Promise<T>[]): Promise<T[]> {
  await services.database.query('begin; select 1 from sign_ins for update')
  const answers = Promise.all(send())
  const waiting = `select count(*)::int as count from pg_locks where not granted`
  for (let count = 0; count < 2;) count = (await services.database.query(waiting)).rows[0].count
  await services.database.query('commit')
  return answers
}
const renew = (token: string, by = call) => by('POST', '/auth/refresh', { refresh_token: token })

describe('a refresh token', () => {
  it('gets another pair, once', async () => {
    const { access, refresh } = await somebody()
    const { status, body } = await renew(refresh)
    assert.equal(status, 200)
    assert.notEqual(body.refresh, refresh)
    assert.deepEqual([await me(access), await me(body.access)], [200, 200])
    assert.equal((await renew(refresh)).status, 401)
  })

  it('is 256 bits, and nothing in the database can be used in its place', async () => {
    const { refresh } = await somebody()
    assert.equal(Buffer.from(refresh, 'base64url').length, 32)
    const { rows } = await services.database.query('select * from refresh_tokens')
    assert.ok(!JSON.stringify(rows).includes(refresh))
    for (const { id } of rows) assert.equal((await renew(id)).status, 401)
  })

  it('that comes a second time ends all that came of it', async () => {
    const { access, refresh } = await somebody()
    const { body: second } = await renew(refresh)
    const { body: third } = await renew(second.refresh)
    assert.equal((await renew(refresh)).status, 401)
    assert.equal((await renew(third.refresh)).status, 401)
    clock.advance(1000)
    assert.deepEqual([await me(access), await me(third.access), await me(third.access, other)], [401, 401, 401])
  })

  it('that is used by many at once is good for one of them, and no family is ended', async () => {
    const { refresh } = await somebody()
    const all = await overlapping(() => Array.from({ length: 200 }, () => renew(refresh)))
    const won = all.filter(({ status }) => status === 200)
    assert.deepEqual([won.length, all.filter(({ status }) => status === 401).length], [1, 199])
    assert.equal((await renew(won[0]!.body.refresh)).status, 200)
  })

  it('that is used by two processes at once is good for one of them, and a second time later for none', async () => {
    const { refresh } = await somebody()
    const both = await Promise.all([renew(refresh), renew(refresh, other)])
    assert.deepEqual(new Set(both.map(({ status }) => status)), new Set([200, 401]))
    const { body } = both.find(({ status }) => status === 200)!
    const { status, body: next } = await renew(body.refresh)
    assert.equal(status, 200)
    clock.advance(3000)
    assert.equal((await renew(body.refresh, other)).status, 401)
    assert.equal((await renew(next.refresh)).status, 401)
  })

  it('gets an access token for each of many users at once', async () => {
    const users = await Promise.all(Array.from({ length: 50 }, () => somebody()))
    const all = await Promise.all(users.map(({ refresh }, n) => renew(refresh, n % 2 ? other : call)))
    assert.deepEqual(new Set(all.map(({ status }) => status)), new Set([200]))
    assert.equal(new Set(all.map(({ body }) => body.refresh)).size, 50)
  })

  it('ends when nobody comes back, and not before', async () => {
    const { refresh } = await somebody()
    clock.advance(86_000_000)
    const { status, body } = await renew(refresh)
    assert.equal(status, 200)
    clock.advance(86_000_000)
    const again = await renew(body.refresh)
    assert.equal(again.status, 200)
    clock.advance(86_500_000)
    assert.equal((await renew(again.body.refresh)).status, 401)
  })

  it('may come as OAuth2 has it', async () => {
    const { refresh } = await somebody()
    const form = await call('POST', '/auth/refresh', `grant_type=refresh_token&refresh_token=${refresh}`, {
      'content-type': 'application/x-www-form-urlencoded',
    })
    assert.equal(form.status, 200)
  })

  it('can be left good, and then goes on being so', async () => {
    const { refresh } = await somebody()
    for (let n = 0; n < 2; n++) {
      const { status, body } = await call('POST', '/auth/extend', { refresh_token: refresh })
      assert.deepEqual([status, await me(body.access)], [200, 200])
    }
    assert.equal((await call('POST', '/auth/extend', { refresh_token: 'nonsense' })).status, 401)
  })

  for (const token of ['', 'nonsense', 'x'.repeat(5000), "' or true --", '{}'])
    it(`like ${JSON.stringify(token.slice(0, 15))} is none`, async () => {
      assert.equal((await renew(token)).status, 401)
    })
})

describe('who signs out', () => {
  it('is signed out, here at once and elsewhere within a second', async () => {
    const { access, refresh } = await somebody()
    assert.deepEqual([await me(access), await me(access, other)], [200, 200])
    assert.equal((await call('POST', '/auth/sign-out', undefined, bearer(access))).status, 204)
    assert.equal(await me(access), 401)
    clock.advance(1000)
    assert.equal(await me(access, other), 401)
    assert.equal((await renew(refresh)).status, 401)
  })

  it('is the only one of many who is signed out elsewhere', async () => {
    const users = await Promise.all(Array.from({ length: 5 }, () => somebody()))
    const all = () => Promise.all(users.map(({ access }) => me(access, other)))
    assert.deepEqual(await all(), [200, 200, 200, 200, 200])
    await call('POST', '/auth/sign-out', undefined, bearer(users[3]!.access))
    clock.advance(1000)
    assert.equal(await me(users[0]!.access, other), 200)
    assert.deepEqual(await all(), [200, 200, 200, 401, 200])
  })

  it('may do so by the refresh token alone', async () => {
    const { access, refresh } = await somebody()
    assert.equal((await call('POST', '/auth/sign-out', { refresh_token: refresh })).status, 204)
    assert.equal(await me(access), 401)
    assert.equal((await call('POST', '/auth/sign-out', { refresh_token: 'nonsense' })).status, 204)
    assert.equal((await call('POST', '/auth/sign-out')).status, 401)
  })

  it('is still signed in elsewhere', async () => {
    const { access, signIn } = await somebody()
    const { body } = await signIn()
    await call('POST', '/auth/sign-out', undefined, bearer(access))
    assert.equal(await me(body.access), 200)
  })
})

describe('who changes the password', () => {
  const change = (token: string, before: string) =>
    call('PUT', '/password', { before, after: 'a better password' }, bearer(token))

  it('has to know the one before', async () => {
    const { access } = await somebody()
    const { status, body } = await change(access, 'a wrong password')
    assert.deepEqual([status, body.errors], [422, [{ field: 'before', message: 'is not valid' }]])
  })

  it('signs all others out, and keeps the access token until it ends', async () => {
    const { access, refresh, signIn } = await somebody()
    const { body: elsewhere } = await signIn()
    assert.equal(await me(elsewhere.access), 200)
    assert.equal((await change(access, 'a good password')).status, 204)
    assert.deepEqual([await me(access), await me(elsewhere.access)], [200, 401])
    assert.deepEqual([(await renew(refresh)).status, (await renew(elsewhere.refresh)).status], [401, 401])
    assert.deepEqual([(await signIn()).status, (await signIn('a better password')).status], [401, 200])
  })

  it('does so whichever way it is changed', async () => {
    const { id, access, refresh } = await somebody()
    assert.equal((await call('PATCH', `/users/${id}`, { password: 'a better password' })).status, 200)
    assert.deepEqual([await me(access), (await renew(refresh)).status], [401, 401])
  })
})

describe('what a user may', () => {
  it('follows the role that the user has by now', async () => {
    const { id, access } = await somebody('reader')
    const remove = async () => (await call('DELETE', '/things', undefined, bearer(access))).status
    assert.equal(await remove(), 403)
    await call('PATCH', `/users/${id}`, { role: 'admin' })
    assert.equal(await remove(), 204)
    await call('PATCH', `/users/${id}`, { role: 'reader' })
    assert.equal(await remove(), 403)
  })

  it('ends with the user', async () => {
    const { id, access, refresh } = await somebody()
    await call('DELETE', `/users/${id}`)
    assert.deepEqual([await me(access), (await renew(refresh)).status], [401, 401])
  })
})

describe('a cookie', () => {
  const signIn = async () => {
    const { signIn: again } = await somebody()
    const { headers } = await again()
    return headers.get('set-cookie') ?? ''
  }
  const pair = (cookie: string) => ({ cookie: `theme=dark; ${cookie.split(';')[0]}` })

  it('is one that scripts, other sites and plain HTTP do not see', async () => {
    assert.match(await signIn(), /^session=[\w.-]+; Path=\/; Max-Age=900; HttpOnly; Secure; SameSite=Lax$/)
  })

  it('is as good as the header, and is taken back on signing out', async () => {
    const cookie = pair(await signIn())
    assert.equal((await call('GET', '/me', undefined, cookie)).status, 200)
    const { status, headers } = await call('POST', '/auth/sign-out', undefined, cookie)
    assert.equal(status, 204)
    assert.match(headers.get('set-cookie') ?? '', /^session=; Path=\/; Max-Age=0;/)
    assert.equal((await call('GET', '/me', undefined, cookie)).status, 401)
  })

  const sites: readonly (readonly [name: string, headers: Record<string, string>, status: number])[] = [
    ['no browser', {}, 200],
    ['its own page', { 'sec-fetch-site': 'same-origin' }, 200],
    ['the address bar', { 'sec-fetch-site': 'none' }, 200],
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a page beside it', { 'sec-fetch-site': 'same-site' }, 403],
    ['an old browser on another page', { origin: 'https://evil.example' }, 403],
    ['a page that has no origin', { origin: 'null' }, 403],
  ]
  for (const [name, headers, status] of sites)
    it(`sent by ${name} is answered with ${status}`, async () => {
      const cookie = pair(await signIn())
      const { status: found } = await call('POST', '/things', undefined, { ...cookie, ...headers })
      assert.equal(found, status)
      assert.equal((await call('GET', '/me', undefined, { ...cookie, ...headers })).status, 200)
    })

  it('signs nobody in for another site', async () => {
    const { status, headers } = await call(
      'POST',
      '/auth/token',
      { email: 'user-1@example.org', password: 'a good password' },
      { 'sec-fetch-site': 'cross-site' },
    )
    assert.deepEqual([status, headers.get('set-cookie')], [403, null])
  })
})
