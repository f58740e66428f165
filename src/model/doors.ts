import { words, type Act, type Example, type Place, type Placed, type Policy, type Template } from '../spec/index.ts'
import { labelOf, withoutLabel } from './api-versions/divide.ts'

type Implied = Extract<Policy, { is: 'signs-in' | 'door' | 'own' | 'presented' }>

/**
 * What requests about being signed in say by their paths and bodies, where no statement says it: `POST /auth/login` with
 * a password signs in, `POST /auth/refresh` with a refresh token refreshes, `GET /me` shows the client's own user.
 */
export function impliedPolicies(
  policies: readonly Placed<Policy>[],
  examples: readonly Example[],
  users: string,
): readonly Placed<Implied>[] {
  const found = new Map<string, Placed<Implied>>()
  const add = (fact: Implied, place: Place) => {
    const key = fact.is === 'door' ? fact.door : fact.is === 'own' ? `own ${withoutLabel(fact.path)}` : fact.is
    const known = found.get(key)?.fact
    // where versions of the API have the same door, it is that of the first
    if (!known || versionIn(fact) < versionIn(known)) found.set(key, { fact, place })
  }
  const requests = examples.flatMap(example => requestOf(example) ?? [])
  const isSecret = secretsOf(policies, users)
  for (const request of requests) {
    const fact = impliedBy(request, users, isSecret)
    if (fact && !policies.some(({ fact: stated }) => says(stated, fact))) add(fact, request.place)
  }
  const way = [...found.values(), ...policies].find(({ fact }) => fact.is === 'signs-in')?.fact
  const signsIn = way?.is === 'signs-in' ? way : { method: 'POST', path: '/auth/token' }
  for (const { method, path, place } of requests)
    if (method === 'DELETE' && path === signsIn.path && !found.has('sign-out'))
      add({ is: 'door', door: 'sign-out', method, path }, place)
  // a statement, or the way in, says otherwise
  return [...found.values()].filter(
    ({ fact }) => fact.is !== 'door' || fact.method !== signsIn.method || fact.path !== signsIn.path,
  )
}

const versionIn = (fact: Implied): number => ('path' in fact ? Number(labelOf(fact.path) ?? 0) : 0)

interface Request {
  readonly method: string
  readonly path: string
  /** What is sent, without a wrapper. */
  readonly body: Readonly<Record<string, Template>> | undefined
  readonly place: Place
}

function requestOf({ act, place }: Example): Request | undefined {
  if (act.is !== 'request' || act.path.includes('{')) return undefined
  const sent = act.body && ('cells' in act.body ? act.body.cells : 'json' in act.body ? act.body.json : undefined)
  const body = objectOf(sent)
  const values = Object.values(body ?? {})
  const inner = values.length === 1 ? objectOf(values[0]) : undefined
  return { method: act.method, path: act.path.replace(/[?#].*$|\/+$/g, ''), body: inner ?? body, place }
}

const objectOf = (value: unknown): Readonly<Record<string, Template>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !('$ref' in value)
    ? (value as Readonly<Record<string, Template>>) // what is left of a template, or cells
    : undefined

/** A password by its name, or by the field table of users. */
function secretsOf(policies: readonly Placed<Policy>[], users: string): (name: string) => boolean {
  const declared = policies.flatMap(({ fact }) =>
    fact.is === 'fields' && fact.resource === users
      ? fact.fields.flatMap(({ field, type }) => (type.trim() === 'password' ? [field] : []))
      : [],
  )
  return name => declared.includes(name) || /\b(?:password|passphrase|passwd|pwd)\b/.test(plain(name))
}

const plain = (name: string): string => words(name).join(' ')

function impliedBy(
  { method, path, body }: Request,
  users: string,
  isSecret: (name: string) => boolean,
): Implied | undefined {
  const last = plain(path.split('/').at(-1) ?? '')
  const names = Object.keys(body ?? {}).map(plain)
  const secrets = Object.keys(body ?? {}).filter(isSecret)
  const writes = method === 'POST' || method === 'PUT' || method === 'PATCH'
  if (method === 'POST' && SIGN_UP.test(last) && secrets.length > 0)
    return { is: 'door', door: 'register', method, path }
  if (method === 'POST' && SIGN_IN.test(last) && secrets.length > 0) return { is: 'signs-in', method, path }
  if (writes && isChange(last, names)) return { is: 'door', door: 'password', method, path }
  if ((method === 'POST' || method === 'DELETE') && SIGN_OUT.test(last))
    return { is: 'door', door: 'sign-out', method, path }
  if (writes && (REFRESH.test(last) || (names.length === 1 && names[0] === 'refresh token')))
    return { is: 'door', door: 'refresh', method, path }
  if (ME.test(last)) return { is: 'own', resource: users, path }
  return undefined
}

const SIGN_UP = /^(?:register|registrations?|sign ?up)$/
const SIGN_IN = /^(?:log ?in|sign ?in|tokens?|sessions?|authenticate|authentication|auth)$/
const SIGN_OUT = /^(?:log ?out|sign ?out|revoke|revocation)$/
const REFRESH = /^(?:refresh(?: token)?|token refresh|renew(?:al)?)$/
const ME = /^(?:me|myself|whoami|current user|userinfo)$/

/** The password as it was, and another. */
const isChange = (last: string, names: readonly string[]): boolean =>
  /\bpassword\b/.test(last) && names.some(isBefore) && names.some(isAfter)

/** `current_password`, `oldPassword`, `old`; a bare `password` beside a new one. */
export const isBefore = (name: string): boolean => /^(?:current|old|existing|previous)\b|^password$/.test(plain(name))
export const isAfter = (name: string): boolean => /^(?:new|next)\b/.test(plain(name))

function says(stated: Policy, { is, ...fact }: Implied): boolean {
  if (stated.is !== is) return false
  if (stated.is === 'door') return 'door' in fact && stated.door === fact.door
  if (stated.is === 'own') return 'resource' in fact && withoutLabel(stated.path) === withoutLabel(fact.path)
  return true
}

/**
 * Where clients are shown to present a token that an answer has handed out: `Authorization: Token {response.token}`, or
 * a cookie.
 */
export function impliedPresentation(
  policies: readonly Placed<Policy>[],
  headers: readonly Placed<Extract<Act, { is: 'header' }>>[],
): readonly Placed<Implied>[] {
  if (policies.some(({ fact }) => fact.is === 'presented')) return []
  for (const { fact, place } of headers) {
    const [, before = '', path] = /^(.*?)\{response\.([^}]*)\}$/.exec(fact.value) ?? []
    if (path === undefined || !/token|jwt/i.test(path) || /csrf|xsrf|refresh/i.test(path + fact.name)) continue
    const [, cookie] = /^([\w-]+)=$/.exec(before) ?? []
    const usual = { is: 'presented', header: 'Authorization', scheme: 'Bearer' } as const
    if (fact.name.toLowerCase() === 'cookie') {
      if (cookie !== undefined) return [{ fact: { ...usual, cookie }, place }]
    } else if (fact.name.toLowerCase() !== 'authorization' || before.trim().toLowerCase() !== 'bearer')
      return [{ fact: { is: 'presented', header: fact.name, scheme: before.trim() }, place }]
  }
  return []
}
