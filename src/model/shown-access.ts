import {
  byPlace,
  expectedStatus,
  type Example,
  type Grant,
  type Placed,
  type Policy,
  type Specification,
} from '../spec/index.ts'
import type { Demand } from './evidence.ts'

type Allowed = Extract<Policy, { is: 'allowed' }>

/**
 * Who may do what, where no statement says it and requests show it: what is answered with 401 takes signing in; what is
 * answered with 403 for clients of one role, and done by those of another, takes that; and where clients of the same role
 * are answered so and so, it is for the owner.
 */
export function shownAccess(
  demands: readonly Demand[],
  policies: readonly Placed<Policy>[],
  specification: Specification,
): readonly Placed<Allowed>[] {
  const halves = new Set(
    policies.flatMap(({ fact }) => (fact.is === 'allowed' ? [`${fact.resource} ${isRead(fact.operation)}`] : [])),
  )
  const clients = clientsOf(specification)
  const asked = demands.flatMap(demand => {
    const operation = operationOf(demand, policies)
    const { resource } = demand
    if (operation === undefined || resource === undefined || halves.has(`${resource} ${isRead(operation)}`)) return []
    return [{ demand, resource, operation }]
  })
  const madeOf = (resource: string) =>
    demands.filter(
      demand => demand.resource === resource && demand.succeeds && operationOf(demand, policies) === 'create',
    )
  const found = Map.groupBy(asked, ({ resource, operation }) => `${resource} ${operation}`)
  return [...found.values()].flatMap(all => {
    const [{ resource, operation }] = all as [(typeof all)[number]] // a group has one at least
    const of = all.map(({ demand }) => demand).toSorted((a, b) => byPlace(a.place, b.place))
    const refused = of.find(demand => REFUSED.includes(expectedStatus(demand.example) ?? 0))
    if (!refused) return []
    const grants = grantsOf(of, ['list', 'create'].includes(operation) ? [] : madeOf(resource), clients)
    return grants.map(to => ({
      fact: { is: 'allowed', resource, operation, to, shown: true } as const,
      place: refused.place,
    }))
  })
}

const REFUSED: readonly number[] = [401, 403]

const isRead = (operation: string): boolean => operation === 'read' || operation === 'list'

const byRoute: Readonly<Record<string, string>> = {
  'GET collection': 'list',
  'GET item': 'read',
  'POST collection': 'create',
  'PATCH item': 'update',
  'PUT item': 'replace',
  'DELETE item': 'delete',
}

/** The operation that a request is, if it is one of those that statements speak of. */
function operationOf(
  { operation, verb, method, route }: Demand,
  policies: readonly Placed<Policy>[],
): string | undefined {
  const usual = operation ?? verb ?? byRoute[`${method} ${route?.ends}`]
  if (usual !== undefined && !route?.stated) return usual
  const last = route?.template.split('/').at(-1)
  const isAct = policies.some(({ fact }) => fact.is === 'changes' && fact.verb === last)
  return isAct ? last : undefined
}

interface Clients {
  readonly roleOf: (demand: Demand) => string | undefined
  readonly roles: readonly string[]
}

/** Which roles the users of a specification have, by any of their names. */
function clientsOf({ scenarios, users }: Specification): Clients {
  const facts = scenarios.flatMap(({ steps }) => steps.flatMap(step => step.facts))
  const rows = facts.flatMap(fact => (fact.is === 'rows' && fact.resource === users ? fact.rows : []))
  const field = facts
    .flatMap(fact => (fact.is === 'fields' && fact.resource === users ? fact.fields : []))
    .find(one => one.field === 'role')
  const usual = /\bdefault ([^,\s]+)/.exec(field?.rules ?? '')?.[1]
  const roles = /^enum\(([^)]*)\)$/
    .exec(field?.type.trim() ?? '')?.[1]
    ?.split(',')
    .map(role => role.trim())
  return {
    roles: roles ?? [],
    roleOf: ({ example: { client } }) => {
      if (client?.is === 'role') return client.role
      if (client?.is !== 'user') return undefined
      return rows.find(row => Object.values(row).includes(client.name))?.['role'] ?? usual
    },
  }
}

/** Nothing where somebody who is nobody may: then a refusal is about the token that it came with. */
function grantsOf(demands: readonly Demand[], made: readonly Demand[], { roleOf, roles }: Clients): readonly Grant[] {
  const passed = demands.filter(isLetIn)
  if (passed.some(({ example }) => isNobody(example))) return []
  // who is nobody is told to sign in, by whichever status
  const forbidden = demands.filter(({ example }) => expectedStatus(example) === 403 && !isNobody(example))
  if (forbidden.length === 0) return [{ is: 'signed-in' }]
  const owns = (demand: Demand) => ownsIt(demand, made)
  const without = new Set(forbidden.map(roleOf))
  const owner = forbidden.some(owns)
    ? false
    : passed.some(owns) || forbidden.some(demand => isSharedRole(roleOf(demand), passed.map(roleOf)))
  const withRole = new Set(passed.filter(demand => !owner || !owns(demand)).map(roleOf))
  const shown = [...withRole].filter(role => role !== undefined && !without.has(role)) as string[] // as filtered
  const open = passed.length === 0 ? roles.filter(role => !without.has(role)) : shown
  const byRole = open.toSorted().map(role => ({ is: 'role', role }) as const)
  if (owner) return [{ is: 'owner' }, ...byRole]
  return byRole.length > 0 && !withRole.has(undefined) ? byRole : [{ is: 'signed-in' }]
}

export const isNobody = ({ client }: Pick<Example, 'client'>): boolean =>
  client === undefined || client.is === 'anonymous'

/** Not the role makes the difference. */
const isSharedRole = (role: string | undefined, others: readonly (string | undefined)[]): boolean =>
  role === undefined || others.includes(role)

/** The client has made such a row before, in the same scenario. */
const ownsIt = ({ example }: Demand, made: readonly Demand[]): boolean =>
  made.some(
    one =>
      one.example.scenario === example.scenario &&
      one.place.line < example.place.line &&
      JSON.stringify(one.example.client) === JSON.stringify(example.client),
  )

/** It passes whoever guards it: it succeeds, and somebody looks, or it fails by what it says. */
const isLetIn = ({ example, succeeds }: Demand): boolean =>
  succeeds ? example.expected.length > 0 : [409, 412, 422].includes(expectedStatus(example) ?? 0)
