import jsonwebtoken from 'jsonwebtoken'
import type { Act, Expectation } from '../../spec/index.ts'
import { ExpectationError, show } from '../errors.ts'
import { valueAt } from '../field-path.ts'
import { anyUser, forged, present, signInRequest, theIdentity, tokenFor, userNamed, userOfRole } from '../identity.ts'
import type { World } from '../world.ts'
import { theAnswer } from './answer.ts'
import type { Performers } from './performer.ts'

type Kinds = (Act & { is: 'client' | 'sign-in' | 'passes' })['is'] | (Expectation & { is: 'token-lasts' })['is']

export const identity: Performers<Kinds> = {
  client: async ({ who }, world) => {
    if (who.is === 'anonymous') return present(world, undefined)
    const user = await (who.is === 'user'
      ? userNamed(world, who.name)
      : who.is === 'role'
        ? userOfRole(world, who.role)
        : anyUser(world))
    const token = await tokenFor(world, user)
    return present(world, who.is === 'token' ? forged(world, token, who.wrong) : token)
  },

  'sign-in': async ({ login, password }, world) => {
    const exchange = await world.send(signInRequest(world, login, password))
    world.last = [exchange]
    const token = tokenIn(exchange.answer.json, world)
    if (typeof token === 'string') present(world, token)
  },

  passes: async ({ ms }, world) => {
    if (!world.target.advance) throw new ExpectationError('the time of this service cannot be moved')
    await world.target.advance(ms)
  },

  'token-lasts': async ({ seconds }, world) => {
    const exchange = await theAnswer(world, 'how long the access token lives')
    const token = tokenIn(exchange.answer.json, world)
    const claims = typeof token === 'string' ? jsonwebtoken.decode(token, { json: true }) : null
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

const tokenIn = (body: unknown, world: World): unknown => valueAt(body, theIdentity(world).signIn.token)
