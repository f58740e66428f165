import type { Context, Middleware } from 'koa'

/**
 * Lets pages of other origins call the API and read its answers (CORS), without cookies. Stands before `problems()`, so
 * that errors can be read as well. A preflight is answered by the routes, which know the methods of a path.
 *
 * @param origins `https://shop.example`; without any, pages of every origin
 * @example app.use(crossOrigin('https://shop.example'))
 */
export const crossOrigin = (...origins: readonly string[]): Middleware => allowing(origins, false)

/**
 * The same for pages that send cookies along. They have to be named: whoever signs in by a cookie is signed in on every page
 * that the browser shows.
 */
export const crossOriginWithCookies = (...origins: readonly [string, ...string[]]): Middleware =>
  allowing(origins, true)

function allowing(origins: readonly string[], cookies: boolean): Middleware {
  return async (ctx, next) => {
    const origin = ctx.get('Origin')
    if (origins.length > 0) ctx.vary('Origin')
    if (!origin || (origins.length > 0 && !origins.includes(origin))) return next()
    ctx.set('Access-Control-Allow-Origin', origins.length > 0 ? origin : '*')
    if (cookies) ctx.set('Access-Control-Allow-Credentials', 'true')
    // the answer may be read where the policy of the origins says so
    ctx.remove('Cross-Origin-Resource-Policy')
    await next()
    const allowed = ctx.response.get('Allow')
    if (ctx.method !== 'OPTIONS' || !ctx.get('Access-Control-Request-Method') || !allowed) return exposeHeaders(ctx)
    ctx.vary('Access-Control-Request-Headers')
    ctx.set('Access-Control-Allow-Methods', allowed)
    ctx.set('Access-Control-Allow-Headers', ctx.get('Access-Control-Request-Headers') || '*')
    ctx.set('Access-Control-Max-Age', String(HOUR))
    return undefined
  }
}

const HOUR = 3600 // seconds

/** By name, because `*` means nothing where cookies come along. */
function exposeHeaders(ctx: Context): void {
  const names = ctx.res.getHeaderNames().filter(name => !readable.test(name))
  if (names.length > 0) ctx.set('Access-Control-Expose-Headers', names.map(asWritten).join(', '))
}

/** `Link`, as headers are usually written. */
const asWritten = (name: string): string =>
  name === 'etag' ? 'ETag' : name.replaceAll(/(?:^|-)(?:id$|api(?=-)|[a-z])/g, part => part.toUpperCase())

/** What pages can read anyway, what they never can, and what is for the browser alone. */
const readable =
  /^(?:cache-control|content-(?:language|length|type|security-policy)|expires|last-modified|pragma|set-cookie|vary|access-control-.*|cross-origin-.*|referrer-policy|strict-transport-security|x-(?:content-type-options|frame-options|xss-protection|dns-prefetch-control))$/i
