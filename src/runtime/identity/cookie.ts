import type { Context } from 'koa'

/**
 * Sets or clears the cookie, as the answer says. No script reads it, it goes by HTTPS only (and to localhost), and other
 * sites' pages do not send it along when they post. Nobody keeps an answer that hands out a token (RFC 6749, 5.1).
 *
 * @param name none where clients keep the token elsewhere
 * @param lifetime seconds
 */
export function setCookie(
  ctx: Context,
  name: string | undefined,
  lifetime: number,
  token: string | null | undefined,
): void {
  if (typeof token === 'string') ctx.set('Cache-Control', 'no-store')
  if (token === undefined || name === undefined) return
  const age = token === null ? 0 : lifetime
  ctx.append('Set-Cookie', `${name}=${token ?? ''}; Path=/; Max-Age=${age}; HttpOnly; Secure; SameSite=Lax`)
}

/** The value of a cookie that came with the request. */
export function cookieOf(ctx: Context, name: string): string | undefined {
  for (const pair of ctx.get('Cookie').split(';')) {
    const [given, ...value] = pair.trim().split('=')
    if (given === name) return value.join('=').replace(/^"(.*)"$/, '$1') || undefined
  }
  return undefined
}
