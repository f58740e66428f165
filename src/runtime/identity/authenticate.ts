import type { EntityClass, Primary } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import { run } from '../database/run.ts'
import { isEmail } from '../email.ts'
import { unauthenticated, type Problem } from '../http/problem.ts'
import { sentences } from '../http/sentences.ts'
import type { Layout } from '../table/layout.ts'
import { compile, raw, sql } from '../table/sql.ts'
import type { Fields } from '../table/types.ts'
import { all, matching } from '../table/where.ts'
import { guessing } from './guesses.ts'
import { matches } from './passwords.ts'
import { usersOf } from './users.ts'
import { seeingAll, type Principal } from './viewer.ts'

/** The user, with a key of the type that its entity has. */
type Known<Entity> = Omit<Principal, 'id'> & { readonly id: Key<Entity> }
type Key<Entity> = Primary<Entity> extends number ? number : string

interface Options<Entity> {
  /** The property that holds the role, where users have one. */
  readonly role?: keyof Fields<Entity> & string
  /** What is thrown instead of the usual 401. */
  readonly refusal?: Problem
}

/**
 * The user whom a password proves.
 *
 * @throws {Problem} 401, the same and as fast for a wrong password as for a user whom nobody knows; 429 for too many of them
 * @example authenticate(em, User, { email }, password, { role: 'role' })
 */
export async function authenticate<Entity extends object>(
  em: EntityManager,
  entity: EntityClass<Entity>,
  key: Fields<Entity>,
  password: string,
  { role, refusal = unauthenticated(sentences.credentials) }: Options<Entity> = {},
): Promise<Known<Entity>> {
  const users = usersOf(em, entity, role)
  const { layout, secret } = users
  const read = raw(
    `select ${layout.key.expression} as id, ${secret.expression} as hash, ${users.role} as role from ${layout.table}`,
  )
  const where = matching(layout, { ...key }) ?? [raw('false')]
  const { text, values } = seeingAll(() => compile(sql`${read}${all(where)}`))
  const user = await guessing(folded(layout, key), async () => {
    const { rows } = await run(em, text, values)
    const [found] = rows as readonly { id: Key<Entity>; hash: string | null; role: string | null }[] // as selected
    return (await matches(password, found?.hash)) ? found : undefined
  })
  if (!user) throw refusal
  return { id: user.id, ...(user.role !== null && { role: user.role }) }
}

/** What guesses are counted by: an e-mail address is the same account in any case. */
const folded = ({ columns }: Layout, key: object): object =>
  Object.fromEntries(
    Object.entries(key).map(([name, value]) => {
      const property = columns.get(name)?.property
      return [name, typeof value === 'string' && property && isEmail(property) ? value.toLowerCase() : value]
    }),
  )
