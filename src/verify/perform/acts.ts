import type { Act } from '../../spec/index.ts'
import { ExpectationError } from '../errors.ts'
import { linkTo } from '../links.ts'
import { fill, localPath } from '../references.ts'
import { actRequest } from '../act-request.ts'
import { keepCookie } from '../identity.ts'
import { headersFor, literalRequest } from '../literal-request.ts'
import type { Exchange, Request } from '../exchange.ts'
import type { World } from '../world.ts'
import { theAnswer } from './answer.ts'
import type { Performers } from './performer.ts'

export const acts: Performers<Exclude<Act['is'], 'client' | 'passes' | 'sign-in' | 'refresh' | 'sign-out'>> = {
  header: ({ name, value }, world) => {
    const text = fill(value, world)
    // an empty value takes a header away again
    if (text === '') world.headers.delete(name.toLowerCase())
    else world.headers.set(name.toLowerCase(), text)
  },

  'asks-version': ({ version }, world) => {
    world.headers.set((world.model.versions?.header ?? 'X-API-Version').toLowerCase(), version)
  },

  request: async (fact, world) => {
    const request = literalRequest(fact, world)
    const clients = Array.from({ length: fact.clients ?? 1 }, () => world.send(request))
    world.last = await Promise.all(clients)
    world.inTurn = false
    if (world.last.length === 1) keepCookie(world.last[0]!, world)
  },

  act: async (fact, world) => {
    world.last = [await world.send(actRequest(fact, world))]
  },

  again: async ({ times, tagged }, world) => {
    const exchange = world.latest('sending the same request again')
    const again = withHeaders(exchange.request, world)
    const tag = tagged && { 'if-none-match': tagOf(exchange) }
    const request = tag ? { ...again, headers: { ...again.headers, ...tag } } : again
    const answers = []
    for (let n = 0; n < times; n++) answers.push(await world.send(request))
    if (answers.length > 0) world.last = answers
    world.inTurn = true
  },

  follow: async ({ page }, world) => {
    const exchange = await theAnswer(world, `following the link to the ${page} page`)
    const link = linkTo(exchange.answer.headers.link, page)
    if (link === undefined)
      throw new ExpectationError(`the response does not link to the ${page} page, so there is nothing to follow`, {
        actual: exchange.answer.headers.link,
        exchange,
      })
    const base = new URL(exchange.request.path, world.target.address)
    const path = localPath(new URL(link, base).href, world)
    world.last = [await world.send({ method: 'GET', path, headers: headersFor(world, undefined) })]
  },
}

function tagOf(exchange: Exchange): string {
  const { etag } = exchange.answer.headers
  if (etag !== undefined) return etag
  throw new ExpectationError('the response has no ETag, so it cannot be asked for by one', { exchange })
}

/** The same request, with the headers that the scenario has set by now. */
const withHeaders = (request: Request, world: World): Request => ({
  ...request,
  headers: headersFor(world, request.body, request.headers['content-type']),
})
