import { isPolicy, type Fact } from './facts/index.ts'
import { resourceName, words } from './names.ts'
import { byPlace } from './place.ts'
import type { Problem } from './problem.ts'
import type { Scenario } from './specification.ts'

/** Of whom the steps speak that do not say what users are called. */
const USERS = 'user'

/**
 * The resource whose rows sign in, whatever it is called: the one that is said to be registered, else `user` where
 * anything is said of it, else the one that has what the registered ones have, a password with it, by its field table
 * or by the requests that create it.
 */
export function userResource(scenarios: readonly Scenario[]): string {
  const placed = scenarios.flatMap(({ steps }) =>
    steps.flatMap(({ facts, place }) => facts.map(fact => ({ fact, place }))),
  )
  const facts = placed.toSorted((a, b) => byPlace(a.place, b.place)).map(({ fact }) => fact)
  const registered = facts.flatMap(fact => (fact.is === 'rows' && fact.registered ? [fact] : []))
  const named = registered.find(({ resource }) => resource !== USERS)
  if (named) return named.resource
  if (facts.some(speaksOfUsers)) return USERS
  const columns = new Set(registered.flatMap(({ rows }) => rows.flatMap(row => Object.keys(row))))
  return facts.map(fact => withPassword(fact)).find(one => one && fits(one.fields, columns))?.resource ?? USERS
}

/** A service has users of one kind: the first place where others are registered is told. */
export function otherUsers(scenarios: readonly Scenario[], resource: string): readonly Problem[] {
  const steps = scenarios.flatMap(scenario => scenario.steps)
  const placed = steps.flatMap(({ facts, place }) => facts.map(fact => ({ fact, place })))
  const registered = placed.flatMap(({ fact, place }) =>
    fact.is === 'rows' && fact.registered && fact.resource !== USERS ? [{ resource: fact.resource, place }] : [],
  )
  const [other] = registered.filter(one => one.resource !== resource).toSorted((a, b) => byPlace(a.place, b.place))
  if (!other) return []
  const also = registered.find(one => one.resource === resource)?.place
  return [
    {
      place: other.place,
      what: `a ${other.resource} is registered here, and a ${resource} elsewhere: a service has users of one kind`,
      advice: `Register all of them as one, and tell them apart by a role: these users are registered, with a column "role".`,
      ...(also && { also }),
    },
  ]
}

/** The registered ones under the name of their resource. */
export function withUsers(scenarios: readonly Scenario[], resource: string): readonly Scenario[] {
  if (resource === USERS) return scenarios
  const named = (fact: Fact): Fact => (fact.is === 'rows' && fact.registered ? { ...fact, resource } : fact)
  return scenarios.map(scenario => ({
    ...scenario,
    steps: scenario.steps.map(step => ({ ...step, facts: step.facts.map(named) })),
  }))
}

const speaksOfUsers = (fact: Fact): boolean =>
  fact.is === 'request'
    ? fact.path.split(/[/?#]/).some(segment => resourceName(segment) === USERS)
    : 'resource' in fact && fact.resource === USERS && !(fact.is === 'rows' && fact.registered)

interface Candidate {
  readonly resource: string
  readonly fields: readonly string[]
}

function withPassword(fact: Fact): Candidate | undefined {
  if (fact.is === 'fields') {
    const isSecret = fact.fields.some(({ field, type }) => type.trim() === 'password' || isPassword(field))
    return isSecret ? { resource: fact.resource, fields: fact.fields.map(({ field }) => field) } : undefined
  }
  if (isPolicy(fact)) return undefined
  const sent = sentBy(fact)
  return sent?.fields.some(isPassword) ? sent : undefined
}

/** What a request that creates a row sends, without a wrapper. */
function sentBy(fact: Fact): Candidate | undefined {
  if (fact.is === 'act')
    return fact.operation === 'create' ? { resource: fact.resource, fields: Object.keys(fact.body ?? {}) } : undefined
  if (fact.is !== 'request' || fact.method !== 'POST' || !fact.body) return undefined
  const [last = ''] = fact.path.split(/[?#]/)[0]!.split('/').toReversed()
  const body = 'cells' in fact.body ? fact.body.cells : 'json' in fact.body ? membersOf(fact.body.json) : {}
  const [first, ...more] = Object.values(body)
  const fields = Object.keys(more.length === 0 && typeof first === 'object' ? membersOf(first) : body)
  // doors are called by one word for one act: rows are created where there are many
  return resourceName(last) === words(last).join(' ') ? undefined : { resource: resourceName(last), fields }
}

const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}

const isPassword = (name: string): boolean => /\b(?:password|passphrase|passwd)\b/.test(words(name).join(' '))

/** It has all that the registered ones have; where none are, something to sign in with. */
const fits = (fields: readonly string[], columns: ReadonlySet<string>): boolean =>
  columns.size > 0
    ? [...columns].every(name => fields.includes(name))
    : fields.some(name =>
        /\b(?:e ?mail|login|user ?name|handle|nick ?name|phone|badge|number|code)\b/.test(words(name).join(' ')),
      )
