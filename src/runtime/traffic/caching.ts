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
  const isPersonal = ctx.state['principal'] !== undefined
  ctx.status = 200
  ctx.set(headers)
  ctx.set('Cache-Control', `${isPersonal ? 'private' : 'public'}, max-age=${lasts / 1000}`)
  ctx.set('X-Cache', how)
  ctx.set('Age', String(Math.floor((milliseconds() - at) / 1000)))
  for (const header of vary) ctx.vary(header)
  ctx.body = body
  ifNoneMatch(ctx)
}

/**
 * Whatever an answer may hang on: path (also the one that a version is asked for by), query in any order, who asks, the address that is asked (answers may hold it), and what
 * else the service says that its answers vary by.
 */
function keyOf(ctx: Context): string {
  const principal = ctx.state['principal'] as Principal | undefined // as `authenticated` has put there
  const query = ctx.querystring.includes('&') ? ctx.querystring.split('&').toSorted(byName).join('&') : ctx.querystring
  const host = ctx.state['publicUrl'] ?? `${ctx.protocol}://${ctx.host}`
  const varied = String(ctx.response.get('Vary'))
    .split(/\s*,\s*/)
    .filter(name => name && !/^(?:origin|access-control-.*)$/i.test(name))
    .map(name => `${name}=${ctx.get(name)}`)
  const who = principal ? [principal.role ?? '', principal.id] : []
  const text = JSON.stringify([ctx.path, askedPath(ctx), query, host, ...varied, ...who])
  return text.length > 200 ? createHash('sha256').update(text).digest('base64url') : text
}

/** Several of one name stay in their order. */
const byName = (a: string, b: string): number => {
  const [one, other] = [a.split('=', 1)[0]!, b.split('=', 1)[0]!]
  return one < other ? -1 : Number(one > other)
}
