import { createSecretKey, randomBytes } from 'node:crypto'
import { naturalKey, type Identity } from '../model/index.ts'
import { send } from './client.ts'
import { ExpectationError, show } from './errors.ts'
import type { Exchange, Request } from './exchange.ts'
import { valueAt } from './field-path.ts'
import { theResource } from './keys.ts'
import { makeRows } from './rows.ts'
import type { Row, World } from './world.ts'

/** What the features say of users. @throws {ExpectationError} when they know none */
export function theIdentity(world: World): Identity {
  const { identity } = world.model
  if (identity) return identity
  throw new ExpectationError('the specification has no users who could sign in')
}

/** The user of that name; one whom no step registers is made up. */
export async function userNamed(world: World, name: string): Promise<Row> {
  const { user, login } = theIdentity(world)
  const resource = theResource(world, user)
  const known = () => world.find(name, resource) ?? world.rows(user).findLast(row => row[login] === name)
  if (!known())
    await makeRows(world, user, [{ [name.includes('@') ? login : (naturalKey(resource)?.name ?? login)]: name }])
  return known()!
}

/** Some user of that role. */
export async function userOfRole(world: World, role: string): Promise<Row> {
  const { user, role: field } = theIdentity(world)
  if (field === undefined) throw new ExpectationError(`users have no roles, so none is "${role}"`)
  const known = () => world.rows(user).findLast(row => row[field] === role)
  if (!known()) await makeRows(world, user, [{ [field]: role }])
  return known()!
}

export async function anyUser(world: World): Promise<Row> {
  const { user } = theIdentity(world)
  if (!world.newest(user)) await makeRows(world, user, [{}])
  return world.newest(user)!
}

/** The request by which a client asks for an access token. */
export function signInRequest(world: World, login: unknown, password: unknown): Request {
  const identity = theIdentity(world)
  return requestTo(identity.signIn, { [identity.login]: login, [identity.password]: password })
}

/** The request by which it asks for another one. @throws {ExpectationError} when the specification knows no such thing */
export function refreshRequest(world: World, token: string): Request {
  const { refresh } = theIdentity(world)
  if (refresh) return requestTo(refresh, { [refresh.field]: token })
  throw new ExpectationError('the specification does not say where access tokens are refreshed')
}

/** @throws {ExpectationError} when the specification knows no such thing */
export function signOutRequest(world: World): Request {
  const { signOut } = theIdentity(world)
  if (!signOut) throw new ExpectationError('the specification does not say where clients sign out')
  const { token } = world.refresh
  const request = requestTo(signOut, signOut.field === undefined ? {} : { [signOut.field]: token })
  const own = Object.fromEntries(world.headers)
  if (request.body === '{}' || request.method === 'DELETE') {
    const { body: _, ...rest } = request
    return { ...rest, headers: { accept: '*/*', ...own } }
  }
  return { ...request, headers: { ...request.headers, ...own } }
}

function requestTo(
  { method, path, wrapped }: { readonly method: string; readonly path: string; readonly wrapped?: string },
  fields: Row,
): Request {
  const body = JSON.stringify(wrapped === undefined ? fields : { [wrapped]: fields })
  return { method, path, headers: { accept: '*/*', 'content-type': 'application/json' }, body }
}

/** The tokens that an answer hands out: in its body, or by a cookie. */
export function tokensIn(
  { answer }: Exchange,
  world: World,
  at: { readonly token?: string; readonly refresh?: string },
): { readonly token: string | undefined; readonly refresh: string | undefined } {
  const { cookie } = theIdentity(world)
  const text = (path: string | undefined) => {
    const value = path === undefined ? undefined : valueAt(answer.json, path)
    return typeof value === 'string' ? value : undefined
  }
  const kept = cookie === undefined ? undefined : cookieIn(answer.headers['set-cookie'], cookie)
  return { token: kept ?? text(at.token), refresh: text(at.refresh) }
}

/** A client keeps the cookie that an answer sets, and sends it from here on. */
export function keepCookie({ answer }: Exchange, world: World): void {
  const cookie = world.model.identity?.cookie
  const token = cookie === undefined ? undefined : cookieIn(answer.headers['set-cookie'], cookie)
  if (token !== undefined) present(world, token)
}

const cookieIn = (header: string | undefined, name: string): string | undefined =>
  new RegExp(`(?:^|, )${RegExp.escape(name)}=([^;,]+)`).exec(header ?? '')?.[1]

/** An access token of the service's own making. @throws {ExpectationError} when it hands out none */
export async function tokenFor(world: World, user: Row): Promise<string> {
  const { login, password, signIn } = theIdentity(world)
  const exchange = await send(world.target.address, signInRequest(world, user[login], user[password]))
  const { token, refresh } = tokensIn(exchange, world, signIn)
  if (exchange.answer.status < 300 && token !== undefined) {
    keep(world, refresh)
    return token
  }
  throw new ExpectationError(
    `the client cannot be signed in as ${show(user[login])}: ${signIn.method} ${signIn.path} answers ${exchange.answer.status}`,
    { exchange },
  )
}

/** The refresh token that the client has from here on. */
export function keep(world: World, token: string | undefined): void {
  if (token === undefined) delete world.refresh.token
  else world.refresh.token = token
  world.refresh.spent.length = 0
}

/** What the client sends from here on to be known; without a token it is nobody. */
export function present(world: World, token: string | undefined): void {
  const { header = 'Authorization', scheme = 'Bearer', cookie } = world.model.identity ?? {}
  if (cookie !== undefined) {
    if (token === undefined) world.headers.delete('cookie')
    else world.headers.set('cookie', `${cookie}=${token}`)
    return
  }
  if (token === undefined) world.headers.delete(header.toLowerCase())
  else world.headers.set(header.toLowerCase(), scheme ? `${scheme} ${token}` : token)
}

/** Loaded where a scenario looks into a token: it is large, and few do. */
export const tokenLibrary = async () => (await import('jsonwebtoken')).default

/** The same claims in a token that has ended, or that somebody else has signed. */
export async function forged(world: World, token: string, wrong: 'expired' | 'key'): Promise<string> {
  const jsonwebtoken = await tokenLibrary()
  const { header, payload } = jsonwebtoken.decode(token, { complete: true })!
  const { secret: own } = world.target
  if (own === undefined)
    throw new ExpectationError('the key of this service is not known, so no token of it can be made')
  const secret = wrong === 'key' ? randomBytes(32) : Buffer.from(own)
  const claims = typeof payload === 'string' ? {} : payload
  const ended = wrong === 'expired' ? { iat: (claims.iat ?? 0) - 7200, exp: (claims.iat ?? 0) - 3600 } : {}
  const { kid } = header
  return jsonwebtoken.sign({ ...claims, ...ended }, createSecretKey(secret), {
    algorithm: 'HS256',
    ...(kid !== undefined && { keyid: kid }),
  })
}
