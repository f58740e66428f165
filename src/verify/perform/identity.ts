import type { Act, Expectation } from '../../spec/index.ts'
import { ExpectationError, show } from '../errors.ts'
import {
  anyUser,
  forged,
  keep,
  present,
  refreshRequest,
  signInRequest,
  signOutRequest,
  theIdentity,
  tokenFor,
  tokenLibrary,
  tokensIn,
  userNamed,
  userOfRole,
} from '../identity.ts'
import type { World } from '../world.ts'
import { theAnswer } from './answer.ts'
import type { Performers } from './performer.ts'

type Kinds =
  | (Act & { is: 'client' | 'sign-in' | 'refresh' | 'sign-out' | 'passes' })['is']
  | (Expectation & { is: 'token-lasts' })['is']

export const identity: Performers<Kinds> = {
  client: async ({ who }, world) => {
    world.client = undefined
    if (who.is === 'anonymous') {
      keep(world, undefined)
      return present(world, undefined)
    }
    const user = await (who.is === 'user'
      ? userNamed(world, who.name)
      : who.is === 'role'
        ? userOfRole(world, who.role)
        : anyUser(world))
    const token = await tokenFor(world, user)
    world.client = user
    return present(world, who.is === 'token' ? await forged(world, token, who.wrong) : token)
  },

  'sign-in': async ({ login, password }, world) => {
    const exchange = await world.send(signInRequest(world, login, password))
    world.last = [exchange]
    const { token, refresh } = tokensIn(exchange, world, theIdentity(world).signIn)
    if (token === undefined || exchange.answer.status >= 300) return
    present(world, token)
    keep(world, refresh)
  },

  refresh: async ({ spent }, world) => {
    if (spent && world.refresh.spent.length === 0) await refresh(world, world.refresh.token)
    await refresh(world, spent ? world.refresh.spent.at(-1) : world.refresh.token)
  },

  // it keeps what it had: that is worth nothing any more
  'sign-out': async (_, world) => {
    world.last = [await world.send(signOutRequest(world))]
  },

  passes: async ({ ms }, world) => {
    if (!world.target.advance) throw new ExpectationError('the time of this service cannot be moved')
    await world.target.advance(ms)
  },

  'token-lasts': async ({ seconds }, world) => {
    const exchange = await theAnswer(world, 'how long the access token lives')
    const { signIn, refresh: renewal } = theIdentity(world)
    const token = tokensIn(exchange, world, exchange.request.path === renewal?.path ? renewal : signIn).token
    const claims = token === undefined ? null : (await tokenLibrary()).decode(token, { json: true })
    const actual = claims?.exp === undefined || claims.iat === undefined ? undefined : claims.exp - claims.iat
    if (actual === seconds) return
    throw new ExpectationError(
      actual === undefined
        ? `the response hands out no access token: it is ${exchange.answer.status} ${show(exchange.answer.json)}`
        : `the access token expires in ${actual} seconds, not in ${seconds}`,
      { expected: seconds, actual, exchange },
    )
  },
}

/** Asks for another access token, and goes on with what comes. */
async function refresh(world: World, token: string | undefined): Promise<void> {
  if (token === undefined) throw new ExpectationError('the client has no refresh token: sign it in first')
  const exchange = await world.send(refreshRequest(world, token))
  world.last = [exchange]
  const given = tokensIn(exchange, world, theIdentity(world).refresh ?? {})
  if (given.token === undefined || exchange.answer.status >= 300) return
  present(world, given.token)
  world.refresh.spent.push(token)
  if (given.refresh !== undefined) world.refresh.token = given.refresh
}
