import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash } from 'node:crypto'
import type { MikroORM } from '@mikro-orm/postgresql'
import type { Context, Middleware } from 'koa'
import { milliseconds } from '../clock.ts'
import { watch } from '../database/connect.ts'
import { ifNoneMatch, jsonOf, tagOf } from '../http/etags.ts'
import { askedPath } from '../versions/current.ts'
import type { Principal } from '../identity/viewer.ts'
import { Generations } from './generations.ts'
import { KeptAnswers, type Kept } from './kept.ts'
import { durationOf, type Duration } from './rate.ts'
import type { SharedRedis } from './redis.ts'

interface Options {
  /** Bytes of answers that a process keeps for itself, in front of Redis; 32 MB unless said otherwise. */
  readonly memory?: number
  /** Request headers that tell who is asking. */
  readonly vary?: readonly string[]
}

interface Cache {
  readonly answers: KeptAnswers
  readonly vary: readonly string[]
}

const reading = new AsyncLocalStorage<Set<string>>()

/**
 * Lets routes keep their answers: `app.use(caching(redis, orm))`, before whatever is `cached`. What an answer is made of is
 * read off the statements behind it; it holds until one of those tables changes, in whichever process, or its time is over.
 */
export function caching(redis: SharedRedis, orm: MikroORM, { memory = 32 << 20, vary = [] }: Options = {}): Middleware {
  const generations = new Generations(redis)
  const cache: Cache = { answers: new KeptAnswers(redis, generations, memory), vary }
  watch(orm, {
    reads: tables => {
      const made = reading.getStore()
      if (made) for (const table of tables) made.add(table)
    },
    changed: tables => generations.begin(tables),
  })
  return async (ctx, next) => {
    if (generations.started) await generations.started
    ctx.state['cache'] = cache
    try {
      await next()
    } finally {
      // who reads after this answer, wherever, is not to be answered from before
      if (generations.isTelling) await generations.told()
    }
  }
}

/**
 * Answers a GET from what is kept, if that still holds: from this process, then from Redis. However many ask at once, one of them
 * is worked for. Each user has answers of their own. Stands behind the guard.
 *
 * @example .get('/', cached('10 minutes'), books.list)
 */
export function cached(duration: Duration): Middleware {
  const lasts = durationOf(duration)
  return async (ctx, next) => {
    const cache = ctx.state['cache'] as Cache // as `caching` has put there
    const { answers } = cache
    const key = keyOf(ctx)
    for (;;) {
      const known = answers.recall(key)
      if (known) return show(ctx, known, cache, 'HIT')
      const flight = answers.flights.get(key)
      if (!flight) break
      const kept = await flight
      // a refusal is not shared
      if (!kept) return next()
      // what it waited for began before, and may have seen too little
      if (answers.holds(kept)) return show(ctx, kept, cache, 'HIT')
    }
    const made = await lead(ctx, next, answers, key, lasts)
    if (made) show(ctx, made.kept, cache, made.how)
  }
}

interface Made {
  readonly kept: Kept
  readonly how: 'HIT' | 'MISS'
}

async function lead(
  ctx: Context,
  next: () => Promise<unknown>,
  answers: KeptAnswers,
  key: string,
  lasts: number,
): Promise<Made | undefined> {
  const { promise, resolve } = Promise.withResolvers<Kept | undefined>()
  answers.flights.set(key, promise)
  let made: Made | undefined
  try {
    const fetched = await answers.fetch(key)
    made = fetched ? { kept: fetched, how: 'HIT' } : await make(ctx, next, answers, lasts)
    if (made?.how === 'MISS') answers.keep(key, made.kept)
    return made
  } finally {
    if (answers.flights.get(key) === promise) answers.flights.delete(key)
    resolve(made?.kept)
  }
}

/** Undefined where what was answered is nothing to keep. */
async function make(
  ctx: Context,
  next: () => Promise<unknown>,
  { generations }: KeptAnswers,
  lasts: number,
): Promise<Made | undefined> {
  const [at, turn, tables] = [milliseconds(), generations.turn, new Set<string>()]
  await reading.run(tables, next)
  const body = isKeepable(ctx) ? jsonOf(ctx.body) : undefined
  if (body === undefined) return undefined
  const headers: Record<string, string> = {
    'Content-Type': ctx.response.get('Content-Type') || 'application/json',
    ETag: tagOf(ctx, body),
  }
  const link = ctx.response.get('Link')
  if (link) headers['Link'] = link
  return { kept: { at, lasts, headers, body, tables: [...tables], turn }, how: 'MISS' }
}

const isKeepable = ({ status, response }: Context): boolean =>
  status === 200 && !response.get('Set-Cookie') && !/no-store|private/.test(response.get('Cache-Control'))

function show(ctx: Context, { at, lasts, headers, body }: Kept, { vary }: Cache, how: Made['how']): void {
  const { res } = ctx // each header by way of Koa costs more than all of them here
  ctx.status = 200
  for (const name in headers) res.setHeader(name, headers[name]!)
  res.setHeader('Cache-Control', `${ctx.state['principal'] ? 'private' : 'public'}, max-age=${lasts / 1000}`)
  res.setHeader('X-Cache', how)
  res.setHeader('Age', Math.floor((milliseconds() - at) / 1000))
  for (const header of vary) ctx.vary(header)
  ctx.body = body
  ifNoneMatch(ctx)
}

/**
 * Whatever an answer may hang on: the path, also as a version is asked for by it, the query in any order, the address that was
 * asked (answers may hold it), what else the service says that its answers vary by, and who asks.
 */
function keyOf(ctx: Context): string {
  const { path, querystring, state } = ctx
  const host = state['publicUrl'] === undefined ? `${ctx.protocol}://${ctx.host}` : ''
  const query = querystring.includes('&') ? querystring.split('&').toSorted(byName).join('&') : querystring
  const principal = state['principal'] as Principal | undefined // as `authenticated` has put there
  const who = principal ? JSON.stringify([principal.role, principal.id]) : ''
  // what stands in the head of a request has no line breaks
  const text = `${path}\n${askedPath(ctx)}\n${query}\n${host}\n${varied(ctx)}\n${who}`
  return text.length > 400 ? createHash('sha256').update(text).digest('base64url') : text
}

/** What the request says in the headers that answers vary by; other origins are let in or not outside of what is kept. */
function varied(ctx: Context): string {
  const header = ctx.response.get('Vary')
  if (!header) return ''
  const names = String(header)
    .toLowerCase()
    .split(/\s*,\s*/)
  return names.flatMap(name => (/^(?:origin$|access-control-)/.test(name) ? [] : `${name}=${ctx.get(name)}`)).join('\n')
}

/** Several of one name stay in their order. */
const byName = (a: string, b: string): number => {
  const [one, other] = [a.split('=', 1)[0]!, b.split('=', 1)[0]!]
  return one < other ? -1 : Number(one > other)
}
