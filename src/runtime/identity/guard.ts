import type { Context, Middleware } from 'koa'
import type { z } from 'zod'
import { read, type Input } from '../http/action.ts'
import { forbidden, unauthenticated } from '../http/problem.ts'
import type { Principal } from './viewer.ts'

/** Finds the key of the user that an item belongs to. */
export type Owner = (ctx: Context) => Promise<unknown>

/**
 * Binds the guard to the service's own roles, so that a misspelt role does not compile.
 *
 * @param also what else a role may do: all that these roles may
 * @example export const allow = guard<Role>({ admin: ['editor'] })
 */
export function guard<Role extends string = never>(also: { readonly [R in Role]?: readonly Role[] } = {}) {
  const includes = new Map<string, readonly string[]>(
    Object.entries<readonly string[]>(also as Record<Role, readonly Role[]>),
  ) // roles that say something
  /** Lets through who has one of these roles, or owns the item; with none of them, anyone who is signed in. */
  return (...who: (Role | Owner)[]): Middleware => {
    const roles = new Set<string>(who.filter(one => typeof one === 'string'))
    const owners = who.filter(one => typeof one === 'function')
    return async (ctx, next) => {
      const principal = ctx.state['principal'] as Principal | undefined // set by `authenticated`
      if (!principal) throw unauthenticated()
      const { id, role } = principal
      let may = who.length === 0 || [role ?? '', ...(includes.get(role ?? '') ?? [])].some(one => roles.has(one))
      for (const owner of owners) may ||= (await owner(ctx)) === id
      if (!may) throw forbidden()
      await next()
    }
  }
}

/** For `allow(nobody)`: an operation that no rule opens. */
export const nobody: Owner = () => Promise.resolve(undefined)

/**
 * Whom an item belongs to, for `allow(articles.owner)`.
 *
 * @throws {Problem} 404 when there is no such item
 * @example owner: owner({ params: path('id') }, ({ params }) => articles.ownerOf(params.id))
 */
export const owner =
  <const S extends { readonly params: z.ZodType }>(shape: S, find: (input: Input<S>) => Promise<unknown>): Owner =>
  async ctx =>
    find(await read(shape, ctx))
