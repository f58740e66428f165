import type { Context, Middleware } from 'koa'
import { Problem } from '../http/problem.ts'
import type { Tokens } from './tokens.ts'
import { onBehalfOf } from './viewer.ts'

/**
 * Learns from its access token whom a request is from. A request without one, or with one that is not valid, is an
 * anonymous client's: what it may do the guards of the routes decide. A 401 says how to do better.
 */
export function authenticated(tokens: Tokens): Middleware {
  return async (ctx, next) => {
    const token = presented(ctx, tokens)
    const principal = token === undefined ? undefined : tokens.verify(token)
    ctx.state['principal'] = principal
    try {
      await (principal ? onBehalfOf(principal, next) : next())
    } catch (error) {
      const bad = token !== undefined && !principal
      throw error instanceof Problem && error.status === 401 ? challenging(error, tokens, bad) : error
    }
  }
}

/** The token, where the header has one of the scheme; schemes are written in any case (RFC 9110). */
function presented(ctx: Context, { header, scheme }: Tokens): string | undefined {
  const text = ctx.get(header)
  if (!scheme) return text || undefined
  const [given = '', token] = text.split(' ', 2)
  return given.toLowerCase() === scheme.toLowerCase() ? token : undefined
}

function challenging({ status, code, message, errors, headers }: Problem, { scheme }: Tokens, bad: boolean): Problem {
  const challenge = `${scheme || 'Bearer'}${bad ? ' error="invalid_token"' : ''}`
  return new Problem(status, code, message, { errors, headers: { ...headers, 'WWW-Authenticate': challenge } })
}
