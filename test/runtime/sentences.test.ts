import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import Router from '@koa/router'
import Koa from 'koa'
import type { Server } from 'node:http'
import { action, notFound, path, Problem, problems, unauthenticated, uuidKey } from '../../src/runtime/index.ts'
import { client, type Call } from './bookshop.ts'

let server: Server
let call: Call

before(() => {
  const router = new Router()
    .get(
      '/boats/:id',
      action({ params: path({ id: uuidKey }) }, () => Promise.reject(notFound())),
    )
    .get('/secret', () => {
      throw unauthenticated()
    })
    .get('/harbour', () => {
      throw new Problem(409, 'harbour_full', 'There is no room.')
    })
    .get('/rope', () => {
      throw notFound('The rope is gone.')
    })
  const app = new Koa()
    .use(
      problems({
        statuses: { malformed_id: 400 },
        messages: { not_found: 'Nowhere.', unauthenticated: 'Who is there?', harbour_full: 'Come back later.' },
      }),
    )
    .use(router.routes())
  server = app.listen(0)
  call = client(server)
})
after(() => void server.close())

describe('a service words in its own way', () => {
  const said = async (address: string) => {
    const { status, body } = await call('GET', address)
    return [status, body.error, body.detail]
  }

  it('what is said of a request as a whole', async () => {
    assert.deepEqual(await said('/secret'), [401, 'unauthenticated', 'Who is there?'])
    assert.deepEqual(await said('/nowhere'), [404, 'not_found', 'Nowhere.'])
  })

  it('what its own codes mean', async () => {
    assert.deepEqual(await said('/harbour'), [409, 'harbour_full', 'Come back later.'])
  })

  it('and leaves what was said on purpose', async () => {
    assert.deepEqual(await said('/rope'), [404, 'not_found', 'The rope is gone.'])
  })

  it('and answers what is no id in another way than what nobody has', async () => {
    assert.deepEqual(await said('/boats/01a20ad0-ac80-7003-85d3-ec0f4fc60268'), [404, 'not_found', 'Nowhere.'])
    assert.deepEqual(await said('/boats/7'), [400, 'bad_request', 'This is not an id.'])
  })
})
