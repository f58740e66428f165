import type { Who } from '../spec/index.ts'
import type { Joined, ScenarioPage } from './join.ts'
import { caller } from './gathered.ts'
import type { OperationPage } from './operations.ts'
import { statedBy } from './stated.ts'

/** What scenarios say about who may do what. */
export interface Permissions {
  /** Who was seen to ask: nobody in particular, somebody signed in, the roles. */
  readonly actors: readonly string[]
  readonly rows: readonly { readonly operation: OperationPage; readonly cells: ReadonlyMap<string, Permission> }[]
}

/** Both where it depends, e.g. on whose row it is. */
export interface Permission {
  readonly may: readonly ScenarioPage[]
  readonly mayNot: readonly ScenarioPage[]
}

/** Role by operation, from scenarios; nothing where the API knows no users. */
export function permissionsOf({ report, scenarios, operations }: Joined): Permissions | undefined {
  const { model } = report
  if (!model.identity) return undefined
  const { unauthenticated = 401, forbidden = 403 } = model.errors.statuses
  const refusals = new Set([unauthenticated, forbidden])
  const called = caller(model)
  const rows = new Map(operations.map(page => [page.operation, new Map<string, Mutable>()]))
  for (const page of scenarios)
    for (const { act, who, statuses, succeeds } of statedBy(page.scenario)) {
      const operation = called(act)?.operation
      const cells = operation && rows.get(operation)
      if (!cells) continue
      const cell = cells.get(actorOf(who)) ?? { may: new Set(), mayNot: new Set() }
      if (statuses.some(status => refusals.has(status))) cell.mayNot.add(page)
      else if (succeeds || statuses.some(status => status < 400)) cell.may.add(page)
      else continue
      cells.set(actorOf(who), cell)
    }
  const seen = new Set([...rows.values()].flatMap(cells => [...cells.keys()]))
  const order = [ANYONE, SOMEBODY, ...model.identity.roles]
  return {
    actors: [
      ...order.filter(actor => seen.has(actor)),
      ...[...seen].filter(actor => !order.includes(actor)).toSorted(),
    ],
    rows: operations.map(operation => ({ operation, cells: listed(rows.get(operation.operation)) })),
  }
}

interface Mutable {
  readonly may: Set<ScenarioPage>
  readonly mayNot: Set<ScenarioPage>
}

const ANYONE = 'not signed in'
const SOMEBODY = 'signed in'

/** A user by name is somebody: which role that is, the scenario keeps to itself. */
function actorOf(who: Who | undefined): string {
  if (!who || who.is === 'anonymous' || who.is === 'token') return ANYONE
  return who.is === 'role' ? who.role : SOMEBODY
}

const listed = (cells: ReadonlyMap<string, Mutable> = new Map()): ReadonlyMap<string, Permission> =>
  new Map([...cells].map(([actor, { may, mayNot }]) => [actor, { may: [...may], mayNot: [...mayNot] }]))
