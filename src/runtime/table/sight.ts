import type { EntityMetadata, EntityProperty } from '@mikro-orm/core'
import { ROLE, quote, VIEWER } from './sql.ts'

/** Whoever has this role sees all: no client does, and tests look behind what clients see with it. */
const ALL = '*'

const SIGHT = 'sight'

/**
 * Rows that only clients with one of these roles see; for others they are not there, whichever way they ask: in no list,
 * under no key, as nobody's parent. `{name}` stands for a column of the row, `{viewer}` for the key of whom the
 * request is signed in as.
 *
 * @example filters: hiddenUnless(['editor'], `{status} = 'draft'`)
 */
export const hiddenUnless = (roles: readonly string[], condition: string) =>
  sight(`({viewer role} in (${[...roles, ALL].map(literal).join(', ')}) or (${condition}) is not true)`)

/** The only rows that clients of this role see. @example filters: limitedTo('trainee', `{team} = 'support'`) */
export const limitedTo = (role: string, condition: string) =>
  sight(`({viewer role} is distinct from ${literal(role)} or ${condition})`)

const sight = (sql: string) => {
  const name = `${SIGHT} ${sql}`
  return { [name]: { name, cond: { sql }, default: false } }
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`

/** @param alias what the row is called in the statement */
export function sightConditions(meta: EntityMetadata, alias: string): string[] {
  const columns = new Map(Object.values<EntityProperty>(meta.properties).map(it => [it.name, it.fieldNames?.[0]]))
  return Object.values(meta.filters).flatMap(({ name, cond }) => {
    if (!name.startsWith(`${SIGHT} `) || typeof cond !== 'object' || !('sql' in cond)) return []
    return String(cond['sql']).replaceAll(/\{([\w. -]+)\}/g, (_, given: string) => {
      if (given === 'viewer') return VIEWER
      if (given === 'viewer role') return ROLE
      return `${alias}.${quote(columns.get(given) ?? given)}`
    })
  })
}

/** Conditions on who asks; the others hold for everybody. */
export const isOfSight = (condition: string): boolean => condition.includes(ROLE)
