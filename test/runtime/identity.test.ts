import assert from 'node:assert/strict'
import { createSecretKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { after, afterEach, before, describe, it } from 'node:test'
import jsonwebtoken, { type SignOptions } from 'jsonwebtoken'
import { z } from 'zod'
import { clock, signingKeys, tokens } from '../../src/runtime/index.ts'
import { startMembers } from './members.ts'

const secret = 'a-secret-that-is-long-enough-0123456789'
const [key] = signingKeys().parse(secret)
const issuer = 'members'
const signed = (claims: object, options: SignOptions = {}, by = secret) =>
  jsonwebtoken.sign(claims, createSecretKey(Buffer.from(by)), { keyid: key!.id, ...options })

let members: Awaited<ReturnType<typeof startMembers>>
let call: typeof members.call
const ids: Record<string, string> = {}
before(async () => {
  members = await startMembers({ keys: [key!], issuer, lifetime: 900 })
  call = members.call
  for (const [name, role] of [
    ['ada', 'reader'],
    ['ben', 'editor'],
    ['cat', 'admin'],
    ['dan', null],
  ] as const) {
    const { id } = await members.users.insert({
      email: `${name}@example.org`,
      password: `${name}-has-a-password`,
      role,
    })
    ids[name] = id
  }
})
afterEach(() => clock.reset())
after(() => members.stop())

const as = (name: string, role?: string) => bearer(members.access.issue({ id: ids[name]!, ...(role && { role }) }))
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const signIn = (body: unknown) => call('POST', '/auth/token', body)

describe('passwords', () => {
  it('are kept as argon2id hashes, and never shown', async () => {
    const { rows } = await members.database.query('select password from users')
    for (const { password } of rows) assert.match(password, /^\$argon2id\$v=19\$/)
    const { body } = await call('GET', '/me', undefined, as('ada'))
    assert.equal('password' in body, false)
  })

  it('are hashed when they change, whichever way', async () => {
    await members.users.update({ id: ids['dan']! }, { password: 'another-password' })
    assert.equal((await signIn({ email: 'dan@example.org', password: 'another-password' })).status, 200)
    assert.equal((await signIn({ email: 'dan@example.org', password: 'dan-has-a-password' })).status, 401)
  })
})

describe('an e-mail address', () => {
  it('is the same in any case, and kept as it was written', async () => {
    const { id } = await members.users.insert({ email: 'Gus@Example.org', password: 'gus-has-a-password' })
    assert.equal((await signIn({ email: 'gus@example.ORG', password: 'gus-has-a-password' })).status, 200)
    assert.equal((await members.users.get({ id })).email, 'Gus@Example.org')
    await assert.rejects(
      members.users.insert({ email: 'GUS@example.org', password: 'another-password' }),
      ({ status, errors }) => status === 409 && errors[0].field === 'email',
    )
    await members.users.remove({ id })
  })
})

describe('sign-in', () => {
  it('takes JSON, and the form of OAuth2', async () => {
    const json = await signIn({ email: 'ada@example.org', password: 'ada-has-a-password' })
    const form = await call(
      'POST',
      '/auth/token',
      'grant_type=password&username=ada%40example.org&password=ada-has-a-password',
      { 'content-type': 'application/x-www-form-urlencoded' },
    )
    for (const { status, body } of [json, form]) {
      assert.equal(status, 200)
      assert.equal((await call('GET', '/me', undefined, bearer(body.access_token))).body.email, 'ada@example.org')
    }
  })

  it('does not tell a wrong password from an unknown user', async () => {
    const wrong = await signIn({ email: 'ada@example.org', password: 'ada-has-a-Password' })
    const unknown = await signIn({ email: 'eve@example.org', password: 'ada-has-a-password' })
    assert.deepEqual([wrong.status, unknown.status], [401, 401])
    assert.equal(wrong.body.detail, unknown.body.detail)
    assert.equal(wrong.body.error, unknown.body.error)
    assert.equal(wrong.headers.get('www-authenticate'), 'Bearer')
  })

  it('takes a hash for no password', async () => {
    const { rows } = await members.database.query(`select password from users where email = 'ada@example.org'`)
    assert.equal((await signIn({ email: 'ada@example.org', password: rows[0].password })).status, 401)
  })

  for (const body of [{ email: 'ada@example.org' }, { email: { $ne: null }, password: ['x'] }, [], 'x', null])
    it(`refuses ${JSON.stringify(body)} before it looks`, async () => {
      assert.ok([400, 415, 422].includes((await signIn(body)).status))
    })
})

describe('an access token', () => {
  const now = () => Math.floor(Date.now() / 1000)
  const good = () => ({ sub: ids['ada'], iss: issuer, aud: issuer, exp: now() + 60 })
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const { iss: _, ...withoutIssuer } = { ...good(), iss: '' }

  const attacks: Readonly<Record<string, () => string>> = {
    'without a signature': () => `${part({ alg: 'none', typ: 'JWT', kid: key!.id })}.${part(good())}.`,
    'of the algorithm None, spelled so': () => `${part({ alg: 'None', typ: 'JWT', kid: key!.id })}.${part(good())}.`,
    'with its signature cut off': () => signed(good()).replace(/[^.]+$/, ''),
    'signed with another key': () => signed(good(), {}, randomBytes(32).toString('hex')),
    'signed with no key': () => `${part({ alg: 'HS256', kid: key!.id })}.${part(good())}.${part({})}`,
    'signed by RS256': () => jsonwebtoken.sign(good(), privateKey, { algorithm: 'RS256', keyid: key!.id }),
    'signed with a public key as the secret': () =>
      signed(good(), {}, publicKey.export({ type: 'spki', format: 'pem' }).toString()),
    'signed by HS512': () => signed(good(), { algorithm: 'HS512' }),
    'of a key that nobody knows': () => signed(good(), { keyid: 'another' }),
    'without the name of a key': () => jsonwebtoken.sign(good(), createSecretKey(Buffer.from(secret))),
    'of another issuer': () => signed({ ...good(), iss: 'others' }),
    'without an issuer': () => signed(withoutIssuer),
    'for another audience': () => signed({ ...good(), aud: 'others' }),
    'that has expired': () => signed({ ...good(), exp: now() - 1 }),
    'that never expires': () => signed({ sub: ids['ada'], iss: issuer, aud: issuer }),
    'that is not valid yet': () => signed({ ...good(), nbf: now() + 60 }),
    'of nobody': () => signed({ ...good(), sub: '' }),
    'with an extension that is critical': () => signed(good(), { header: { alg: 'HS256', crit: ['exp'] } as never }),
    'that was tampered with': () => {
      const [head, body, signature] = signed(good()).split('.')
      const claims = JSON.parse(Buffer.from(body!, 'base64url').toString()) as object
      return `${head}.${part({ ...claims, role: 'admin' })}.${signature}`
    },
    'of great length': () => signed({ ...good(), more: 'x'.repeat(8000) }),
    'that is none': () => 'nonsense',
  }

  it('opens what it should', async () => {
    assert.equal((await call('GET', '/me', undefined, bearer(signed(good())))).status, 200)
  })

  for (const [name, forge] of Object.entries(attacks))
    it(`${name} opens nothing`, async () => {
      const { status, headers, body } = await call('GET', '/me', undefined, bearer(forge()))
      assert.deepEqual([status, body.error], [401, 'unauthenticated'])
      assert.equal(headers.get('www-authenticate'), 'Bearer error="invalid_token"')
    })

  it('of another scheme is none', async () => {
    const { status, headers } = await call('GET', '/me', undefined, { authorization: `Basic ${signed(good())}` })
    assert.deepEqual([status, headers.get('www-authenticate')], [401, 'Bearer'])
  })

  it('ends in time, also one that has been seen', async () => {
    const token = members.access.issue({ id: ids['ada']! })
    assert.equal((await call('GET', '/me', undefined, bearer(token))).status, 200)
    clock.advance(890_000)
    assert.equal((await call('GET', '/me', undefined, bearer(token))).status, 200)
    clock.advance(11_000)
    assert.equal((await call('GET', '/me', undefined, bearer(token))).status, 401)
  })

  it('gets nobody one that lives longer', () => {
    const first = members.access.verify(members.access.issue({ id: ids['ada']! }))!
    clock.advance(600_000)
    assert.equal(members.access.verify(members.access.issue(first))!.until, first.until)
  })

  it('of a key that was replaced is still good, new ones are of the new key', () => {
    const old = members.access.issue({ id: ids['ada']! })
    const keys = signingKeys().parse(`${randomBytes(32).toString('hex')}, ${secret}`)
    const rotated = tokens({ keys, issuer, lifetime: 900 })
    assert.equal(rotated.verify(old)?.id, ids['ada'])
    assert.equal(members.access.verify(rotated.issue({ id: ids['ada']! })), undefined)
  })
})

describe('a guard', () => {
  const cases: readonly (readonly [
    method: string,
    path: string,
    who: string,
    role: string | undefined,
    status: number,
  ])[] = [
    ['POST', '/edits', 'ada', 'reader', 403],
    ['POST', '/edits', 'dan', undefined, 403],
    ['POST', '/edits', 'ben', 'editor', 200],
    ['POST', '/edits', 'cat', 'admin', 200],
    ['POST', '/edits', 'ada', 'constructor', 403],
    ['POST', '/secrets', 'cat', 'admin', 403],
  ]
  for (const [method, path, who, role, status] of cases)
    it(`answers ${method} ${path} by ${role ?? 'no role'} with ${status}`, async () => {
      assert.equal((await call(method, path, undefined, as(who, role))).status, status)
    })

  it('asks for sign-in before it looks at the body or the item', async () => {
    assert.equal((await call('POST', '/notes', 'not json')).status, 401)
    assert.equal((await call('DELETE', '/notes/7c9e6679-7425-40de-944b-e07fc1f90ae7')).status, 401)
    assert.equal((await call('POST', '/secrets')).status, 401)
  })

  it('knows the owner of an item, and lets no other name one', async () => {
    const { status, body } = await call('POST', '/notes', { text: 'Mine', owner_id: ids['ben'] }, as('ada'))
    assert.deepEqual([status, body.owner_id], [201, ids['ada']])
    const note = `/notes/${body.id}`
    assert.equal((await call('DELETE', note, undefined, as('ben', 'editor'))).status, 403)
    assert.equal((await call('DELETE', note, undefined, as('ada'))).status, 204)
    assert.equal((await call('DELETE', note, undefined, as('ada'))).status, 404)
    assert.equal((await call('DELETE', '/notes/nonsense', undefined, as('ada'))).status, 404)
  })
})

describe('a user who is gone', () => {
  it('makes nothing any more', async () => {
    const { id } = await members.users.insert({ email: 'fay@example.org', password: 'fay-has-a-password' })
    const headers = bearer(members.access.issue({ id }))
    await members.users.remove({ id })
    assert.equal((await call('POST', '/notes', { text: 'From beyond' }, headers)).status, 401)
  })
})

describe('a mark', () => {
  it('is made once for each client, and shows to that client only', async () => {
    const { body: note } = await call('POST', '/notes', { text: 'Good' }, as('ada'))
    const star = (who: string) => call('PUT', `/notes/${note.id}/star`, undefined, as(who))
    const both = await Promise.all([star('ben'), star('ben')])
    assert.deepEqual(
      both.map(({ status, body }) => [status, body.starred]),
      [
        [200, true],
        [200, true],
      ],
    )
    const { rows } = await members.database.query('select * from notes_starred_by')
    assert.equal(rows.length, 1)
    const seenBy = async (headers?: Record<string, string>) =>
      (await call('GET', '/notes', undefined, headers)).body.find(({ id }: { id: string }) => id === note.id).starred
    assert.deepEqual([await seenBy(as('ben')), await seenBy(as('ada')), await seenBy()], [true, false, false])
  })

  it('does not mix up clients whose requests overlap', async () => {
    const { body: note } = await call('POST', '/notes', { text: 'Busy' }, as('ada'))
    await call('PUT', `/notes/${note.id}/star`, undefined, as('cat'))
    const all = await Promise.all(
      Array.from({ length: 40 }, async (_, n) => {
        const who = ['cat', 'ada', 'ben', 'dan'][n % 4]!
        const { body } = await call('GET', '/notes', undefined, as(who))
        return body.find(({ id }: { id: string }) => id === note.id).starred === (who === 'cat')
      }),
    )
    assert.ok(all.every(Boolean))
  })
})

describe('a secret of the environment', () => {
  const parse = (text: string | undefined, environment: string) => {
    const before = process.env['NODE_ENV']
    process.env['NODE_ENV'] = environment
    try {
      return z.object({ JWT_SECRET: signingKeys() }).safeParse({ JWT_SECRET: text })
    } finally {
      if (before === undefined) delete process.env['NODE_ENV']
      else process.env['NODE_ENV'] = before
    }
  }

  it('has to be there in production, and to be hard to guess everywhere', () => {
    assert.equal(parse(undefined, 'production').success, false)
    assert.equal(parse('', 'production').success, false)
    assert.equal(parse(undefined, '').success, false, 'who says nothing is in production')
    for (const weak of ['secret', 'x'.repeat(64), `${secret},short`]) {
      assert.equal(parse(weak, 'production').success, false, weak)
      assert.equal(parse(weak, 'development').success, false, weak)
    }
    assert.equal(parse(secret, 'production').success, true)
  })

  it('is made up in development, another one each time', () => {
    const [one, other] = [parse(undefined, 'development'), parse(undefined, 'development')]
    assert.notEqual(one.data?.JWT_SECRET[0]?.id, other.data?.JWT_SECRET[0]?.id)
  })
})
