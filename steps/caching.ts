import { Given, resourceName, StatementError, Then, When } from '../src/spec/index.ts'
import { cachingExamples } from './examples/caching.ts'

/** How fresh answers are. */
export const cachingPhrases = [
  Given('{resource} are cached for {duration}', {
    id: 'G1',
    example: cachingExamples.G1,
    demands:
      'answers kept in the process and in Redis until what they are made of changes: `X-Cache`, `Age`, `Cache-Control`',
    states: ([word, ms]) => [{ is: 'cached', resource: resourceName(word), ms: seconds(ms) }],
  }),

  Given('GET {path} is cached for {duration}', {
    id: 'G6',
    example: cachingExamples.G6,
    demands: 'the same for one path',
    states: ([path, ms]) => [{ is: 'cached-path', path, ms: seconds(ms) }],
  }),

  Then('the response comes from the cache', {
    id: 'G2',
    example: cachingExamples.G2,
    demands: '`X-Cache: HIT`, `Age`',
    states: () => [{ is: 'from-cache', hit: true }],
  }),

  Then('the response does not come from the cache', {
    id: 'G3',
    example: cachingExamples.G3,
    demands: '`X-Cache: MISS`: nothing was kept, or it holds no longer',
    states: () => [{ is: 'from-cache', hit: false }],
  }),

  When('the client repeats the request with the ETag it received', {
    id: 'G4',
    example: cachingExamples.G4,
    demands: '`ETag`, and 304 where nothing has changed',
    states: () => [{ is: 'again', times: 1, tagged: true }],
  }),
]

function seconds(ms: number): number {
  if (ms >= 1000 && ms % 1000 === 0) return ms
  throw new StatementError('answers are cached for whole seconds', 'Say: cached for 30 seconds, cached for 10 minutes.')
}
