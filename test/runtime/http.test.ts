import assert from 'node:assert/strict'
import { request } from 'node:http'
import { once } from 'node:events'
import { after, before, describe, it } from 'node:test'
import Router from '@koa/router'
import Koa from 'koa'
import { z } from 'zod'
import { action, problems, requestIds, routed, invalid, fieldError, type Failure } from '../../src/runtime/index.ts'
import { aBook, anAuthor, client, startBookshop } from './bookshop.ts'

let shop: Awaited<ReturnType<typeof startBookshop>>
let call: typeof shop.call
before(async () => {
  shop = await startBookshop()
  call = shop.call
})
after(() => shop.stop())

describe('the envelope', () => {
  it('is that of RFC 9457, with a code, the request and its time', async () => {
    const { status, headers, body } = await call('GET', '/nowhere')
    assert.equal(status, 404)
    assert.equal(headers.get('content-type'), 'application/problem+json')
    const { request_id, timestamp, ...others } = body
    assert.equal(request_id, headers.get('x-request-id'))
    assert.match(timestamp, /^\d{4}-.*Z$/)
    assert.deepEqual(others, {
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'There is no such resource.',
      instance: '/api/v1/nowhere',
      error: 'not_found',
    })
  })

  it('answers what is yet to be written with 501 and the name of its scenario', async () => {
    const { status, body } = await call('POST', '/articles/x/publish')
    assert.deepEqual([status, body.error], [501, 'not_implemented'])
    assert.equal(body.detail, 'Yet to be written: Articles: an author publishes an article')
  })

  it('names every field that is wrong at once', async () => {
    const { status, body } = await call('POST', '/books', {
      title: '',
      isbn: 'x',
      price: '1.234',
      format: 'scroll',
      pages: 0,
      rating: 5.1,
      published_on: '2026-02-30',
      available_from: 'soon',
      rights: { from: '2026-01-01', until: 1 },
      tags: ['a', 3],
      in_print: null,
      extra: true,
    })
    assert.deepEqual([status, body.error], [422, 'validation_failed'])
    assert.deepEqual(body.errors, [
      { field: 'title', message: 'is required' },
      { field: 'isbn', message: 'does not match the pattern' },
      { field: 'price', message: 'is not a number' },
      { field: 'format', message: 'is one of hardcover, paperback, ebook' },
      { field: 'pages', message: 'is at least 1' },
      { field: 'rating', message: 'is at most 5' },
      { field: 'published_on', message: 'is not a date' },
      { field: 'available_from', message: 'is not a timestamp' },
      { field: 'rights.to', message: 'is required' },
      { field: 'rights.until', message: 'is not a known field' },
      { field: 'tags.1', message: 'is not a string' },
      { field: 'in_print', message: 'is required' },
      { field: 'author_id', message: 'is required' },
      { field: 'extra', message: 'is not a known field' },
    ])
  })

  it('turns away values that the database cannot hold', async () => {
    const author = await anAuthor(call)
    assert.equal((await call('POST', '/books', aBook(author, { title: 'a\0b' }))).status, 422)
    assert.equal((await call('POST', '/books', aBook(author, { tags: ['a\0b'] }))).status, 422)
    assert.equal((await call('GET', '/books?q=%00')).status, 422)
  })
})

describe('a body', () => {
  const json = { 'content-type': 'application/json' }
  const code = async (body: string | Uint8Array | undefined, headers: Record<string, string>) => {
    const answer = await call('POST', '/authors', body, headers)
    return [answer.status, answer.body.error]
  }

  it('is JSON in UTF-8', async () => {
    assert.deepEqual(await code('{"name":', json), [400, 'malformed_body'])
    assert.deepEqual(await code(Uint8Array.of(0x22, 0xff, 0x22), json), [400, 'malformed_body'])
    assert.deepEqual(await code('name=Ann', { 'content-type': 'application/x-www-form-urlencoded' }), [
      415,
      'unsupported_media_type',
    ])
    assert.deepEqual(await code('{}', { 'content-type': 'application/json; charset=latin1' }), [
      415,
      'unsupported_media_type',
    ])
    assert.deepEqual(await code('{}', { ...json, 'content-encoding': 'gzip' }), [415, 'unsupported_media_type'])
    assert.deepEqual(await code('{}', { 'content-type': 'application/vnd.shop+json; charset="UTF-8"' }), [
      422,
      'validation_failed',
    ])
  })

  it('has at most 1 MB, also when it does not say so', async () => {
    const large = JSON.stringify({ name: 'x'.repeat(1024 * 1024) })
    assert.deepEqual(await code(large, json), [413, 'payload_too_large'])
    const sending = request(`${shop.origin}/api/v1/authors`, { method: 'POST', headers: json })
    sending.on('error', () => undefined) // the service may hang up on us
    sending.write(large)
    const [answer] = await once(sending, 'response')
    assert.equal(answer.statusCode, 413)
    sending.destroy()
  })

  it('may be missing, and is then empty', async () => {
    for (const headers of [{}, json]) {
      const { status, body } = await call('POST', '/authors', undefined, headers)
      assert.equal(status, 422)
      assert.deepEqual(body.errors, [
        { field: 'name', message: 'is required' },
        { field: 'email', message: 'is required' },
      ])
    }
  })

  it('is an object', async () => {
    for (const body of ['[]', '"x"', '3']) {
      const answer = await call('POST', '/authors', body, json)
      assert.deepEqual([answer.status, answer.body.errors], [422, [{ field: 'body', message: 'is not an object' }]])
    }
    assert.equal((await call('POST', '/authors', 'null', json)).status, 422)
    assert.equal((await call('POST', '/authors', '{"__proto__":{"name":"x"}}', json)).status, 422)
  })

  it('may say the id once more that its path says', async () => {
    const made = (await call('POST', '/books', aBook(await anAuthor(call)))).body
    const changed = await call('PATCH', `/books/${made.id}`, { id: made.id, title: 'Always Coming Home' })
    assert.deepEqual([changed.status, changed.body.title], [200, 'Always Coming Home'])
    const other = await call('PATCH', `/books/${made.id}`, { id: '00000000-0000-7000-8000-000000000000' })
    assert.deepEqual([other.status, other.body.errors[0].field], [422, 'id'])
  })

  it('is left alone where none is expected', async () => {
    assert.equal((await call('DELETE', '/books/x', '{nonsense', json)).status, 404)
  })
})

describe('methods', () => {
  it('that a path does not have are answered with those that it has', async () => {
    const { status, headers, body } = await call('DELETE', '/books')
    assert.deepEqual([status, body.error], [405, 'method_not_allowed'])
    assert.equal(headers.get('allow'), 'HEAD, GET, POST, OPTIONS')
    const options = await call('OPTIONS', '/books/x')
    assert.deepEqual([options.status, options.headers.get('allow')], [204, 'HEAD, GET, PATCH, PUT, DELETE, OPTIONS'])
    assert.equal((await call('OPTIONS', '/nowhere')).status, 404)
  })

  it('include HEAD wherever there is GET', async () => {
    const [get, head] = [await call('GET', '/authors'), await call('HEAD', '/authors')]
    assert.deepEqual([head.status, head.text], [200, ''])
    for (const name of ['content-length', 'content-type', 'link'])
      assert.equal(head.headers.get(name), get.headers.get(name))
    assert.equal((await call('HEAD', '/authors/x')).status, 404)
  })
})

describe('request ids', () => {
  it('are taken over when they look like ids, and made otherwise', async () => {
    const id = async (given?: string) =>
      (await call('GET', '/authors', undefined, given === undefined ? {} : { 'x-request-id': given })).headers.get(
        'x-request-id',
      )
    assert.equal(await id('abc-123'), 'abc-123')
    for (const given of [undefined, 'with spaces', 'x'.repeat(129), '<script>'])
      assert.match((await id(given))!, /^[\da-f-]{36}$/)
  })
})

describe('a service of one’s own', () => {
  const serving = async (options: Parameters<typeof problems>[0] = {}) => {
    const routes = new Router()
      .get('/crash', () => {
        throw new Error('the password is xyzzy')
      })
      .get('/odd', () => {
        // what libraries do
        // oxlint-disable-next-line no-throw-literal
        throw 'xyzzy'
      })
      .get('/teapot', ctx => ctx.throw(418, 'short and stout'))
      .get('/bare', ctx => {
        ctx.status = 403
      })
      .get(
        '/text',
        action({}, () => 'plain'),
      )
      .get(
        '/none',
        action({ status: 202 }, () => undefined),
      )
      .get('/taken', () => {
        throw invalid(fieldError('name', 'max_length', { n: 3 }))
      })
      .post(
        '/greet',
        action({ body: z.strictObject({ name: z.string().min(2, 'is a bit short') }) }, ({ body }) => body),
      )
    const app = new Koa().use(requestIds()).use(problems(options)).use(routed(routes))
    const errors: unknown[] = []
    app.on('error', error => errors.push(error))
    const server = app.listen(0)
    await once(server, 'listening')
    return { call: client(server), errors, server }
  }

  it('leaks nothing of a crash, and tells its listeners', async () => {
    const { call: ask, errors, server } = await serving()
    for (const path of ['/crash', '/odd']) {
      const { status, text, body } = await ask('GET', path)
      assert.deepEqual([status, body.error], [500, 'internal_error'])
      assert.doesNotMatch(text, /xyzzy/)
    }
    assert.deepEqual(errors.map(String), ['Error: the password is xyzzy', 'xyzzy'])
    server.close()
  })

  it('answers the errors of Koa in the same envelope', async () => {
    const { call: ask, server } = await serving()
    const teapot = await ask('GET', '/teapot')
    assert.deepEqual([teapot.status, teapot.body.error, teapot.body.detail], [418, 'bad_request', 'short and stout'])
    assert.equal((await ask('GET', '/bare')).body.error, 'forbidden')
    server.close()
  })

  it('answers text and nothing as JSON and nothing', async () => {
    const { call: ask, server } = await serving()
    assert.equal((await ask('GET', '/text')).body, 'plain')
    const none = await ask('GET', '/none')
    assert.deepEqual([none.status, none.text], [202, ''])
    server.close()
  })

  it('may word its errors and its envelope itself', async () => {
    const format = ({ status, code, errors }: Failure) => ({
      status,
      code,
      wrong: errors.map(({ message }) => message),
    })
    const options = {
      format,
      statuses: { validation_failed: 400 },
      messages: { max_length: 'is longer than {n}', required: "can't be blank" },
    }
    const { call: ask, server } = await serving(options)
    const { status, headers, body } = await ask('GET', '/taken')
    assert.deepEqual([status, body], [400, { status: 400, code: 'validation_failed', wrong: ['is longer than 3'] }])
    assert.match(headers.get('content-type')!, /^application\/json/)
    assert.deepEqual((await ask('POST', '/greet', {})).body.wrong, ["can't be blank"])
    assert.deepEqual((await ask('POST', '/greet', { name: 'x' })).body.wrong, ['is a bit short'])
    server.close()
  })
})
