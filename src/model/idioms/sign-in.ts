import { expectedStatus, words, type Expectation, type Placed, type Template } from '../../spec/index.ts'
import type { Identity, Session } from '../api-model.ts'
import type { DraftResource } from '../draft.ts'
import { bodyOf, objectOf, policiesOf, type Demand, type Evidence } from '../evidence.ts'
import type { Idiom } from '../infer.ts'
import { hasUsers, passwordOf, USER } from './users.ts'

/**
 * Where access tokens are handed out, and in which shape: `POST /auth/token` with an OAuth2 answer, unless an example
 * shows another. Other answers about a user that show a token hand one out as well.
 */
export const signIn: Idiom = ({ evidence, drafts }) => {
  const draft = drafts.get(USER)
  if (!draft || !hasUsers(evidence)) return
  const { method, path } = wayIn(evidence)
  const demands = demandsOf(evidence)
  const place = policiesOf(evidence, 'signs-in')[0]?.place
  draft.operations.set(`${method} ${path}`, {
    kind: 'sign-in',
    name: 'signIn',
    method,
    path,
    parents: [],
    status: demands.map(({ example }) => expectedStatus(example)).find(status => status && status < 300) ?? 200,
    projected: false,
    session: sessionOf(answers(evidence), draft),
    from: [...(place ? [place] : []), ...demands.map(demand => demand.place)],
  })
  const shown = [...draft.operations].filter(([, { kind, own }]) => kind === 'create' || (own && kind !== 'delete'))
  const token = shown.map(([, { from }]) => tokenIn(from, evidence, draft)).find(name => name !== undefined)
  if (token === undefined) return
  for (const [key, operation] of shown) draft.operations.set(key, { ...operation, session: { is: 'row', token } })
}

/** What the model says of users, once their resource is known. */
export function identityOf(evidence: Evidence, drafts: ReadonlyMap<string, DraftResource>): Identity | undefined {
  const draft = drafts.get(USER)
  const operation = [...(draft?.operations.values() ?? [])].find(({ kind }) => kind === 'sign-in')
  if (!draft || !operation?.session) return undefined
  const wrapped = wrapperOf(demandsOf(evidence), draft)
  const session = operation.session
  const token = session.is === 'row' ? session.token : session.members.find(({ is }) => is === 'token')!.name
  const role = draft.fields.get('role')
  const [presented] = policiesOf(evidence, 'presented')
  return {
    user: USER,
    login: loginOf(evidence, draft),
    password: passwordOf(draft)!.name,
    ...(role && { role: role.name }),
    roles: role?.type.is === 'enum' ? role.type.values : [],
    includes: hierarchy(evidence),
    signIn: {
      method: operation.method,
      path: operation.path,
      ...(wrapped !== undefined && { wrapped }),
      token: session.is === 'row' && draft.wrapped !== undefined ? `${draft.wrapped}.${token}` : token,
    },
    header: presented?.fact.header ?? 'Authorization',
    scheme: presented?.fact.scheme ?? 'Bearer',
    lifetime: evidence.visitors.lifetimes[0] ?? 900,
  }
}

const wayIn = (evidence: Evidence) =>
  policiesOf(evidence, 'signs-in')[0]?.fact ?? { method: 'POST', path: '/auth/token' }

function demandsOf(evidence: Evidence): readonly Demand[] {
  const { method, path } = wayIn(evidence)
  return evidence.demands.filter(demand => demand.method === method && demand.route?.template === path)
}

const answers = (evidence: Evidence): readonly Placed<Expectation>[] => [
  ...demandsOf(evidence)
    .filter(({ succeeds }) => succeeds)
    .flatMap(({ example }) => example.expected),
  ...evidence.visitors.signIns.flat(),
]

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
  const wrapped = wrapperOf(demandsOf(evidence), draft)
  const sent = demandsOf(evidence).flatMap(demand => {
    const body = bodyOf(demand)
    return Object.keys((wrapped === undefined ? body : objectOf(body?.[wrapped])) ?? {})
  })
  const fields = [...draft.fields.values()].filter(({ name }) => name !== passwordOf(draft)?.name)
  const chosen =
    fields.find(({ name, unique }) => unique && sent.includes(name)) ??
    fields.find(({ type }) => type.is === 'scalar' && type.of === 'email') ??
    fields.find(({ unique, derived }) => unique && !derived)
  return chosen?.name ?? 'email'
}

/** What each role may besides its own, over any number of steps. */
function hierarchy(evidence: Evidence): Identity['includes'] {
  const direct = Map.groupBy(policiesOf(evidence, 'role-includes'), ({ fact }) => fact.role)
  const below = (role: string, seen: Set<string>): Set<string> => {
    for (const { fact } of direct.get(role) ?? [])
      if (!seen.has(fact.other)) {
        seen.add(fact.other)
        below(fact.other, seen)
      }
    return seen
  }
  return Object.fromEntries(
    [...direct.keys()]
      .toSorted()
      .map(role => [role, [...below(role, new Set())].filter(one => one !== role).toSorted()]),
  )
}

const isToken = (name: string, value: Template | undefined) =>
  value === '#jwt' || value === 'a jwt' || /^(?:access token|token|jwt|id token)$/.test(words(name).join(' '))

/** Names and values of an answer: of its body, and of the paths that are looked at. */
function members(expected: readonly Placed<Expectation>[]): ReadonlyMap<string, Template> {
  const found = new Map<string, Template>()
  for (const { fact } of expected) {
    if (fact.is === 'body')
      for (const [name, value] of Object.entries(objectOf(fact.value) ?? {})) found.set(name, value)
    if (fact.is === 'field') spread(found, fact.path, fact.value)
    if (fact.is === 'format') spread(found, fact.path, fact.format)
    if (fact.is === 'body-cells') for (const [path, text] of Object.entries(fact.cells)) spread(found, path, text)
  }
  return found
}

function spread(found: Map<string, Template>, path: string, value: Template): void {
  const [head = '', ...rest] = path.split('.')
  if (rest.length === 0) found.set(head, value)
  else found.set(head, { ...objectOf(found.get(head)), [rest.join('.')]: value })
}

function sessionOf(expected: readonly Placed<Expectation>[], draft: DraftResource): Session {
  const all = members(expected)
  const own = draft.wrapped === undefined ? undefined : objectOf(all.get(draft.wrapped))
  const row = own ?? ([...draft.fields.keys()].some(name => all.has(name)) ? Object.fromEntries(all) : undefined)
  const inRow = row && Object.keys(row).find(name => isToken(name, row[name]))
  if (inRow !== undefined) return { is: 'row', token: inRow }
  const shown = [...all].flatMap(([name, value]) => {
    const is = roleOf(name, value)
    return is ? [{ name, is } as const] : []
  })
  if (!shown.some(({ is }) => is === 'token')) return usual
  // an example that looks at some members of the usual answer does not take the others away
  const names = shown.map(({ name }) => name)
  return names.every(name => usual.members.some(member => member.name === name))
    ? usual
    : { is: 'object', members: shown }
}

const usual = {
  is: 'object',
  members: [
    { name: 'access_token', is: 'token' },
    { name: 'token_type', is: 'type' },
    { name: 'expires_in', is: 'expires' },
  ],
} as const satisfies Session

function roleOf(name: string, value: Template) {
  const spelled = words(name).join(' ')
  if (isToken(name, value)) return 'token'
  if (spelled.endsWith('type')) return 'type'
  if (/expires|lifetime|ttl/.test(spelled)) return 'expires'
  return spelled === USER || objectOf(value) ? 'user' : undefined
}

/** The name under which answers of these examples show a token. */
function tokenIn(from: readonly { uri: string; line: number }[], evidence: Evidence, draft: DraftResource) {
  const lines = new Set(from.map(({ uri, line }) => `${uri}:${line}`))
  const own = evidence.demands.filter(({ place, succeeds }) => succeeds && lines.has(`${place.uri}:${place.line}`))
  for (const { example } of own) {
    const all = members(example.expected)
    const row = (draft.wrapped === undefined ? undefined : objectOf(all.get(draft.wrapped))) ?? Object.fromEntries(all)
    const token = Object.keys(row).find(name => row[name] === '#jwt' || row[name] === 'a jwt')
    if (token !== undefined && !draft.fields.has(token)) return token
    const referred = example.references
      .map(path => path.split('.').at(-1)!)
      .find(name => isToken(name, undefined) && !draft.fields.has(name))
    if (referred !== undefined) return referred
  }
  return undefined
}
