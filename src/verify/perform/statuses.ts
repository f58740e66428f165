import type { Expectation } from '../../spec/index.ts'
import { ExpectationError } from '../errors.ts'
import type { Exchange } from '../exchange.ts'
import type { World } from '../world.ts'
import { isNoAnswer, summary, unanswered } from './answer.ts'
import type { Performers } from './performer.ts'

export const statuses: Performers<(Expectation & { is: 'status' | 'some-status' })['is']> = {
  status: async ({ status }, world) => {
    world.latest('the response status')
    for (const exchange of meant(world, status)) await expectStatus(world, exchange, status)
  },

  'some-status': async ({ count, status }, world) => {
    const exchange = world.latest(`the status of the responses`)
    for (const one of world.last) if (await isNoAnswer(world, one)) throw unanswered(one)
    const all = world.last.map(({ answer }) => answer.status)
    const actual = all.filter(it => it === status).length
    if (actual === count) return
    throw new ExpectationError(
      `${actual} of the ${all.length} responses have the status ${status}, not ${count}: ${all.join(' ')}`,
      {
        expected: count,
        actual,
        exchange,
      },
    )
  },
}

/** Who comes too often is let through at first: of requests in a row it is the last that is one too many. Else all are meant. */
export const meant = ({ last, inTurn }: World, status: number): readonly Exchange[] =>
  status === 429 && inTurn ? last.slice(-1) : last

/** @throws {ExpectationError} when the status is another, or nobody's doing */
export async function expectStatus(world: World, exchange: Exchange, status: number): Promise<void> {
  const actual = exchange.answer.status
  if (await isNoAnswer(world, exchange)) throw unanswered(exchange)
  if (actual === status) return
  const nth = world.last.length > 1 ? ` for request ${world.last.indexOf(exchange) + 1} of ${world.last.length}` : ''
  throw new ExpectationError(`the response status is ${summary(exchange)}, not ${status}${nth}`, {
    expected: status,
    actual,
    exchange,
  })
}
