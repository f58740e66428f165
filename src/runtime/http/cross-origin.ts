import type { Middleware } from 'koa'

/**
 * Lets pages of other origins call the API and read its answers (CORS). Stands before `problems()`, so that errors can
 * be read as well. A preflight is answered by the routes, which know the methods of a path.
 *
 * @param origins `https://shop.example`; without any, pages of every origin
 * @example app.use(crossOrigin('https://shop.example'))
 */
export function crossOrigin(...origins: readonly string[]): Middleware {
  return async (ctx, next) => {
    const origin = ctx.get('Origin')
    if (origins.length > 0) ctx.vary('Origin')
    if (!origin || (origins.length > 0 && !origins.includes(origin))) return next()
    ctx.set('Access-Control-Allow-Origin', origins.length > 0 ? origin : '*')
    ctx.set('Access-Control-Expose-Headers', '*')
    const method = ctx.get('Access-Control-Request-Method')
    await next()
    const allowed = ctx.response.get('Allow')
    if (ctx.method !== 'OPTIONS' || !method || !allowed) return
    ctx.vary('Access-Control-Request-Headers')
    ctx.set('Access-Control-Allow-Methods', allowed)
    ctx.set('Access-Control-Allow-Headers', ctx.get('Access-Control-Request-Headers') || '*')
    ctx.set('Access-Control-Max-Age', String(HOUR))
  }
}

const HOUR = 3600 // seconds
