import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { after, describe, it } from 'node:test'
import Router from '@koa/router'
import Koa from 'koa'
import {
  crossOrigin,
  crossOriginWithCookies,
  problems,
  requestIds,
  routed,
  securityHeaders,
} from '../../src/runtime/index.ts'

async function serving(...middleware: readonly Koa.Middleware[]) {
  const router = new Router().get('/things', ctx => {
    ctx.set('Link', '</things?page=2>; rel="next"')
    ctx.set('ETag', '"1"')
    ctx.body = []
  })
  const app = new Koa().use(requestIds()).use(securityHeaders({ 'X-Frame-Options': false, 'X-XSS-Protection': '0' }))
  for (const one of middleware) app.use(one)
  const server = app.use(problems()).use(routed(router)).listen(0, '127.0.0.1')
  after(() => server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return (path: string, headers: Record<string, string>, method = 'GET') =>
    fetch(`http://127.0.0.1:${port}${path}`, { method, headers })
}

describe('pages of other origins', async () => {
  const any = await serving(crossOrigin())
  const named = await serving(crossOriginWithCookies('https://a.example'))

  it('read what an answer says besides its body', async () => {
    const { headers } = await any('/things', { origin: 'https://b.example' })
    assert.equal(headers.get('access-control-allow-origin'), '*')
    assert.equal(headers.get('access-control-expose-headers'), 'X-Request-ID, Link, ETag')
    assert.equal(headers.get('cross-origin-resource-policy'), null)
  })

  it('send cookies only where they are named', async () => {
    const friend = await named('/things', { origin: 'https://a.example' })
    assert.equal(friend.headers.get('access-control-allow-origin'), 'https://a.example')
    assert.equal(friend.headers.get('access-control-allow-credentials'), 'true')
    const stranger = await named('/things', { origin: 'https://b.example' })
    assert.equal(stranger.headers.get('access-control-allow-credentials'), null)
    assert.equal(stranger.headers.get('access-control-allow-origin'), null)
    assert.equal(stranger.headers.get('vary'), 'Origin')
    assert.equal(
      (await any('/things', { origin: 'https://b.example' })).headers.get('access-control-allow-credentials'),
      null,
    )
  })

  it('are told before they ask', async () => {
    const asking = {
      origin: 'https://a.example',
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'x-a',
    }
    const { status, headers } = await named('/things', asking, 'OPTIONS')
    assert.equal(status, 204)
    assert.equal(headers.get('access-control-allow-methods'), 'HEAD, GET, OPTIONS')
    assert.equal(headers.get('access-control-allow-headers'), 'x-a')
    assert.equal(headers.get('access-control-allow-credentials'), 'true')
    assert.equal(headers.get('access-control-expose-headers'), null)
  })
})

describe('headers for browsers', async () => {
  const call = await serving()

  it('stand on every answer, in the values that are asked for', async () => {
    for (const path of ['/things', '/nothing']) {
      const { headers } = await call(path, {})
      assert.equal(headers.get('x-content-type-options'), 'nosniff')
      assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin')
      assert.equal(headers.get('x-frame-options'), null)
      assert.equal(headers.get('x-xss-protection'), '0')
    }
  })
})
