import type { EntityClass, Primary } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import { run } from '../database/run.ts'
import { unauthenticated } from '../http/problem.ts'
import { layoutOf } from '../table/layout.ts'
import { compile, quote, raw, sql } from '../table/sql.ts'
import type { Fields } from '../table/types.ts'
import { all, matching } from '../table/where.ts'
import { matches, Secret } from './passwords.ts'
import type { Principal } from './viewer.ts'

/** The user, with a key of the type that its entity has. */
type Known<Entity> = Omit<Principal, 'id'> & { readonly id: Key<Entity> }
type Key<Entity> = Primary<Entity> extends number ? number : string

/**
 * The user whom a password proves.
 *
 * @param role the property that holds the role, where users have one
 * @throws {Problem} 401, the same and as fast for a wrong password as for a user whom nobody knows
 * @example authenticate(em, User, { email }, password, 'role')
 */
export async function authenticate<Entity extends object>(
  em: EntityManager,
  entity: EntityClass<Entity>,
  key: Fields<Entity>,
  password: string,
  role?: keyof Fields<Entity> & string,
): Promise<Known<Entity>> {
  const layout = layoutOf(em.getMetadata(entity))
  const secret = [...layout.columns.values()].find(({ property }) => property.customType instanceof Secret)
  if (!secret) throw new Error(`${layout.entity} has no password to sign in with`)
  const read = [
    `${layout.key.expression} as "id"`,
    `${secret.expression} as "hash"`,
    ...(role === undefined ? [] : [`${layout.columns.get(role)?.expression ?? quote(role)} as "role"`]),
  ]
  const where = matching(layout, { ...key }) ?? [raw('false')]
  const { text, values } = compile(sql`${raw(`select ${read.join(', ')} from ${layout.table}`)}${all(where)}`)
  const { rows } = await run(em, text, values)
  const [user] = rows as readonly { id: Key<Entity>; hash: string | null; role?: string | null }[] // as selected
  if (!(await matches(password, user?.hash)) || !user) throw unauthenticated('These credentials are not right.')
  return { id: user.id, ...(user.role && { role: user.role }) }
}
