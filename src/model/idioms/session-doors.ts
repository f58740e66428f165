import { isRef, parseText, type Expectation, type Placed } from '../../spec/index.ts'
import type { DraftResource } from '../draft.ts'
import { bodyOf, policiesOf, type Demand, type Evidence } from '../evidence.ts'
import type { Operation } from '../operation.ts'
import type { SessionAct } from '../visitors.ts'
import { shownIn } from './session-shape.ts'

export type Way = 'sign-in' | 'refresh' | 'sign-out' | 'password'

/** The request that is stated, or shown; by convention where an act in words asks for it. */
export function doorOf(kind: Way, evidence: Evidence) {
  if (kind === 'sign-in') {
    const [stated] = policiesOf(evidence, 'signs-in')
    return stated ? { ...stated.fact, from: [stated.place] } : { method: 'POST', path: '/auth/token', from: [] }
  }
  const stated = policiesOf(evidence, 'door').find(({ fact }) => fact.door === kind)
  if (stated) return { ...stated.fact, from: [stated.place] }
  if (kind === 'password') return undefined
  const { acts } = evidence.visitors
  const asked = kind === 'refresh' ? [...acts.refresh, ...acts.reuse] : acts[kind]
  return asked.length > 0 ? { method: 'POST', path: `/auth/${kind}`, from: asked.map(({ place }) => place) } : undefined
}

/** Where users create themselves, besides the collection where others may. */
export const isRegistration = (
  { kind, path }: Pick<Operation, 'kind' | 'path'>,
  draft: Pick<DraftResource, 'name' | 'path'>,
  evidence: Evidence,
): boolean =>
  kind === 'create' &&
  draft.name === evidence.users &&
  path !== draft.path &&
  policiesOf(evidence, 'door').some(({ fact }) => fact.door === 'register' && fact.path === path)

export function demandsOf(kind: Way, evidence: Evidence): readonly Demand[] {
  const door = doorOf(kind, evidence)
  return evidence.demands.filter(({ method, route }) => method === door?.method && route?.template === door.path)
}

/** What is expected of each act in words. */
export const expectations = (kind: SessionAct, { visitors }: Evidence) =>
  visitors.acts[kind].map(({ expected }) => expected)

/** What is expected of the answers that succeed. */
const successes = (kind: Way, evidence: Evidence): readonly Placed<Expectation>[] =>
  [
    ...demandsOf(kind, evidence).flatMap(({ succeeds, example }) => (succeeds ? [example.expected] : [])),
    ...(kind === 'password' ? [] : expectations(kind, evidence)).filter(
      expected => !expected.some(({ fact }) => fact.is === 'rejected' || (fact.is === 'status' && fact.status >= 400)),
    ),
  ].flat()

export const statusOf = (kind: Way, evidence: Evidence): number | undefined =>
  successes(kind, evidence).flatMap(({ fact }) => (fact.is === 'status' && fact.status < 300 ? [fact.status] : []))[0]

export function shownBy(kind: Way, evidence: Evidence) {
  const good = demandsOf(kind, evidence).filter(({ succeeds }) => succeeds)
  const references = good.flatMap(({ example }) => example.references)
  return shownIn(successes(kind, evidence), references, sentBack(evidence))
}

/** `{ "renewal": {response.renewal} }`, sent where clients refresh their access token. */
function sentBack(evidence: Evidence): ReadonlySet<string> {
  const values = demandsOf('refresh', evidence).flatMap(demand => Object.values(bodyOf(demand) ?? {}))
  return new Set(
    values.flatMap(value => {
      const read = typeof value === 'string' ? parseText(value) : value
      const path = isRef(read) ? /^response\.(.+)$/.exec(read.$ref)?.[1] : undefined
      return path ?? []
    }),
  )
}
