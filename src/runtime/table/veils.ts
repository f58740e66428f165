import { forbidden, invalid, Problem, unauthenticated } from '../http/problem.ts'
import { signedIn, type Principal } from '../identity/viewer.ts'
import { fieldError } from '../schema/messages.ts'
import type { ListQuery } from '../schema/list-query.ts'
import { value } from './read.ts'
import type { Store, Values } from './store.ts'

/** Who may: clients with one of the roles, and whom the row belongs to by this property. */
export interface Few {
  readonly roles?: readonly string[]
  readonly owner?: string
}

/** Who may see a property, or what a parameter tells of one, and who may write it; everybody where nothing is said. */
export interface Veil {
  readonly seen?: Few
  readonly written?: Few
}

export type Veils = Readonly<Record<string, Veil>>

/** A row without what the client may not see. */
export function veiled<T>(row: T, veils: Veils): T {
  const who = signedIn()
  const hidden = Object.entries(veils).flatMap(([name, { seen }]) => (seen && !isAmong(seen, who, row) ? [name] : []))
  if (hidden.length === 0 || typeof row !== 'object' || row === null) return row
  return Object.fromEntries(Object.entries(row).filter(([name]) => !hidden.includes(name))) as T // less is there at run time
}

const isAmong = ({ roles = [], owner }: Few, who: Principal | undefined, row: unknown): boolean =>
  who !== undefined &&
  (roles.includes(who.role ?? '') ||
    (owner !== undefined && typeof row === 'object' && row !== null && Reflect.get(row, owner) === who.id))

/**
 * What a client may not see it cannot ask for either: by filters, orders or words it would learn of it.
 *
 * @returns the names in which the client may search
 * @throws {Problem} 422, as for a parameter that there is not
 */
export function unveiled<Q extends Pick<ListQuery, 'where' | 'sort'>>(
  query: Q,
  search: readonly string[],
  veils: Veils,
) {
  const who = signedIn()
  const hides = (name: string) => {
    const seen = veils[name.replace(/^-/, '').split('.')[0]!]?.seen
    return seen !== undefined && !isAmong({ roles: seen.roles ?? [] }, who, undefined)
  }
  const asked = Object.keys(query.where).filter(hides)
  const sorted = query.sort.some(hides)
  if (asked.length > 0 || sorted)
    throw invalid(
      ...asked.map(name => fieldError(name, 'unknown_parameter')),
      ...(sorted ? [fieldError('sort', 'invalid')] : []),
    )
  return search.filter(name => !hides(name))
}

/** What a client may not write stays as it is when it replaces the row. */
export const untouched = (veils: Veils): readonly string[] => {
  const who = signedIn()
  return Object.entries(veils).flatMap(([name, { written }]) =>
    written && !isAmong({ roles: written.roles ?? [] }, who, undefined) ? [name] : [],
  )
}

/**
 * @param key the row that is changed; undefined for a new one, which will be the client's own
 * @throws {Problem} 401 for an anonymous client, 403 with the names of what it may not write
 */
export async function expectWritable(store: Store, fields: Values, veils: Veils, key?: Values): Promise<void> {
  const named = Object.entries(veils).flatMap(([name, { written }]) =>
    written && fields[name] !== undefined ? [[name, written] as const] : [],
  )
  if (named.length === 0) return
  const who = signedIn()
  if (!who) throw unauthenticated()
  const refused: string[] = []
  for (const [name, few] of named) {
    const own = few.owner !== undefined && (key === undefined ? true : (await value(store, key, few.owner)) === who.id)
    if (!own && !isAmong({ roles: few.roles ?? [] }, who, undefined)) refused.push(name)
  }
  if (refused.length === 0) return
  const { status, code, message } = forbidden('Some of this is not yours to write.')
  throw new Problem(status, code, message, { errors: refused.map(name => fieldError(name, 'refused')) })
}
