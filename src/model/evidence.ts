import {
  byPlace,
  examplesOf,
  isBig,
  expectedStatus,
  isPolicy,
  isRef,
  succeeds,
  type Act,
  type Example,
  type Operation,
  type Place,
  type Placed,
  type Policy,
  type Problem,
  type Specification,
  type State,
  type Template,
} from '../spec/index.ts'
import { actPaths } from './act-paths.ts'
import { countedValues, countPaths, type CountedValues } from './counted-values.ts'
import { withoutDocumentation } from './documentation.ts'
import { impliedPolicies, impliedPresentation } from './doors.ts'
import { followed } from './followed.ts'
import { foundLists } from './found-lists.ts'
import { divideByVersion, type VersionDemand } from './api-versions/divide.ts'
import { redirectPaths, redirects, type Redirect } from './redirects.ts'
import { singlePaths } from './singles.ts'
import { singularCollections } from './singular-collections.ts'
import { twoPartAddresses } from './two-part-addresses.ts'
import { valuesOf } from './values.ts'
import { visitorsOf, type Visitors } from './visitors.ts'
import { shownAccess } from './shown-access.ts'
import { namedResources } from './named-resources.ts'
import { parseRoute, servedPaths, type Route, type RouteHints } from './routes.ts'
import { filesOf } from './stated-files.ts'
import { statedPaths } from './stated-paths.ts'

/** An example whose request is known to go to a resource, or to a path that no resource is known for. */
export interface Demand {
  readonly example: Example
  readonly method: string
  /** Absent for the behaviour tier, which names the operation and leaves the path to the model. */
  readonly route?: Route
  readonly operation?: Operation
  /** An act of the behaviour tier on an item: `POST <item>/{verb}`. */
  readonly verb?: string
  readonly resource: string | undefined
  readonly succeeds: boolean
  readonly place: Place
}

/** Everything that the specification shows, in one order whatever the order of the files. */
export interface Evidence {
  readonly policies: readonly Placed<Policy>[]
  readonly states: readonly Placed<State>[]
  readonly demands: readonly Demand[]
  /** The demands on one resource, in that order. */
  readonly of: (resource: string) => readonly Demand[]
  /** What is said to be there of one resource. */
  readonly statesOf: (resource: string) => readonly Placed<State>[]
  readonly resources: ReadonlySet<string>
  /** The resource whose rows can sign in. */
  readonly users: string
  /** Where resources are said to be served, by the template of the path. */
  readonly served: ReadonlyMap<string, string>
  /** What there is one of, by its resource: the template of its path. */
  readonly singles: ReadonlyMap<string, string>
  /** Resources whose items go by two parts of their path, and the resource of the first part. */
  readonly twoParts: ReadonlyMap<string, string>
  /** Where it is asked how many rows there are of each value of a field. */
  readonly counted: readonly CountedValues[]
  /** Paths that lead on to what a field of a row holds. */
  readonly redirects: readonly Redirect[]
  readonly visitors: Visitors
  /** What is asked of further versions of the API: it says nothing of the first. */
  readonly later: readonly VersionDemand[]
  /** The names of all versions, the first one first; none where there is but one. */
  readonly versions: readonly string[]
  /** Requests for versions that there are not. */
  readonly unknownVersions: readonly Demand[]
  readonly report: (problem: Problem) => void
}

export function gather(specification: Specification, report: (problem: Problem) => void): Evidence {
  const { users } = specification
  const policies = new Map<string, Placed<Policy>>()
  const states = new Map<string, Placed<State>>()
  const examples: Example[] = []
  const headers: Placed<Extract<Act, { is: 'header' }>>[] = []
  for (const scenario of specification.scenarios) {
    for (const { facts, place } of scenario.steps)
      for (const [n, fact] of facts.entries()) {
        const key = `${place.uri}:${place.line}:${n}:${JSON.stringify(fact)}`
        if (isPolicy(fact)) policies.set(key, { fact, place })
        else if (fact.is === 'header') headers.push({ fact, place })
        else if (fact.is === 'rows' || fact.is === 'some' || fact.is === 'none') states.set(key, { fact, place })
        // what is there from the start shows as much as what is there in a scenario
        if (fact.is === 'seeds') states.set(key, { fact: { ...fact, is: 'rows' }, place })
      }
    examples.push(...examplesOf(scenario))
  }
  const stateds = [...policies.values()]
  for (const implied of [...impliedPolicies(stateds, examples, users), ...impliedPresentation(stateds, headers)])
    policies.set(`implied ${JSON.stringify(implied.fact)}`, implied)
  const known = new Set(namedResources([...policies.values()], [...states.values()], examples))
  const visitors = visitorsOf(specification)
  if (visitors.known || [...policies.values()].some(({ fact }) => isAboutUsers(fact))) known.add(users)
  const all = [...policies.values()]
  const servedBy = (...kinds: readonly string[]) =>
    servedPaths(
      all.flatMap(({ fact }) =>
        (fact.is === 'served' || fact.is === 'version-served') && kinds.includes(fact.is) ? [fact] : [],
      ),
      known,
    )
  const served = servedBy('served')
  const stated = statedPaths(all, known, users)
  const everywhere = servedBy('served', 'version-served')
  const files = filesOf(all)
  const asked = withoutDocumentation(examples, known)
  const isValue = valuesOf(specification)
  const singular = singularCollections(asked, known, isValue)
  // what can be added to is a collection, also where its items are called by a word: `/repos/engine`
  const collections = asked.flatMap(example => {
    const { route, method } = demandOf(example, { known, stated, served: everywhere, singular, files })
    return method === 'POST' && succeeds(example) && route?.ends === 'collection' ? [route.resource!] : []
  })
  const names = new Set(collections.filter(name => !known.has(name)))
  const shown = { names, isValue }
  const twoParts = twoPartAddresses(asked)
  const plain = { twoParts, known: new Set([...known, ...names]), stated, served: everywhere, singular, files, shown }
  const routed = asked.map(example => demandOf(example, plain))
  const single = singlePaths(routed)
  const acts = actPaths(routed, known, columnsOf(all, [...states.values()]))
  const lists = foundLists(routed)
  const counted = countedValues(routed)
  const led = redirects(routed)
  const hints = {
    ...plain,
    stated: [...stated, ...single, ...acts, ...lists, ...countPaths(counted), ...redirectPaths(led)],
  }
  const {
    first: demands,
    later,
    versions,
    unknown,
  } = divideByVersion(
    followed(
      asked.map(example => demandOf(example, hints)),
      (resource, name) => holdsAddress(all, resource, name),
    ),
    all.map(({ fact }) => fact),
    served,
  )
  const guards = shownAccess(demands, all, specification)
  const resources = new Set(guards.length > 0 ? [...known, users] : known)
  for (const { route, example } of demands) {
    if (!route?.resource || (!succeeds(example) && expectedStatus(example) === 404)) continue
    for (const name of [...route.parents, route.resource]) resources.add(name)
  }
  const sortedStates = [...states.values()].toSorted((a, b) => byPlace(a.place, b.place))
  const statesByResource = Map.groupBy(sortedStates, ({ fact }) => fact.resource)
  return {
    policies: [...all, ...guards].toSorted((a, b) => byPlace(a.place, b.place)),
    states: sortedStates,
    ...inOrder(demands),
    statesOf: resource => statesByResource.get(resource) ?? [],
    resources,
    users,
    served,
    singles: new Map(single.map(({ resource, template }) => [resource!, template])),
    twoParts,
    counted,
    redirects: led,
    visitors,
    later,
    versions,
    unknownVersions: unknown,
    report,
  }
}

/** Demands in one order whatever the order of the files, also by resource. */
export function inOrder(demands: readonly Demand[]): Pick<Evidence, 'demands' | 'of'> {
  const sorted = demands.toSorted((a, b) => byPlace(a.place, b.place))
  const byResource = Map.groupBy(sorted, demand => demand.resource)
  return { demands: sorted, of: resource => byResource.get(resource) ?? [] }
}

/** Statements that there are no users without. */
export const isAboutUsers = ({ is }: Policy): boolean =>
  [
    'allowed',
    'role-includes',
    'sees-only',
    'hidden-from',
    'signs-in',
    'door',
    'presented',
    'own',
    'marked',
    'has-role',
  ].includes(is)

/** The policies of one kind, with the problem-reporting that goes with them. */
export function policiesOf<K extends Policy['is']>({ policies }: Evidence, kind: K): readonly PolicyOf<K>[] {
  const grouped = byKind.get(policies) ?? Map.groupBy(policies, ({ fact }) => fact.is)
  byKind.set(policies, grouped)
  return (grouped.get(kind) ?? []) as readonly PolicyOf<K>[] // as it is grouped
}

type PolicyOf<K extends Policy['is']> = Placed<Extract<Policy, { is: K }>>

/** There are thousands, and each idiom asks for its own. */
const byKind = new WeakMap<Evidence['policies'], ReadonlyMap<string, readonly Placed<Policy>[]>>()

/** The field tables of one resource. */
export function tablesOf(evidence: Evidence, resource: string): readonly PolicyOf<'fields'>[] {
  const stated = policiesOf(evidence, 'fields')
  const grouped = tables.get(stated) ?? Map.groupBy(stated, ({ fact }) => fact.resource)
  tables.set(stated, grouped)
  return grouped.get(resource) ?? []
}

const tables = new WeakMap<readonly PolicyOf<'fields'>[], ReadonlyMap<string, readonly PolicyOf<'fields'>[]>>()

/** The fields that an object in a body shows, by name; undefined for what is no object. */
export function objectOf(value: Template | undefined): Readonly<Record<string, Template>> | undefined {
  if (typeof value !== 'object' || value === null || isRef(value) || isBig(value) || Array.isArray(value))
    return undefined
  return value as Readonly<Record<string, Template>> // what is left of the union
}

/** The objects among some values. */
export const objectsIn = (values: readonly (Template | undefined)[]): readonly Readonly<Record<string, Template>>[] =>
  values.map(objectOf).filter(object => object !== undefined)

/** What the client sends, where that is an object. */
export function bodyOf({ example: { act } }: Demand): Readonly<Record<string, Template>> | undefined {
  if (act.is === 'act') return act.body
  if (!act.body || 'text' in act.body) return undefined
  return 'cells' in act.body ? act.body.cells : objectOf(act.body.json)
}

function demandOf(example: Example, hints: RouteHints): Demand {
  const { act, place } = example
  const base = { example, succeeds: succeeds(example), place }
  if (act.is === 'act') {
    const { operation, resource, verb } = act
    return { ...base, method: '', resource, ...(operation === 'perform' ? { verb: verb! } : { operation }) }
  }
  const lists = example.expected.some(
    ({ fact }) => fact.is === 'lists' || fact.is === 'lists-rows' || fact.is === 'holds',
  )
  const method = act.method === 'HEAD' ? 'GET' : act.method
  // what is not there goes by a word that nothing else is called by
  const { shown: _, ...anyWord } = hints
  const words = expectedStatus(example) === 404 ? anyWord : hints
  const parsed = parseRoute(act.path, { ...words, method, lists })
  const route = act.query ? { ...parsed, query: { ...parsed.query, ...act.query } } : parsed
  return { ...base, method, route, resource: route.resource }
}

const holdsAddress = (policies: readonly Placed<Policy>[], resource: string, name: string): boolean =>
  policies.some(
    ({ fact }) =>
      fact.is === 'fields' &&
      fact.resource === resource &&
      fact.fields.some(({ field, rules }) => field === name && /derived: *(?:absolute|own) address/.test(rules)),
  )

/** What is stated and given of a resource, by name. */
const columnsOf =
  (policies: readonly Placed<Policy>[], states: readonly Placed<State>[]) =>
  (resource: string): readonly string[] => [
    ...policies.flatMap(({ fact }) =>
      fact.is === 'fields' && fact.resource === resource ? fact.fields.map(({ field }) => field) : [],
    ),
    ...states.flatMap(({ fact }) =>
      fact.is === 'rows' && fact.resource === resource ? fact.rows.flatMap(row => Object.keys(row)) : [],
    ),
  ]
