import { expectedStatus, words } from '../../spec/index.ts'
import type { Identity } from '../api-model.ts'
import { isAfter, isBefore } from '../doors.ts'
import type { DraftResource } from '../draft.ts'
import { bodyOf, objectOf, policiesOf, type Demand, type Evidence } from '../evidence.ts'
import type { Operation } from '../operation.ts'
import { demandsOf, expectations } from './session-doors.ts'
import { places } from './sessions.ts'
import { refusalOf, unusual, usualRefusal } from './sign-in-refusals.ts'
import { passwordOf } from './users.ts'

/** What the model says of users, once their resource is known. */
export function identityOf(evidence: Evidence, drafts: ReadonlyMap<string, DraftResource>): Identity | undefined {
  const draft = drafts.get(evidence.users)
  const all = [...(draft?.operations.values() ?? [])]
  const operation = all.find(({ kind }) => kind === 'sign-in')
  if (!draft || !operation?.session) return undefined
  const wrapped = wrapperOf(demandsOf('sign-in', evidence), draft)
  const role = draft.fields.get('role')
  const presented = policiesOf(evidence, 'presented')[0]?.fact
  const refusal = unusual(refusalOf(entered('sign-in', draft, evidence), expectations('sign-in', evidence)))
  const [refresh, signOut, change] = (['refresh', 'sign-out', 'password'] as const).map(kind =>
    all.find(one => one.kind === kind),
  )
  return {
    user: evidence.users,
    login: loginOf(evidence, draft),
    password: passwordOf(draft)!.name,
    ...(role && { role: role.name }),
    roles: role?.type.is === 'enum' ? role.type.values : [],
    includes: hierarchy(evidence),
    signIn: {
      method: operation.method,
      path: operation.path,
      ...(wrapped !== undefined && { wrapped }),
      ...places(operation.session, draft),
      ...(refusal && { refusal }),
    },
    ...(refresh && { refresh: refreshing(refresh, draft, evidence) }),
    ...(signOut && { signOut: leaving(signOut, refresh !== undefined, draft, evidence) }),
    ...(change && { change: changing(evidence) }),
    ...(presented?.cookie !== undefined && { cookie: presented.cookie }),
    header: presented?.header ?? 'Authorization',
    scheme: presented?.scheme ?? 'Bearer',
    lifetime: evidence.visitors.lifetimes[0] ?? (presented?.cookie === undefined ? 900 : 43_200),
  }
}

/** Requests that say all that they have to: what is refused is what they say. */
const entered = (kind: 'sign-in' | 'refresh', draft: DraftResource, evidence: Evidence): readonly Demand[] => {
  const demands = demandsOf(kind, evidence)
  const wrapped = wrapperOf(demands, draft)
  return demands.filter(demand => {
    const body = bodyOf(demand)
    const sent = Object.values((wrapped === undefined ? body : objectOf(body?.[wrapped])) ?? {})
    return (
      body === undefined ||
      (sent.length > (kind === 'sign-in' ? 1 : 0) && sent.every(value => value !== '' && value !== null))
    )
  })
}

/** Signing out, by the access token or by the refresh token that is sent. */
function leaving(
  { method, path }: Operation,
  refreshes: boolean,
  draft: DraftResource,
  evidence: Evidence,
): NonNullable<Identity['signOut']> {
  if (!refreshes) return { method, path }
  const field = sentToken('sign-out', draft, evidence)
  const demands = demandsOf('sign-out', evidence)
  const sends = (demand: Demand) => typeof (bodyOf(demand) ?? {})[field] !== 'undefined'
  const required = demands.some(demand => !sends(demand) && [400, 422].includes(expectedStatus(demand.example) ?? 0))
  const refused = demands.filter(demand => sends(demand) && !demand.succeeds)
  const unsaid = refused.some(({ example }) => expectedStatus(example) === 401) ? usualRefusal : undefined
  const unknown = refusalOf(demands.filter(sends), [], [400, 401, 403, 404]) ?? unsaid
  return { method, path, field, ...(required && { required }), ...(unknown && { unknown }) }
}

function refreshing(
  { method, path, session }: Operation,
  draft: DraftResource,
  evidence: Evidence,
): NonNullable<Identity['refresh']> {
  const demands = entered('refresh', draft, evidence)
  const wrapped = demands.length > 0 ? wrapperOf(demands, draft) : undefined
  const stands = places(session!, draft)
  const again = demands.filter(isAgain)
  const reused = refusalOf(again, expectations('reuse', evidence))
  const unknown = refusalOf(
    demands.filter(demand => !again.includes(demand)),
    expectations('refresh', evidence),
  )
  return {
    method,
    path,
    ...(wrapped !== undefined && { wrapped }),
    field: sentToken('refresh', draft, evidence),
    ...stands,
    keeps: stands.refresh === undefined,
    ...(unusual(unknown ?? reused) && { unknown: unknown ?? reused! }),
    ...(unusual(reused ?? unknown) && { reused: reused ?? unknown! }),
  }
}

/** It comes with a token that the scenario was given, and has used before. */
const isAgain = (demand: Demand): boolean =>
  demand.example.repeated.length > 0 || /"\$ref"/.test(JSON.stringify(bodyOf(demand) ?? {}))

/** The name of the refresh token in what is sent: as shown, else as answers have it. */
function sentToken(kind: 'refresh' | 'sign-out', draft: DraftResource, evidence: Evidence): string {
  const demands = demandsOf(kind, evidence)
  const wrapped = wrapperOf(demands, draft)
  const names = demands.flatMap(demand => {
    const body = bodyOf(demand)
    return Object.keys((wrapped === undefined ? body : objectOf(body?.[wrapped])) ?? {})
  })
  const shown = names.filter(name => words(name).includes('refresh')).toSorted()[0] ?? names.toSorted()[0]
  if (shown !== undefined) return shown
  if (kind === 'sign-out') return sentToken('refresh', draft, evidence)
  const operation = [...draft.operations.values()].find(one => one.kind === 'sign-in')
  const answered = operation?.session && places(operation.session, draft).refresh
  return answered?.split('.').at(-1) ?? 'refresh_token'
}

function changing(evidence: Evidence): NonNullable<Identity['change']> {
  const demands = demandsOf('password', evidence)
  const names = demands.flatMap(demand => Object.keys(bodyOf(demand) ?? {}))
  const refusal = refusalOf(demands, [], [400, 401, 403, 409])
  return {
    before: names.find(isBefore) ?? 'current_password',
    after: names.find(isAfter) ?? 'new_password',
    ...(refusal && { refusal }),
  }
}

/** `{ user: { email, password } }`: as it is sent, else as users are. */
function wrapperOf(demands: readonly Demand[], draft: DraftResource): string | undefined {
  const bodies = demands.map(bodyOf).filter(body => body !== undefined)
  if (bodies.length === 0) return draft.wrapped
  return bodies
    .filter(body => Object.keys(body).length === 1 && objectOf(Object.values(body)[0]))
    .flatMap(body => Object.keys(body))
    .toSorted()[0]
}

/** The field that stands beside the password, else the e-mail address, else the first that is unique. */
function loginOf(evidence: Evidence, draft: DraftResource): string {
  const demands = demandsOf('sign-in', evidence)
  const wrapped = wrapperOf(demands, draft)
  const sent = demands.flatMap(demand => {
    const body = bodyOf(demand)
    return Object.keys((wrapped === undefined ? body : objectOf(body?.[wrapped])) ?? {})
  })
  const fields = [...draft.fields.values()].filter(({ name }) => name !== passwordOf(draft)?.name)
  const chosen =
    fields.find(({ name, unique }) => unique && sent.includes(name)) ??
    fields.find(({ name }) => sent.includes(name)) ??
    fields.find(({ type }) => type.is === 'scalar' && type.of === 'email') ??
    fields.find(({ unique, derived }) => unique && !derived)
  return chosen?.name ?? 'email'
}

/** What each role may besides its own, over any number of steps. */
function hierarchy(evidence: Evidence): Identity['includes'] {
  const direct = Map.groupBy(policiesOf(evidence, 'role-includes'), ({ fact }) => fact.role)
  const below = (role: string, found: Set<string>): Set<string> => {
    for (const { fact } of direct.get(role) ?? [])
      if (!found.has(fact.other)) {
        found.add(fact.other)
        below(fact.other, found)
      }
    return found
  }
  return Object.fromEntries(
    [...direct.keys()]
      .toSorted()
      .map(role => [role, [...below(role, new Set())].filter(one => one !== role).toSorted()]),
  )
}
