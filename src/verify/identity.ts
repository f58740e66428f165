import { createSecretKey, randomBytes } from 'node:crypto'
import jsonwebtoken from 'jsonwebtoken'
import { naturalKey, type Identity } from '../model/index.ts'
import { send } from './client.ts'
import { ExpectationError, show } from './errors.ts'
import type { Request } from './exchange.ts'
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
  const { method, path, wrapped } = identity.signIn
  const fields = { [identity.login]: login, [identity.password]: password }
  const body = JSON.stringify(wrapped === undefined ? fields : { [wrapped]: fields })
  return { method, path, headers: { accept: '*/*', 'content-type': 'application/json' }, body }
}

/** An access token of the service's own making. @throws {ExpectationError} when it hands out none */
export async function tokenFor(world: World, user: Row): Promise<string> {
  const { login, password, signIn } = theIdentity(world)
  const exchange = await send(world.target.address, signInRequest(world, user[login], user[password]))
  const token = valueAt(exchange.answer.json, signIn.token)
  if (exchange.answer.status < 300 && typeof token === 'string') return token
  throw new ExpectationError(
    `the client cannot be signed in as ${show(user[login])}: ${signIn.method} ${signIn.path} answers ${exchange.answer.status}`,
    { exchange },
  )
}

/** What the client sends from here on to be known; without a token it is nobody. */
export function present(world: World, token: string | undefined): void {
  const { header = 'Authorization', scheme = 'Bearer' } = world.model.identity ?? {}
  if (token === undefined) world.headers.delete(header.toLowerCase())
  else world.headers.set(header.toLowerCase(), scheme ? `${scheme} ${token}` : token)
}

/** The same claims in a token that has ended, or that somebody else has signed. */
export function forged(world: World, token: string, wrong: 'expired' | 'key'): string {
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
