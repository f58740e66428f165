import type { Fact } from '../../spec/index.ts'
import type { World } from '../world.ts'
import { acts } from './acts.ts'
import { bodies } from './bodies.ts'
import { caching } from './caching.ts'
import { errors } from './errors.ts'
import { headers } from './headers.ts'
import { identity } from './identity.ts'
import { limits } from './limits.ts'
import { lists } from './lists.ts'
import type { Performers } from './performer.ts'
import { policies } from './policies.ts'
import { rows } from './rows.ts'
import { statuses } from './statuses.ts'

/** Every kind of fact, once: one that nobody performs does not compile. */
const performers: Performers<Fact['is']> = {
  ...policies,
  ...rows,
  ...acts,
  ...statuses,
  ...bodies,
  ...lists,
  ...errors,
  ...identity,
  ...caching,
  ...limits,
  ...headers,
}

/**
 * Brings a fact about, or checks it, on the service.
 *
 * @throws {ExpectationError} when the service is otherwise
 * @throws {EnvironmentError} when there is none to ask
 */
export async function perform(fact: Fact, world: World): Promise<void> {
  const performer = performers[fact.is] as (fact: Fact, world: World) => void | Promise<void> // the key picks the kind
  await performer(fact, world)
}
