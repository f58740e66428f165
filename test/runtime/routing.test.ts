import assert from 'node:assert/strict'
import { request, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { text } from 'node:stream/consumers'
import Router from '@koa/router'
import Koa, { type Context, type Middleware } from 'koa'
import { routed } from '../../src/runtime/index.ts'

/** Tells what the router has told the route, and which middleware came before. */
const told = (name: string) => (ctx: Context) => {
  const { params, captures, routerPath } = ctx as Context & Record<string, unknown>
  ctx.body = { name, params, captures, routerPath, matched: ctx['_matchedRoute'], passed: ctx.state['passed'] }
}

const passes =
  (name: string): Middleware =>
  (ctx, next) => {
    ctx.state['passed'] = [...((ctx.state['passed'] as string[] | undefined) ?? []), name]
    return next()
  }

function routes(): Router {
  const loans = new Router({ prefix: '/api/v1/books/:book_id/loans' })
    .use(passes('loans'))
    .get('/', told('loans'))
    .get('/:id', passes('one'), told('loan'))
  return new Router()
    .use(passes('all'))
    .use(new Router({ prefix: '/api/v1/books' }).get('/', told('books')).get('/best', told('best')).routes())
    .use(new Router({ prefix: '/api/v1/books' }).get('/:id', told('book')).post('/:id/Lend', told('lend')).routes())
    .use(loans.routes())
    .use('/api/v1/books', passes('under books'))
    .get('/api/v1/books/:id/parts/:part', told('part'))
    .get('/api/v1/:kind', told('kind'))
    .get('/files/*path', told('file'))
    .get('/pages{/:page}', told('pages'))
    .get(/^\/old-(\d+)$/, told('old'))
    .get('/', told('home'))
}

const PATHS = [
  '/',
  '/api/v1/books',
  '/API/v1/Books/',
  '/api/v1/books?a=/b',
  '/api/v1/books/best',
  '/api/v1/books/best/',
  '/api/v1/books/a%20b',
  '/api/v1/books/a%2Fb',
  '/api/v1/books/%zz',
  '/api/v1/b%6Foks/1',
  '/api/v1/books/1/loans',
  '/api/v1/books/1/loans/2',
  '/api/v1/books/1/LOANS/2/',
  '/api/v1/books/1/parts/2',
  '/api/v1/books/1/none',
  '/api/v1/authors',
  '/api/v1/bookshelves',
  '//api/v1/books',
  '/files/a/b.txt',
  '/pages',
  '/pages/2',
  '/old-12',
  '/old-x',
  '/nowhere/at/all',
]

describe('routes', () => {
  const servers: Server[] = []
  const serve = async (router: Middleware) => {
    const server = new Koa().use(router).listen(0, '127.0.0.1')
    servers.push(server)
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }
  let [own, others] = [0, 0]
  before(async () => {
    own = await serve(routed(routes()))
    others = await serve(routes().routes() as unknown as Middleware)
  })
  after(() => servers.forEach(server => server.close()))

  for (const method of ['GET', 'HEAD', 'POST'])
    it(`are found as the router finds them: ${method}`, async () => {
      for (const path of [...PATHS, ...PATHS]) {
        const [found, expected] = [await ask(own, method, path), await ask(others, method, path)]
        // a path that is known by other methods is refused by name
        assert.deepEqual(
          expected.status === 404 && found.status === 405 ? expected : found,
          expected,
          `${method} ${path}`,
        )
      }
    })

  it('may come later, and of another host they are none', async () => {
    const late = new Router().get('/early', told('early'))
    const port = await serve(routed(late))
    assert.equal((await ask(port, 'GET', '/early')).status, 200)
    late.get('/late', told('late'))
    assert.equal((await ask(port, 'GET', '/late')).status, 200)

    const elsewhere = await serve(routed(new Router({ host: 'elsewhere.example' }).get('/', told('home'))))
    assert.notEqual((await ask(elsewhere, 'GET', '/')).status, 200)
  })
})

async function ask(port: number, method: string, path: string) {
  const outgoing = request({ port, method, path, host: '127.0.0.1', agent: false }).end()
  const [response] = (await once(outgoing, 'response')) as [import('node:http').IncomingMessage]
  return { status: response.statusCode, body: await text(response) }
}
