import { AsyncLocalStorage } from 'node:async_hooks'
import type { Context } from 'koa'

/** What the answer does to the client's cookie: a token to keep, or null to forget the one it has. */
interface Jar {
  token?: string | null
}

const current = new AsyncLocalStorage<Jar>()

/** The answer to the request that is under way hands out this token, also as a cookie where clients keep it in one. */
export function keepCookie(token: string): void {
  const jar = current.getStore()
  if (jar) jar.token = token
}

export function forgetCookie(): void {
  const jar = current.getStore()
  if (jar) jar.token = null
}

/**
 * Does `work`, and lets the answer set or clear the cookie as that comes out. No script reads it, it goes by HTTPS only
 * (and to localhost), and other sites' pages do not send it along when they post. Nobody keeps an answer that hands out a
 * token (RFC 6749, 5.1).
 *
 * @param name none where clients keep the token elsewhere
 * @param lifetime seconds
 */
export async function withCookie<T>(
  ctx: Context,
  name: string | undefined,
  lifetime: number,
  work: () => T,
): Promise<Awaited<T>> {
  const jar: Jar = {}
  const result = await current.run(jar, work)
  if (typeof jar.token === 'string') ctx.set('Cache-Control', 'no-store')
  if (jar.token !== undefined && name !== undefined) {
    const age = jar.token === null ? 0 : lifetime
    ctx.append('Set-Cookie', `${name}=${jar.token ?? ''}; Path=/; Max-Age=${age}; HttpOnly; Secure; SameSite=Lax`)
  }
  return result
}

/** The value of a cookie that came with the request. */
export function cookieOf(ctx: Context, name: string): string | undefined {
  for (const pair of ctx.get('Cookie').split(';')) {
    const [given, ...value] = pair.trim().split('=')
    if (given === name) return value.join('=').replace(/^"(.*)"$/, '$1') || undefined
  }
  return undefined
}
