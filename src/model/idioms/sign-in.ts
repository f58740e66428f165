import { camel, snake, words, type Expectation, type Placed } from '../../spec/index.ts'
import type { Identity, Refusal, Session, SessionMember } from '../api-model.ts'
import { isAfter, isBefore } from '../doors.ts'
import type { DraftResource } from '../draft.ts'
import { bodyOf, objectOf, policiesOf, type Demand, type Evidence } from '../evidence.ts'
import type { Idiom } from '../infer.ts'
import type { Operation } from '../operation.ts'
import type { SessionAct } from '../visitors.ts'
import { rowOf, sessionIn, shownIn } from './session-shape.ts'
import { hasUsers, passwordOf, whereUsersAreKnown } from './users.ts'

/**
 * Where tokens are handed out and taken back, and in which shape: `POST /auth/token` with an OAuth2 answer,
 * `/auth/refresh` and `/auth/sign-out`, unless examples show others. Other answers about a user that show a token hand
 * one out as well.
 */
export const signIn: Idiom = ({ evidence, drafts }) => {
  const draft = drafts.get(evidence.users)
  if (!draft || !hasUsers(evidence)) return
  const add = (kind: 'sign-in' | 'refresh' | 'sign-out' | 'password', name: string, more: Partial<Operation>) => {
    const door = doorOf(kind, evidence)
    if (!door) return
    const { method, path } = door
    const from = [...door.from, ...demandsOf(kind, evidence).map(({ place }) => place)]
    draft.operations.set(`${method} ${path}`, {
      kind,
      name,
      method,
      path,
      parents: [],
      status: statusOf(kind, evidence) ?? (isEmpty(more.session) ? 204 : usualStatus[kind]),
      projected: false,
      ...more,
      from: from.length > 0 ? from : whereUsersAreKnown(evidence),
    })
  }
  const session = sessionOf(draft, evidence)
  add('sign-in', 'signIn', { session })
  add('refresh', 'refresh', { session: renewalOf(session, draft, evidence) })
  add('sign-out', 'signOut', {})
  add('password', 'changePassword', { access: { roles: [], owner: false, closed: false } })
  handedOut(draft, evidence)
}

const usualStatus = { 'sign-in': 200, refresh: 200, 'sign-out': 204, password: 204 } as const

const isEmpty = (session: Session | undefined) => session?.is === 'object' && session.members.length === 0

/** Registering, and the user's own row, may hand out a token too. */
function handedOut(draft: DraftResource, evidence: Evidence): void {
  const shown = [...draft.operations].filter(([, { kind, own }]) => kind === 'create' || (own && kind !== 'delete'))
  const sessions = shown.map(([key, operation]) => [key, operation, sessionShown(operation, evidence, draft)] as const)
  const row = sessions.find(([, , session]) => session?.is === 'row')?.[2]
  for (const [key, operation, own] of sessions) {
    const session = own ?? row
    // what is the row in one answer is so in all
    if (session) draft.operations.set(key, { ...operation, session })
  }
}

/** What the model says of users, once their resource is known. */
export function identityOf(evidence: Evidence, drafts: ReadonlyMap<string, DraftResource>): Identity | undefined {
  const draft = drafts.get(evidence.users)
  const all = [...(draft?.operations.values() ?? [])]
  const operation = all.find(({ kind }) => kind === 'sign-in')
  if (!draft || !operation?.session) return undefined
  const wrapped = wrapperOf(demandsOf('sign-in', evidence), draft)
  const role = draft.fields.get('role')
  const presented = policiesOf(evidence, 'presented')[0]?.fact
  const refusal = unusual(refusalOf(demandsOf('sign-in', evidence), expectations('sign-in', evidence)))
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
    ...(signOut && {
      signOut: {
        method: signOut.method,
        path: signOut.path,
        ...(refresh && { field: sentToken('sign-out', draft, evidence) }),
      },
    }),
    ...(change && { change: changing(evidence) }),
    ...(presented?.cookie !== undefined && { cookie: presented.cookie }),
    header: presented?.header ?? 'Authorization',
    scheme: presented?.scheme ?? 'Bearer',
    lifetime: evidence.visitors.lifetimes[0] ?? (presented?.cookie === undefined ? 900 : 43_200),
  }
}

type Way = 'sign-in' | 'refresh' | 'sign-out' | 'password'

/** The request that is stated, or shown; by convention where an act in words asks for it. */
function doorOf(kind: Way, evidence: Evidence) {
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

function demandsOf(kind: Way, evidence: Evidence): readonly Demand[] {
  const door = doorOf(kind, evidence)
  return evidence.demands.filter(({ method, route }) => method === door?.method && route?.template === door.path)
}

/** What is expected of each act in words. */
const expectations = (kind: SessionAct, { visitors }: Evidence) => visitors.acts[kind].map(({ expected }) => expected)

/** What is expected of the answers that succeed. */
const successes = (kind: Way, evidence: Evidence): readonly Placed<Expectation>[] =>
  [
    ...demandsOf(kind, evidence).flatMap(({ succeeds, example }) => (succeeds ? [example.expected] : [])),
    ...(kind === 'password' ? [] : expectations(kind, evidence)).filter(
      expected => !expected.some(({ fact }) => fact.is === 'rejected' || (fact.is === 'status' && fact.status >= 400)),
    ),
  ].flat()

const statusOf = (kind: Way, evidence: Evidence): number | undefined =>
  successes(kind, evidence).flatMap(({ fact }) => (fact.is === 'status' && fact.status < 300 ? [fact.status] : []))[0]

function shownBy(kind: Way, evidence: Evidence) {
  const good = demandsOf(kind, evidence).filter(({ succeeds }) => succeeds)
  const references = good.flatMap(({ example }) => example.references)
  return shownIn(successes(kind, evidence), references)
}

function sessionOf(draft: DraftResource, evidence: Evidence): Session {
  const shown = shownBy('sign-in', evidence)
  const found = sessionIn(shown, draft)
  const cookie = policiesOf(evidence, 'presented').some(({ fact }) => fact.cookie !== undefined)
  const refreshes = doorOf('refresh', evidence) !== undefined
  if (!found && cookie) return rowOf(shown.members, draft) ? { is: 'row' } : withoutToken(refreshes)
  const usual = usualSession(refreshes)
  if (!found || (!shown.whole && isPartOf(found, usual))) return usual
  if (!refreshes || shown.whole) return found
  if (found.is === 'row') return { ...found, refresh: found.refresh ?? besides(found.token ?? 'token') }
  const token = found.members.find(({ is }) => is === 'token')?.name ?? 'access_token'
  if (found.members.some(({ is }) => is === 'refresh')) return found
  return { is: 'object', members: [...found.members, { name: besides(token), is: 'refresh' }] }
}

const usualSession = (refreshes: boolean): Session & { readonly is: 'object' } => ({
  is: 'object',
  members: [
    { name: 'access_token', is: 'token' },
    ...(refreshes ? ([{ name: 'refresh_token', is: 'refresh' }] as const) : []),
    { name: 'token_type', is: 'type' },
    { name: 'expires_in', is: 'expires' },
  ],
})

/** The token goes by a cookie, and is not in reach of scripts. */
const withoutToken = (refreshes: boolean): Session => ({
  is: 'object',
  members: refreshes ? [{ name: 'refresh_token', is: 'refresh' }] : [],
})

/** An example that looks at some members of an answer does not take the others away. */
const isPartOf = (found: Session, usual: Session & { readonly is: 'object' }): boolean =>
  found.is === 'object' && found.members.every(({ name }) => usual.members.some(member => member.name === name))

/** The name of a refresh token that stands beside an access token of this name. */
function besides(token: string): string {
  const segments = token.split('.')
  const last = segments.at(-1)!
  const name =
    words(last).join(' ') === 'access'
      ? 'refresh'
      : /[a-z][A-Z]|^token$/.test(last)
        ? camel('refresh token')
        : snake('refresh token')
  return [...segments.slice(0, -1), last === 'token' ? snake('refresh token') : name].join('.')
}

/** The answer to a refresh, where that is not the answer to a sign-in. */
function renewalOf(signedIn: Session, draft: DraftResource, evidence: Evidence): Session {
  const shown = shownBy('refresh', evidence)
  const found = sessionIn(shown, draft)
  const usual: Session =
    signedIn.is === 'object'
      ? { is: 'object', members: signedIn.members.filter(({ is }) => is !== 'user') }
      : usualSession(true)
  if (!found) return signedIn.is === 'row' ? signedIn : usual
  if (shown.whole || found.is === 'row') return found
  if (usual.is === 'object' && isPartOf(found, usual)) return usual
  const token = found.members.find(({ is }) => is === 'token')?.name ?? 'access_token'
  return found.members.some(({ is }) => is === 'refresh')
    ? found
    : { is: 'object', members: [...found.members, { name: besides(token), is: 'refresh' }] }
}

/** Where the tokens stand in an answer. */
function places(session: Session, draft: DraftResource): { token?: string; refresh?: string } {
  const named = (is: 'token' | 'refresh') =>
    session.is === 'row' ? session[is] : session.members.find((one: SessionMember) => one.is === is)?.name
  const inside = (name: string) =>
    session.is === 'row' && draft.wrapped !== undefined ? `${draft.wrapped}.${name}` : name
  const [token, refresh] = [named('token'), named('refresh')]
  return {
    ...(token !== undefined && { token: inside(token) }),
    ...(refresh !== undefined && { refresh: inside(refresh) }),
  }
}

function refreshing(
  { method, path, session }: Operation,
  draft: DraftResource,
  evidence: Evidence,
): NonNullable<Identity['refresh']> {
  const demands = demandsOf('refresh', evidence)
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

/** The refusal that examples show, where it is not the usual one. */
function refusalOf(
  demands: readonly Demand[],
  acts: readonly (readonly Placed<Expectation>[])[],
  statuses: readonly number[] = [400, 401, 403],
): Refusal | undefined {
  const shown = [...demands.flatMap(({ example }) => [example.expected, example.repeated]), ...acts]
    .filter(expected => !expected.some(({ fact }) => fact.is === 'reports'))
    .flat()
  const all = shown.flatMap(({ fact }) =>
    fact.is === 'rejected' && statuses.includes(fact.status) && fact.error !== 'validation_failed'
      ? [{ status: fact.status, code: fact.error }]
      : [],
  )
  const named = all.filter(({ code }) => code !== undefined).toSorted((a, b) => (a.code! < b.code! ? -1 : 1))
  const [first] = [...named, ...all]
  if (!first || (first.code === undefined && first.status === 401)) return undefined
  return { status: first.status, code: first.code ?? usualCodes[first.status] ?? 'unauthenticated' }
}

/** None where it is the usual one. */
const unusual = (refusal: Refusal | undefined): Refusal | undefined =>
  refusal?.status === 401 && refusal.code === usualCodes[401] ? undefined : refusal

const usualCodes: Readonly<Record<number, string>> = {
  400: 'bad_request',
  401: 'unauthenticated',
  403: 'forbidden',
  409: 'conflict',
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

/** The session that examples of an operation show, if they show a token. */
function sessionShown({ from }: Operation, evidence: Evidence, draft: DraftResource): Session | undefined {
  const lines = new Set(from.map(({ uri, line }) => `${uri}:${line}`))
  const own = evidence.demands.filter(({ place, succeeds }) => succeeds && lines.has(`${place.uri}:${place.line}`))
  const shown = shownIn(
    own.flatMap(({ example }) => example.expected),
    own.flatMap(({ example }) => example.references),
  )
  const members = new Map([...shown.members].filter(([path]) => !draft.fields.has(path)))
  const found = sessionIn({ ...shown, members }, draft)
  if (!found) return undefined
  if (found.is === 'row' || rowOf(shown.members, draft) === undefined) return found
  const named = (is: SessionMember['is']) => found.members.find(one => one.is === is)?.name
  const [token, refresh] = [named('token'), named('refresh')]
  return token === undefined ? undefined : { is: 'row', token, ...(refresh !== undefined && { refresh }) }
}
