import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, describe, it } from 'node:test'
import Router from '@koa/router'
import Koa from 'koa'
import { path, problems, redirect } from '../../src/runtime/index.ts'
import { originOf } from './bookshop.ts'

const addresses: Readonly<Record<string, string | null>> = {
  plain: 'https://example.org/a?b=c%20d#e',
  odd: 'https://example.org/ü x\r\nSet-Cookie: a=b',
  none: null,
}
const follow = redirect({ params: path('name'), status: 302 }, ({ params }) =>
  Promise.resolve(addresses[params.name] ?? null),
)
const app = new Koa().use(problems()).use(new Router().get('/r/:name', follow).routes())
const server = app.listen(0)
await once(server, 'listening')
after(() => server.close())

const get = async (name: string) => {
  const { status, headers } = await fetch(`${originOf(server)}/r/${name}`, { redirect: 'manual' })
  return { status, location: headers.get('location'), cookie: headers.get('set-cookie') }
}

describe('a redirect', () => {
  it('leads to the address as it stands', async () => {
    assert.deepEqual(await get('plain'), { status: 302, location: addresses['plain'], cookie: null })
  })

  it('escapes what no header holds', async () => {
    const location = 'https://example.org/%C3%BC%20x%0D%0ASet-Cookie:%20a=b'
    assert.deepEqual(await get('odd'), { status: 302, location, cookie: null })
  })

  it('is a 404 where there is no address', async () => {
    assert.deepEqual(await get('none'), { status: 404, location: null, cookie: null })
  })
})
