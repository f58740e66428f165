import { createHash } from 'node:crypto'
import type { Context, Middleware } from 'koa'

/**
 * Gives each answer to a GET a tag (RFC 9110, 8.8.3), and answers 304 to who has it already.
 *
 * @example app.use(etags())
 */
export const etags = (): Middleware => async (ctx, next) => {
  await next()
  if ((ctx.method !== 'GET' && ctx.method !== 'HEAD') || ctx.status !== 200) return
  if (!TAGGED.test(ctx.response.get('ETag'))) {
    const text = jsonOf(ctx.body)
    if (text === undefined) return
    const type = ctx.response.get('Content-Type')
    ctx.body = text
    ctx.set('Content-Type', type)
    ctx.set('ETag', tagOf(ctx, text))
  }
  ifNoneMatch(ctx)
}

/** A tag of ours: a digest, the row's version before it where it has one. */
const TAGGED = /^"(?:\d+-)?[\w-]{27}"$/

const weakly = (tag: string): string => tag.trim().replace(/^W\//, '')

/** The text of a body; undefined for what is none, such as a stream. */
export function jsonOf(body: unknown): string | undefined {
  if (typeof body === 'string') return body
  const isPlain =
    typeof body === 'object' &&
    body !== null &&
    [Object.prototype, Array.prototype].includes(Object.getPrototypeOf(body) as object)
  return isPlain ? JSON.stringify(body) : undefined
}

/** The tag of a body. The version of a row, which `If-Match` goes by, stays in it: what is shown beside may change without the row. */
export function tagOf(ctx: Context, body: string): string {
  const version = /^"(\d+)"$/.exec(ctx.response.get('ETag'))?.[1]
  const digest = createHash('sha1').update(body).digest('base64url')
  return `"${version === undefined ? '' : `${version}-`}${digest}"`
}

/**
 * 304 where the client says by `If-None-Match` that it has this answer (RFC 9110, 13.1.2). What it says to caches on the way,
 * such as the `no-cache` that fetch adds, has no part in it.
 */
export function ifNoneMatch(ctx: Context): void {
  const header = ctx.req.headers['if-none-match']
  if (header === undefined) return
  const known = header.split(/\s*,\s*/).map(weakly)
  if (header.trim() !== '*' && !known.includes(weakly(ctx.response.get('ETag')))) return
  ctx.status = 304
  ctx.body = null
}
