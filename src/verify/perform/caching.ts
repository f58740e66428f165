import type { Expectation } from '../../spec/index.ts'
import { ExpectationError } from '../errors.ts'
import { theAnswer } from './answer.ts'
import type { Performers } from './performer.ts'

export const caching: Performers<(Expectation & { is: 'from-cache' })['is']> = {
  'from-cache': async ({ hit }, world) => {
    const exchange = await theAnswer(world, 'whether the response comes from the cache', { negative: !hit })
    const { 'x-cache': cache, age } = exchange.answer.headers
    const actual = cache === undefined ? (age === undefined ? undefined : Number(age) > 0) : /\bhit\b/i.test(cache)
    if (actual === hit && (!hit || age !== undefined)) return
    throw new ExpectationError(
      actual === undefined
        ? 'the response does not say whether it comes from a cache: it has neither X-Cache nor Age'
        : actual === hit
          ? 'the response does not say how old it is: it has no Age'
          : `the response ${actual ? 'comes' : 'does not come'} from the cache: X-Cache is ${cache}, Age ${age}`,
      { expected: hit ? 'HIT' : 'MISS', actual: cache, exchange },
    )
  },
}
