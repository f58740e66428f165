import type { Context, Middleware } from 'koa'
import { forbidden, Problem } from '../http/problem.ts'
import { cookieOf, setCookie } from './cookie.ts'
import { isCrossSite } from './cross-site.ts'
import type { Sessions } from './sessions.ts'
import type { Tokens } from './tokens.ts'
import { during, type Visit } from './viewer.ts'

/**
 * Learns from its access token whom a request is from. A request without one, or with one that is not valid, is an
 * anonymous client's: what it may do the guards of the routes decide. A 401 says how to do better. Where clients keep
 * the token in a cookie, requests that pages of other sites make to change something are refused: 403.
 */
export function authenticated(tokens: Tokens | Sessions): Middleware {
  const { cookie, lifetime, origins } = tokens
  return async (ctx, next) => {
    const own = presented(ctx, tokens)
    const kept = cookie === undefined || own !== undefined ? undefined : cookieOf(ctx, cookie)
    const token = own ?? kept
    const known = token === undefined ? undefined : tokens.verify(token)
    const principal = known instanceof Promise ? await known : known
    const visit: Visit = { principal }
    ctx.state['principal'] = principal
    try {
      if (cookie !== undefined && own === undefined && isCrossSite(ctx, origins))
        throw forbidden('A page of another site asks for this.')
      await during(visit, next)
      setCookie(ctx, cookie, lifetime, visit.token)
    } catch (error) {
      const bad = token !== undefined && !principal
      throw error instanceof Problem && error.status === 401 ? challenging(error, tokens, bad) : error
    }
  }
}

/** The token, where the header has one of the scheme; schemes are written in any case (RFC 9110). */
function presented(ctx: Context, { header, scheme }: Pick<Tokens, 'header' | 'scheme'>): string | undefined {
  const text = ctx.get(header)
  if (!scheme || !text) return text || undefined
  const [given = '', token] = text.split(' ', 2)
  return given.toLowerCase() === scheme.toLowerCase() ? token : undefined
}

function challenging(
  { status, code, message, errors, headers }: Problem,
  { scheme }: Pick<Tokens, 'scheme'>,
  bad: boolean,
): Problem {
  const challenge = `${scheme || 'Bearer'}${bad ? ' error="invalid_token"' : ''}`
  return new Problem(status, code, message, { errors, headers: { ...headers, 'WWW-Authenticate': challenge } })
}
