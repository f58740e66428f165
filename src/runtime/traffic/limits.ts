import { createHash } from 'node:crypto'
import { BlockList } from 'node:net'
import type { Context, Middleware } from 'koa'
import { milliseconds } from '../clock.ts'
import { problem } from '../http/problem.ts'
import type { Principal } from '../identity/viewer.ts'
import { askedPath } from '../versions/current.ts'
import { clientAddress, network } from './client-address.ts'
import { rateOf, type Rate } from './rate.ts'
import type { SharedRedis } from './redis.ts'
import { certainWindows, windows, type Windows } from './windows.ts'

/** Whose requests are counted together: those of a signed-in user, or of an address. Who is not signed in goes by address. */
export type Scope = 'user' | 'address'

interface Options {
  /** What becomes of limited requests while Redis is away: let through (`open`, as is usual), or answered with 503 (`closed`). */
  readonly whenAway?: 'open' | 'closed'
  /** Whose `X-Forwarded-For` is believed. */
  readonly proxies?: BlockList
  /**
   * Headers that are sent besides `RateLimit`, by what their names begin with: `{ 'X-RateLimit': 'time' }` sends `X-RateLimit-Limit`,
   * `-Remaining` and `-Reset`, the last as a moment (seconds since 1970) or as the seconds until then.
   */
  readonly headers?: Readonly<Record<string, 'time' | 'seconds'>>
}

interface Limiter extends Required<Options> {
  readonly windows: Windows
  readonly guesses: ReturnType<typeof certainWindows>
  readonly queues: Map<string, Queue>
}

/** Who wants to prove the same at once: `running` are those that are looked at. */
export interface Queue {
  there: number
  running: number
  failed: number
  readonly waiting: (() => void)[]
}

/** What counts the failures of a request's client. */
export interface Counting {
  readonly address: string
  readonly windows: ReturnType<typeof certainWindows>
  readonly queues: Map<string, Queue>
  /** Says by the usual headers what is left. */
  readonly tell: (state: State) => void
}

export function countingOf(ctx: Context): Counting {
  const limiter = ctx.state['limits'] as Limiter // as `limits` has put there
  const { guesses, queues } = limiter
  return { address: addressOf(ctx, limiter), windows: guesses, queues, tell: state => tell(ctx, state, limiter) }
}

/** Lets routes count requests: `app.use(limits(redis))`, before whatever has a `limit`. */
export function limits(redis: SharedRedis, options: Options = {}): Middleware {
  const limiter: Limiter = {
    whenAway: 'open',
    proxies: new BlockList(),
    headers: {},
    ...options,
    windows: windows(redis),
    guesses: certainWindows(redis),
    queues: new Map(),
  }
  return (ctx, next) => {
    ctx.state['limits'] = limiter
    return next()
  }
}

/**
 * Lets so many requests of a client through; the others are told when to come again (draft-ietf-httpapi-ratelimit-headers). Counted
 * by route, however its path is spelled, or all that lie under a path.
 *
 * @throws {Problem} 429, with `Retry-After`
 * @example .post('/', limit('5/minute', 'user'), orders.create)
 * @example app.use(limit('1000/hour', 'address', '/api/v1'))
 */
export function limit(rate: Rate, per: Scope, under?: string): Middleware {
  const { quota, window } = rateOf(rate)
  const policy = `"${rate} per ${per}"`
  const folder = under === undefined ? undefined : pattern(under)
  return async (ctx, next) => {
    if (ctx.method === 'OPTIONS' || (folder && !folder.test(ctx.path) && !folder.test(askedPath(ctx)))) return next()
    const limiter = ctx.state['limits'] as Limiter // as `limits` has put there
    const count = await limiter.windows.count(`${placeOf(ctx, under)} ${rate} ${clientOf(ctx, per, limiter)}`, window)
    if (count) {
      const state = { policy, quota, window, left: quota - count.used, ends: count.ends }
      tell(ctx, state, limiter)
      if (state.left < 0) throw tooMany(state.ends)
    } else if (limiter.whenAway === 'closed')
      throw problem('unavailable', 'Requests cannot be counted now. Try again.', { headers: { 'Retry-After': '1' } })
    return next()
  }
}

interface State {
  readonly policy: string
  readonly quota: number
  readonly window: number
  /** Below zero where it is one too many. */
  readonly left: number
  readonly ends: number
}

/** The paths that begin so; `:book` is any part of one. The router ignores case, too. */
function pattern(under: string): RegExp {
  const parts = under.split('/').filter(Boolean)
  const source = parts.map(part => (part.startsWith(':') ? '[^/]+' : RegExp.escape(part))).join('/')
  return new RegExp(source === '' ? '^/' : `^/${source}(?:/|$)`, 'i')
}

/** A route as it is written, so that neither the case nor the slashes of a request's path count; HEAD is a GET. */
function placeOf(ctx: Context, under: string | undefined): string {
  if (under !== undefined) return `${under}/*`
  return `${ctx.method === 'HEAD' ? 'GET' : ctx.method} ${String(ctx['_matchedRoute'])}`
}

function clientOf(ctx: Context, per: Scope, limiter: Limiter): string {
  const principal = ctx.state['principal'] as Principal | undefined // as `authenticated` has put there
  return per === 'user' && principal ? `user ${principal.id}` : addressOf(ctx, limiter)
}

/** An address is personal, and nobody has to know it here. */
const addressOf = (ctx: Context, { proxies }: Limiter): string => digest(network(clientAddress(ctx.req, proxies)))

/** What a key tells apart by, and tells nothing of. */
export const digest = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22)

const secondsUntil = (ends: number): number => Math.max(1, Math.ceil((ends - milliseconds()) / 1000))

/** Several limits stand side by side; of those that know only one, the headers tell the one that is nearest. */
function tell(ctx: Context, state: State, { headers }: Limiter): void {
  const { policy, quota, window, left, ends } = state
  const remaining = Math.max(0, left)
  const seconds = secondsUntil(ends)
  ctx.append('RateLimit-Policy', `${policy};q=${quota};w=${window / 1000}`)
  ctx.append('RateLimit', `${policy};r=${remaining};t=${seconds}`)
  const nearest = ctx.state['nearestLimit'] as State | undefined // set below
  if (nearest && nearest.left <= left) return
  ctx.state['nearestLimit'] = state
  for (const [name, reset] of Object.entries(headers)) {
    ctx.set(`${name}-Limit`, String(quota))
    ctx.set(`${name}-Remaining`, String(remaining))
    ctx.set(`${name}-Reset`, String(reset === 'time' ? Math.ceil(ends / 1000) : seconds))
  }
}

/** 429: when to come again. */
export function tooMany(ends: number) {
  const seconds = secondsUntil(ends)
  const detail = `Too many requests. Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`
  return problem('rate_limited', detail, { headers: { 'Retry-After': String(seconds) } })
}
