import type { Expectation } from '../../spec/index.ts'
import { ExpectationError } from '../errors.ts'
import { summary, theAnswer } from './answer.ts'
import type { Performers } from './performer.ts'

export const limits: Performers<(Expectation & { is: 'remaining' | 'retry-after' })['is']> = {
  remaining: async ({ count }, world) => {
    const exchange = await theAnswer(world, 'how many requests remain')
    const actual = remaining(exchange.answer.headers)
    if (actual === count) return
    throw new ExpectationError(
      actual === undefined
        ? 'the response does not say how many requests remain: it has no RateLimit header'
        : `the response reports ${actual} requests remaining, not ${count}`,
      { expected: count, actual, exchange },
    )
  },

  'retry-after': async ({ seconds }, world) => {
    const exchange = await theAnswer(world, 'when to retry')
    const header = exchange.answer.headers['retry-after']
    const actual = header === undefined ? undefined : waitOf(header)
    // a moment goes by while requests are on their way
    if (actual !== undefined && actual <= seconds && actual >= seconds - MOMENT) return
    throw new ExpectationError(
      actual === undefined
        ? `the client is not told to come again: the response is ${summary(exchange)}, without Retry-After`
        : `the client is told to retry after ${actual} seconds, not after ${seconds}`,
      { expected: seconds, actual, exchange },
    )
  },
}

const MOMENT = 3 // seconds

/** Of several limits the one that is nearest. */
function remaining(headers: Readonly<Record<string, string>>): number | undefined {
  const all = [...(headers['ratelimit'] ?? '').matchAll(/;\s*r=(\d+)/g)].map(([, left]) => Number(left))
  const [named] = Object.entries(headers).filter(([name]) => /rate-?limit-remaining$/.test(name))
  if (all.length === 0 && named) all.push(Number(named[1]))
  return all.length > 0 ? Math.min(...all) : undefined
}

/** Seconds, or the moment itself (RFC 9110, 10.2.3). */
const waitOf = (header: string): number =>
  /^\d+$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - Date.now()) / 1000)
