import type { Door, Placed, Policy } from '../spec/index.ts'
import { statedPath, type StatedPath } from './routes.ts'

/** The paths that have a meaning by a statement, whatever resource their words would name. */
export const statedPaths = (
  policies: readonly Placed<Policy>[],
  known: ReadonlySet<string>,
  users: string,
): readonly StatedPath[] =>
  policies.flatMap(({ fact }) => {
    if (fact.is === 'bulk')
      return [statedPath(fact.path, known, { method: 'POST', resource: fact.resource, ends: 'other' })]
    if (fact.is === 'distinct')
      return [statedPath(fact.path, known, { method: 'GET', resource: undefined, ends: 'other' })]
    if (fact.is === 'signs-in')
      return [statedPath(fact.path, known, { method: fact.method, resource: undefined, ends: 'other' })]
    if (fact.is === 'door') return [statedPath(fact.path, known, { method: fact.method, ...behind(fact.door, users) })]
    if (fact.is === 'own')
      return ['GET', 'PUT', 'PATCH', 'DELETE'].map(method =>
        statedPath(fact.path, known, { method, resource: fact.resource, ends: 'other' }),
      )
    if (fact.is !== 'listed-where') return []
    return [statedPath(fact.path, known, { method: 'GET', resource: fact.resource, ends: 'collection' })]
  })

/** Who registers creates a user; the other doors lead to no rows. */
const behind = (door: Door, users: string) =>
  door === 'register'
    ? ({ resource: users, ends: 'collection' } as const)
    : ({ resource: undefined, ends: 'other' } as const)
