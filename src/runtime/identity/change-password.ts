import type { EntityClass } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import { run } from '../database/run.ts'
import { invalid, unauthenticated, type Problem } from '../http/problem.ts'
import { fieldError } from '../schema/messages.ts'
import { isOfSight } from '../table/sight.ts'
import { table } from '../table/table.ts'
import { guessing } from './guesses.ts'
import { matches } from './passwords.ts'
import { usersOf } from './users.ts'
import { principal } from './viewer.ts'

interface Options {
  /** The name of the field that holds the password as it was, for the error. */
  readonly field: string
  /** What is thrown instead, when it is wrong. */
  readonly refusal?: Problem
}

/**
 * Gives whom the request is signed in as another password. Other clients are signed out, and no refresh token is good any more.
 *
 * @throws {Problem} 422 when the password as it was is wrong, 401 when there is no such user any more,
 * 429 when it was wrong too often
 */
export async function changePassword<Entity extends object>(
  em: EntityManager,
  entity: EntityClass<Entity>,
  before: string,
  after: string,
  { field, refusal = invalid(fieldError(field, 'invalid')) }: Options,
): Promise<void> {
  const { layout, secret } = usersOf(em, entity, undefined)
  const { id } = principal()
  const { rows } = await run(
    em,
    `select ${secret.expression} as hash from ${layout.table} where ${[`${layout.key.expression} = $1`, ...layout.kept.filter(one => !isOfSight(one))].join(' and ')}`,
    [id],
  )
  const [user] = rows as readonly { hash: string | null }[] // as selected
  if (!user) throw unauthenticated()
  const { hash } = user
  if (!(await guessing({ id }, async () => (await matches(before, hash)) || undefined))) throw refusal
  // the names of the key and of the password are those of the entity
  await table(em, entity).update({ [layout.key.name]: id } as never, { [secret.name]: after } as never)
}
