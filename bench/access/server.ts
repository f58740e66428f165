import { createSecretKey, randomUUID } from 'node:crypto'
import type { RequestListener } from 'node:http'
import Router from '@koa/router'
import { defineEntity, p } from '@mikro-orm/core'
import jsonwebtoken from 'jsonwebtoken'
import Koa from 'koa'
import pg from 'pg'
import {
  action,
  authenticated,
  base,
  connect,
  connectRedis,
  guard,
  limits,
  password,
  path,
  problems,
  RefreshToken,
  requestIds,
  routed,
  securityHeaders,
  sessions,
  SignIn,
  signingKeys,
  table,
  tokens,
} from '../../src/runtime/index.ts'
import { Book } from '../book.ts'
import { contest } from '../contestant.ts'

const UserSchema = defineEntity({
  name: 'User',
  tableName: 'users',
  properties: { id: base.id, email: p.text().unique(), password: password(), role: p.enum(['reader']) },
})
class User extends UserSchema.class {}
UserSchema.setClass(User)

const [contestant = '', databaseUrl = '', secret = ''] = process.argv.slice(2)

/** node:http, pg and jsonwebtoken, and nothing besides: what it costs at least to give the same answer by hand. */
async function raw(): Promise<RequestListener> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 20 })
  const key = createSecretKey(Buffer.from(secret))
  const text = 'select id, created_at, updated_at, title, isbn, price from books where id = $1'
  return (incoming, response) => {
    const token = incoming.headers.authorization?.slice('Bearer '.length) ?? ''
    const claims = jsonwebtoken.verify(token, key, { algorithms: ['HS256'], issuer: 'bench', audience: 'bench' })
    if (typeof claims === 'string' || claims['role'] !== 'reader') return void response.writeHead(403).end()
    const [, id = ''] = /^\/api\/v1\/books\/([\da-f-]{36})(?:\?|$)/.exec(incoming.url ?? '') ?? []
    void pool.query({ name: 'book', text, values: [id] }).then(({ rows }) => {
      const body = JSON.stringify(rows[0])
      const length = Buffer.byteLength(body)
      response.writeHead(200, { ...headers, 'X-Request-ID': randomUUID(), 'Content-Length': length }).end(body)
    })
  }
}

const headers = {
  'Content-Type': 'application/json; charset=utf-8',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
}

/** What a generated service does for a read by key that takes signing in. @param keeps whether sign-ins are rows */
async function service(keeps: boolean): Promise<RequestListener> {
  const orm = await connect(databaseUrl, { entities: [Book, User, SignIn, RefreshToken], migrations: [] })
  const redis = await connectRedis(undefined, orm)
  const access = tokens({ keys: signingKeys().parse(secret), issuer: 'bench', audience: 'bench', lifetime: 900 })
  const signIns = sessions(orm.em, User, access, { role: 'role', lifetime: 86_400 })
  const books = table(orm.em, Book)
  const show = action({ params: path('id') }, ({ params }) => books.get({ id: params.id }))
  const app = new Koa()
    .use(requestIds())
    .use(securityHeaders())
    .use(problems())
    .use(limits(redis))
    .use(authenticated(keeps ? signIns : access))
    .use(routed(new Router({ prefix: '/api/v1/books' }).get('/:id', guard<'reader'>()('reader'), show)))
  return app.callback()
}

const contestants: Readonly<Record<string, () => Promise<RequestListener>>> = {
  raw,
  signed: () => service(false),
  kept: () => service(true),
}

contest(await contestants[contestant]!())
