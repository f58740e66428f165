import { Given } from '../src/spec/index.ts'
import { identityExamples } from './examples/identity.ts'

/** How time goes on. */
export const timePhrases = [
  Given('{duration} pass(es)', {
    id: 'G5',
    example: identityExamples.G5,
    demands: 'a clock of its own: tokens, times and all that expires follow it',
    states: ([ms]) => [{ is: 'passes', ms }],
  }),
]
