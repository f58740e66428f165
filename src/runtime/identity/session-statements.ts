import type { EntityClass } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import { isOfSight } from '../table/sight.ts'
import { usersOf } from './users.ts'

/**
 * What sessions ask of the database. A sign-in is locked before its tokens, everywhere: so none of two that meet waits
 * for the other, and no token is issued to one that is being ended.
 */
export function sessionStatements(em: EntityManager, entity: EntityClass<object>, role: string | undefined) {
  const { layout, role: roleOf } = usersOf(em, entity, role)
  const { key, table } = layout
  const users = `join ${table} on ${key.expression} = s.user_id::${key.type}`
  const there = layout.kept
    .filter(one => !isOfSight(one))
    .map(condition => ` and ${condition}`)
    .join('')
  const shown = `${key.expression} as id, ${roleOf} as role`
  return {
    open: `with opened as (insert into sign_ins (id, user_id, ends_at) values ($1, $2, $3) returning id)
      insert into refresh_tokens (id, sign_in_id) select $4, id from opened`,
    /** A few at a time, so that nobody pays for many. */
    forget: `delete from sign_ins where id in
      (select id from sign_ins where ends_at <= $1 order by ends_at limit 10 for update skip locked)`,
    alive: `select ${shown}, s.id as session from sign_ins s ${users} where s.id = any ($1::uuid[]) and s.ends_at > $2${there}`,
    renew: `with family as (
        select s.id, s.user_id from refresh_tokens t join sign_ins s on s.id = t.sign_in_id
        where t.id = $1 and s.ends_at > $2 for update of s),
      spent as (
        update refresh_tokens t set spent_at = $2 from family
        where t.id = $1 and t.spent_at is null returning t.sign_in_id),
      issued as (insert into refresh_tokens (id, sign_in_id) select $3, sign_in_id from spent),
      prolonged as (update sign_ins set ends_at = $4 from spent where sign_ins.id = spent.sign_in_id)
      select ${shown}, s.id as session from spent join family s on s.id = spent.sign_in_id ${users} where true${there}`,
    extend: `with s as (
        update sign_ins set ends_at = $3 from refresh_tokens t
        where t.id = $1 and t.spent_at is null and sign_ins.id = t.sign_in_id and sign_ins.ends_at > $2
        returning sign_ins.id, sign_ins.user_id)
      select ${shown}, s.id as session from s ${users} where true${there}`,
    family: `select sign_in_id as session, spent_at as spent from refresh_tokens where id = $1`,
    close: 'delete from sign_ins where id = $1',
  } as const
}

/**
 * Ends what a user is signed in to, after a change of the password: other clients at once, the one that made the change
 * with its access token.
 */
export const endOthers = {
  signIns: 'delete from sign_ins where user_id = $1 and id is distinct from $2::uuid',
  tokens: 'delete from refresh_tokens t using sign_ins s where s.id = t.sign_in_id and s.user_id = $1',
} as const
