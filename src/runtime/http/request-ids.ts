import type { Context, Middleware } from 'koa'
import { uuidv7 } from '../uuid.ts'

/** Gives each request an id: the caller's `X-Request-ID` if it looks like one, else a new one. It is answered in the same header. */
export const requestIds = (): Middleware => (ctx, next) => {
  const given = ctx.req.headers['x-request-id']
  const id = typeof given === 'string' && /^[\w.:@/+=-]{1,128}$/.test(given) ? given : uuidv7()
  ctx.state['requestId'] = id
  ctx.res.setHeader('X-Request-ID', id)
  return next()
}

/** The id that `requestIds` gave. */
export const requestId = (ctx: Context): string | undefined => ctx.state['requestId'] as string | undefined
