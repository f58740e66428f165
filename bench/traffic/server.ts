import type { RequestListener } from 'node:http'
import Router from '@koa/router'
import { Redis } from 'ioredis'
import Koa from 'koa'
import {
  action,
  cached,
  caching,
  connect,
  connectRedis,
  listQuery,
  path,
  problems,
  requestIds,
  routed,
  table,
} from '../../src/runtime/index.ts'
import { Book } from '../book.ts'
import { contest } from '../contestant.ts'

const [contestant = '', databaseUrl = '', redisUrl = ''] = process.argv.slice(2)

/** node:http and ioredis, and nothing besides: what reading from Redis costs at least. */
async function raw(): Promise<RequestListener> {
  const redis = new Redis(redisUrl)
  await redis.set('raw', process.argv[5] ?? '')
  return (_, response) => {
    void redis.get('raw').then(text => {
      const body = Buffer.from(text ?? '')
      response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': body.length })
      response.end(body)
    })
  }
}

/** What a generated service does for a read by key. */
async function service({
  memory,
  keeps,
}: {
  readonly memory?: number
  readonly keeps: boolean
}): Promise<RequestListener> {
  const orm = await connect(databaseUrl, { entities: [Book], migrations: [] })
  const redis = await connectRedis(redisUrl, orm, 10_000)
  const books = table(orm.em, Book)
  const show = action({ params: path('id') }, ({ params }) => books.get({ id: params.id }))
  const list = action({ query: listQuery(Book) }, ({ query }) => books.page(query))
  const keep = keeps ? [cached('10 minutes')] : []
  const router = new Router({ prefix: '/api/v1/books' }).get('/', ...keep, list).get('/:id', ...keep, show)
  const app = new Koa()
    .use(requestIds())
    .use(problems())
    .use(caching(redis, orm, memory === undefined ? {} : { memory }))
    .use(routed(router))
  return app.callback()
}

const contestants: Readonly<Record<string, () => Promise<RequestListener>>> = {
  raw,
  memory: () => service({ keeps: true }),
  redis: () => service({ keeps: true, memory: 0 }),
  uncached: () => service({ keeps: false }),
}

contest(await contestants[contestant]!())
