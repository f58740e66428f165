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
  /**
   * What becomes of a value from others: 403 where nothing is said, but 401 for who is not signed in; 403 for these, too;
   * 422; or the rest is written without it.
   */
  readonly otherwise?: 'forbidden' | 'invalid' | 'ignored'
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
 * What of some fields the client may write: all of them, without those that are ignored.
 *
 * @param key the row that is changed; undefined for a new one, which will be the client's own
 * @throws {Problem} 401 for an anonymous client, 403 or 422 with the names of what it may not write
 */
export async function writable(store: Store, fields: Values, veils: Veils, key?: Values): Promise<Values> {
  const named = Object.entries(veils).filter(([name, { written }]) => written && fields[name] !== undefined)
  if (named.length === 0) return fields
  const who = signedIn()
  const others: (readonly [name: string, otherwise: Veil['otherwise']])[] = []
  for (const [name, { written = {}, otherwise }] of named) {
    const { owner, roles = [] } = written
    const own =
      who !== undefined && owner !== undefined && (key === undefined || (await value(store, key, owner)) === who.id)
    if (!own && !isAmong({ roles }, who, undefined)) others.push([name, otherwise])
  }
  const refused = (as: Veil['otherwise']) => others.flatMap(([name, otherwise]) => (otherwise === as ? [name] : []))
  const errors = (names: readonly string[]) => names.map(name => fieldError(name, 'refused'))
  const [invalidNames, asked] = [refused('invalid'), refused(undefined)]
  const forbiddenNames = [...asked, ...refused('forbidden')]
  if (forbiddenNames.length > 0) {
    if (!who && asked.length > 0) throw unauthenticated()
    const { status, code, message } = forbidden('Some of this is not yours to write.')
    throw new Problem(status, code, message, { errors: errors(forbiddenNames) })
  }
  if (invalidNames.length > 0) throw invalid(...errors(invalidNames))
  const ignored = refused('ignored')
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !ignored.includes(name)))
}
