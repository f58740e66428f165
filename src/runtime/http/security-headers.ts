import type { Middleware } from 'koa'

/**
 * What an API that answers data, and no pages, tells browsers: not to guess types, not to run, frame or embed its answers, to
 * come by HTTPS only, and to send no referrers.
 */
const usual: Readonly<Record<string, string>> = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
}

/**
 * Sets these headers on every answer; what stands after it may set others.
 *
 * @param own other values, or `false` for none
 * @example app.use(securityHeaders({ 'X-Frame-Options': 'SAMEORIGIN' }))
 */
export function securityHeaders(own: Readonly<Record<string, string | false>> = {}): Middleware {
  const all = Object.entries({ ...usual, ...own }).filter((header): header is [string, string] => header[1] !== false)
  return (ctx, next) => {
    for (const [name, value] of all) ctx.res.setHeader(name, value)
    return next()
  }
}
