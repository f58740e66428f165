import Router from '@koa/router'
import Koa, { type Context } from 'koa'
import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import type { Row, Target } from '../../src/verify/index.ts'

/** A service that does what the features of the tests say; `spoil` makes it do otherwise. */
export interface Shop {
  readonly target: Target
  spoil: ((ctx: Context) => void) | undefined
  /** Forgets all rows. */
  clear(): void
  stop(): Promise<void>
}

type Tables = Record<string, Row[]>

class Refusal extends Error {
  readonly status: number
  readonly code: string
  readonly errors: readonly { field: string; message: string }[]

  constructor(status: number, code: string, errors: readonly { field: string; message: string }[] = []) {
    super(code)
    this.status = status
    this.code = code
    this.errors = errors
  }
}

const NAMES = ['author', 'book', 'review', 'article']

export async function startShop(): Promise<Shop> {
  const tables: Tables = {}
  const clear = () => NAMES.forEach(name => (tables[name] = []))
  clear()
  const shop: { spoil: Shop['spoil'] } = { spoil: undefined }
  const router = routes(tables)
  const app = new Koa()
  app.silent = true
  app.use(async (ctx, next) => {
    await answering(ctx, next)
    if (ctx.method !== 'OPTIONS') shop.spoil?.(ctx)
  })
  app.use(router.routes()).use(router.allowedMethods())
  const server = app.listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo // it listens on TCP

  return Object.assign(shop, {
    clear,
    target: {
      address: `http://127.0.0.1:${port}`,
      generation: 1,
      insert: async (name: string, rows: readonly Row[]) => rows.map(row => add(tables, name, row)),
      find: async (name: string) => [...table(tables, name)],
      count: async (name: string) => table(tables, name).length,
    },
    stop: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  })
}

function table(tables: Tables, name: string): Row[] {
  const rows = tables[name]
  if (rows) return rows
  throw new Error(`no table of ${name}`)
}

function add(tables: Tables, name: string, row: Row): Row {
  const now = new Date().toISOString()
  const made = { id: randomUUID(), created_at: now, updated_at: now, ...row }
  table(tables, name).push(made)
  return made
}

async function answering(ctx: Context, next: () => Promise<unknown>): Promise<void> {
  const id = randomUUID()
  ctx.set('X-Request-ID', id)
  try {
    await next()
    if (ctx.status === 404 && ctx.method !== 'OPTIONS') throw new Refusal(404, 'not_found')
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { status, code, errors } = error
    ctx.status = status
    ctx.body = {
      type: 'about:blank',
      title: code,
      status,
      detail: `it is ${code}`,
      instance: ctx.path,
      error: code,
      request_id: id,
      timestamp: new Date().toISOString(),
      ...(errors.length > 0 && { errors }),
    }
    ctx.type = 'application/problem+json'
  }
}

function routes(tables: Tables): Router {
  const router = new Router()
  const find = (name: string, by: string, value: string | undefined) => {
    const row = table(tables, name).find(it => String(it[by]) === value)
    if (!row) throw new Refusal(404, 'not_found')
    return row
  }
  const change = (name: string, row: Row, fields: Row) => {
    const rows = table(tables, name)
    const next = { ...row, ...fields }
    rows[rows.indexOf(row)] = next
    return next
  }
  const drop = (name: string, row: Row) => table(tables, name).splice(table(tables, name).indexOf(row), 1)

  router.get('/api/v1/books', ctx => {
    const { limit = '2', offset = '0', sort, q, author_id: author } = ctx.query as Record<string, string>
    const rows = table(tables, 'book')
      .filter(it => author === undefined || it.author_id === author)
      .filter(it => q === undefined || String(it.title).includes(q))
    const by = sort?.replace('-', '')
    if (by) rows.sort((a, b) => (String(a[by]) < String(b[by]) ? -1 : 1) * (sort!.startsWith('-') ? -1 : 1))
    const [size, start] = [Number(limit), Number(offset)]
    const page = (at: number, rel: string) => `<http://${ctx.host}${ctx.path}?limit=${size}&offset=${at}>; rel="${rel}"`
    const links = [page(0, 'first')]
    if (start > 0) links.push(page(Math.max(0, start - size), 'prev'))
    if (start + size < rows.length) links.push(page(start + size, 'next'))
    ctx.set('Link', links.join(', '))
    ctx.body = { items: rows.slice(start, start + size), total: rows.length, limit: size, offset: start }
  })
  router.post('/api/v1/books', async ctx => {
    const fields = await json(ctx)
    if (!fields.title) throw new Refusal(422, 'validation_failed', [{ field: 'title', message: 'is required' }])
    if (fields.author_id !== undefined && !table(tables, 'author').some(it => it.id === fields.author_id))
      throw new Refusal(422, 'validation_failed', [{ field: 'author_id', message: 'does not exist' }])
    const book = add(tables, 'book', fields)
    ctx.status = 201
    ctx.set('Location', `/api/v1/books/${String(book.id)}`)
    ctx.body = book
  })
  router.get('/api/v1/books/:id', ctx => {
    const book = find('book', 'id', ctx.params.id)
    const etag = `"${String(book.title)}"`
    ctx.set('ETag', etag)
    if (ctx.get('If-None-Match') === etag) ctx.status = 304
    else ctx.body = book
  })
  router.patch('/api/v1/books/:id', async ctx => {
    ctx.body = change('book', find('book', 'id', ctx.params.id), await json(ctx))
  })
  router.put('/api/v1/books/:id', async ctx => {
    ctx.body = change('book', find('book', 'id', ctx.params.id), await json(ctx))
  })
  router.delete('/api/v1/books/:id', ctx => {
    drop('book', find('book', 'id', ctx.params.id))
    ctx.status = 204
  })
  router.get('/api/v1/books/:book/reviews', ctx => {
    const items = table(tables, 'review').filter(it => it.book_id === ctx.params.book)
    ctx.body = { items, total: items.length, limit: 2, offset: 0 }
  })
  router.post('/api/v1/books/:book/reviews', async ctx => {
    const fields = await json(ctx)
    const { id } = find('book', 'id', ctx.params.book)
    ctx.status = 201
    ctx.body = add(tables, 'review', { ...fields, book_id: id })
  })
  router.get('/api/v1/articles', ctx => {
    ctx.body = table(tables, 'article')
  })
  router.get('/api/v1/articles/:slug', ctx => {
    ctx.body = { article: find('article', 'slug', ctx.params.slug) }
  })
  router.post('/api/v1/articles', async ctx => {
    const { article } = await json(ctx)
    ctx.status = 201
    ctx.body = { article: add(tables, 'article', article as Row) }
  })
  router.post('/api/v1/echo', async ctx => {
    ctx.body = { type: ctx.get('content-type'), text: await text(ctx), headers: ctx.headers, query: ctx.query }
  })
  return router
}

async function text(ctx: Context): Promise<string> {
  let all = ''
  for await (const chunk of ctx.req) all += String(chunk)
  return all
}

async function json(ctx: Context): Promise<Record<string, unknown>> {
  try {
    return JSON.parse(await text(ctx)) as Record<string, unknown>
  } catch {
    throw new Refusal(400, 'invalid_json')
  }
}
