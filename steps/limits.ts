import { Given, Then } from '../src/spec/index.ts'
import { limitExamples } from './examples/limits.ts'

/** How often clients may come. */
export const limitPhrases = [
  Given('{method} {path} is limited to {rate} per {scope}', {
    id: 'H1',
    example: limitExamples.H1,
    demands: 'a limit on that route, counted in Redis for all processes: 429, `RateLimit`, `Retry-After`',
    states: ([method, path, rate, per]) => [{ is: 'limited', method, path, rate, per }],
  }),

  Given('requests under {path} are limited to {rate} per {scope}', {
    id: 'H4',
    example: limitExamples.H4,
    demands: 'one limit for all that lies under the path; `/` is the whole API',
    states: ([path, rate, per]) => [{ is: 'limited', path, rate, per }],
  }),

  Then('the response reports {int} request(s) remaining', {
    id: 'H2',
    example: limitExamples.H2,
    demands: '`RateLimit` headers',
    states: ([count]) => [{ is: 'remaining', count }],
  }),

  Then('the client is told to retry after {duration}', {
    id: 'H3',
    example: limitExamples.H3,
    demands: '429 + `Retry-After`',
    states: ([ms]) => [{ is: 'retry-after', seconds: ms / 1000 }],
  }),
]
