import type { EntityClass } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import { layoutOf, type Column, type Layout } from '../table/layout.ts'
import { quote } from '../table/sql.ts'
import { Secret } from './passwords.ts'

/** How users are read: where their key, their password and their role stand. */
export interface Users {
  readonly layout: Layout
  readonly secret: Column
  /** SQL of the role, `null` where users have none. */
  readonly role: string
}

/** @param role the property that holds the role, where users have one */
export function usersOf(em: EntityManager, entity: EntityClass<object>, role: string | undefined): Users {
  const layout = layoutOf(em.getMetadata(entity))
  const secret = [...layout.columns.values()].find(({ property }) => property.customType instanceof Secret)
  if (!secret) throw new Error(`${layout.entity} has no password to sign in with`)
  return {
    layout,
    secret,
    role: role === undefined ? 'null' : (layout.columns.get(role)?.expression ?? quote(role)),
  }
}
