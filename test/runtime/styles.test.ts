import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { after, describe, it } from 'node:test'
import Router from '@koa/router'
import Koa from 'koa'
import { z } from 'zod'
import {
  action,
  after as comesAfter,
  byField,
  crossOrigin,
  date,
  json,
  nested,
  partial,
  problems,
  publicUrl,
  reasons,
  routed,
  sentence,
} from '../../src/runtime/index.ts'

const Tank = z.strictObject({
  plate: z.string(),
  tank: nested({ litres: z.int().optional(), fuel: z.enum(['diesel', 'petrol']) }),
  span: nested({ from: date().nullish(), to: date().nullish() }),
})
const New = Tank.check(comesAfter('span.to', 'span.from'))
const Patch = partial(Tank).check(comesAfter('span.to', 'span.from'))

const app = (...middleware: readonly Koa.Middleware[]) => {
  const router = new Router()
    .post(
      '/vehicles',
      action({ body: New }, ({ body }) => body),
    )
    .patch(
      '/vehicles',
      action({ body: Patch }, ({ body }) => body),
    )
    .post(
      '/wrapped',
      action({ body: Patch, wrapped: 'vehicle', status: 201, location: '/wrapped/:plate' }, ({ body }) => body),
    )
    .post(
      '/answered',
      action({ body: Patch, answeredAs: 'data' }, ({ body }) => body),
    )
    .get(
      '/things/:id',
      action({ addresses: { url: '/things/:odd-id' } }, () => ({ 'odd-id': 'a b/c' })),
    )
    .post(
      '/free',
      action({ body: z.strictObject({ free: json() }) }, () => ({})),
    )
  const koa = new Koa()
  for (const one of middleware) koa.use(one)
  return koa.use(problems()).use(routed(router))
}

const servers = [
  app().listen(0),
  app(crossOrigin('https://a.example'), publicUrl('https://shop.example/')).listen(0),
] as const
await Promise.all(servers.map(server => once(server, 'listening')))
after(() => servers.forEach(server => server.close()))

interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly body: any // whatever was answered
}

async function call(
  server: (typeof servers)[number],
  method: string,
  path: string,
  body?: unknown,
  headers = {},
): Promise<Answered> {
  const { port } = server.address() as AddressInfo
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined }
}

const errorsOf = ({ body }: Answered) =>
  body.errors.map((one: { field: string; message: string }) => `${one.field} ${one.message}`)

describe('an object inside of a body', () => {
  const [plain] = servers

  it('is missed by what it requires', async () => {
    assert.deepEqual(errorsOf(await call(plain, 'POST', '/vehicles', { plate: 'A' })), ['tank.fuel is required'])
    assert.deepEqual(errorsOf(await call(plain, 'POST', '/vehicles', { plate: 'A', tank: { fuel: 'gas', x: 1 } })), [
      'tank.fuel is one of diesel, petrol',
      'tank.x is not a known field',
    ])
  })

  it('is null only where all of it may be', async () => {
    const tank = { fuel: 'diesel' }
    assert.equal((await call(plain, 'POST', '/vehicles', { plate: 'A', tank, span: null })).body.span, null)
    assert.deepEqual(errorsOf(await call(plain, 'POST', '/vehicles', { plate: 'A', tank: null })), ['tank is required'])
  })

  it('is changed in part, without what is not named', async () => {
    const { body } = await call(plain, 'PATCH', '/vehicles', { tank: { litres: 3 } })
    assert.deepEqual(body, { tank: { litres: 3 } })
    assert.deepEqual((await call(plain, 'PATCH', '/vehicles', {})).body, {})
  })

  it('has moments in order', async () => {
    const span = { from: '2031-02-02', to: '2031-02-01' }
    assert.deepEqual(errorsOf(await call(plain, 'PATCH', '/vehicles', { span })), ['span.to must be after span.from'])
  })
})

describe('a wrapper', () => {
  const [plain] = servers

  it('stands around what is sent and what is answered; errors go without it', async () => {
    const { body, headers } = await call(plain, 'POST', '/wrapped', { vehicle: { plate: 'A' } })
    assert.deepEqual(body, { vehicle: { plate: 'A' } })
    assert.equal(headers.get('location'), '/wrapped/A')
    assert.deepEqual(errorsOf(await call(plain, 'POST', '/wrapped', { vehicle: { tank: { litres: 'x' } } })), [
      'tank.litres is not an integer',
    ])
    for (const vehicle of [[], 'A', 7])
      assert.deepEqual(errorsOf(await call(plain, 'POST', '/wrapped', { vehicle })), ['vehicle is not an object'])
    assert.deepEqual(errorsOf(await call(plain, 'POST', '/wrapped', { plate: 'A' })), [
      'vehicle is required',
      'plate is not a known field',
    ])
  })

  it('may be of answers only', async () => {
    assert.deepEqual((await call(plain, 'POST', '/answered', { plate: 'A' })).body, { data: { plate: 'A' } })
  })
})

describe('an absolute address', () => {
  it('begins as the request does, or where the service is said to be', async () => {
    const [plain, elsewhere] = servers
    const { port } = plain.address() as AddressInfo
    assert.equal((await call(plain, 'GET', '/things/1')).body.url, `http://127.0.0.1:${port}/things/a%20b%2Fc`)
    assert.equal((await call(elsewhere, 'GET', '/things/1')).body.url, 'https://shop.example/things/a%20b%2Fc')
  })
})

describe('pages of other origins', () => {
  const [, listed] = servers
  const from = (origin: string, more = {}) => ({ origin, ...more })

  it('may read answers and errors when they are listed', async () => {
    for (const path of ['/things/1', '/nowhere']) {
      const { headers } = await call(listed, 'GET', path, undefined, from('https://a.example'))
      assert.equal(headers.get('access-control-allow-origin'), 'https://a.example')
      assert.equal(headers.get('vary'), 'Origin')
    }
    const { headers } = await call(listed, 'GET', '/things/1', undefined, from('https://b.example'))
    assert.equal(headers.get('access-control-allow-origin'), null)
    assert.equal(headers.get('vary'), 'Origin')
  })

  it('ask before they send', async () => {
    const ask = { 'access-control-request-method': 'PATCH', 'access-control-request-headers': 'authorization' }
    const { status, headers } = await call(listed, 'OPTIONS', '/vehicles', undefined, from('https://a.example', ask))
    assert.equal(status, 204)
    assert.equal(headers.get('access-control-allow-methods'), 'POST, PATCH, OPTIONS')
    assert.equal(headers.get('access-control-allow-headers'), 'authorization')
    assert.equal((await call(listed, 'OPTIONS', '/nowhere', undefined, from('https://a.example', ask))).status, 404)
  })
})

describe('what is wrong', () => {
  const failure = {
    status: 422,
    code: 'c',
    title: 't',
    detail: 'All wrong.',
    instance: '/',
    request_id: '1',
    timestamp: '',
  }
  const errors = [
    { field: 'a', message: 'is odd' },
    { field: '__proto__', message: 'is known' },
    { field: 'a', message: 'is even' },
  ]

  it('goes by field, or is the request as a whole', () => {
    const grouped = byField(reasons({ ...failure, errors }), ({ message }) => message)
    assert.deepEqual(Object.entries(grouped), [
      ['a', ['is odd', 'is even']],
      ['__proto__', ['is known']],
    ])
    const whole = byField(reasons({ ...failure, errors: [] }), ({ message }) => message)
    assert.deepEqual(whole, { request: ['All wrong.'] })
    assert.equal(sentence({ ...failure, errors: errors.slice(0, 1) }), 'a is odd')
    assert.equal(sentence({ ...failure, errors: [] }), 'All wrong.')
  })
})

describe('JSON of any shape', () => {
  it('is refused where it is deeper than any data', async () => {
    const deep = (levels: number) => `{"free":${'['.repeat(levels)}${']'.repeat(levels)}}`
    const [plain] = servers
    assert.equal((await call(plain, 'POST', '/free', deep(90))).status, 200)
    assert.deepEqual(errorsOf(await call(plain, 'POST', '/free', deep(200_000))), ['free is not valid'])
  })
})
