import type { Context } from 'koa'

const SAFE = ['GET', 'HEAD', 'OPTIONS']

/**
 * Whether a page of another site makes the browser send this request, which would change something in the name of who
 * is signed in there (CSRF). Browsers say so, and no page can make them lie; clients that are no browsers say nothing,
 * and carry no cookie that is not their own.
 *
 * @param origins of other sites whose pages may: `https://shop.example`
 */
export function isCrossSite(ctx: Context, origins: readonly string[]): boolean {
  if (SAFE.includes(ctx.method)) return false
  const origin = ctx.get('Origin')
  if (origins.includes(origin)) return false
  const site = ctx.get('Sec-Fetch-Site')
  if (site) return site !== 'same-origin' && site !== 'none'
  return origin !== '' && hostOf(origin) !== ctx.host
}

const hostOf = (origin: string): string | undefined => (URL.canParse(origin) ? new URL(origin).host : undefined)
