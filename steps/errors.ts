import { Given, Then, type ErrorKind } from '../src/spec/index.ts'
import { errorExamples } from './examples/errors.ts'

/** How requests are refused. */
export const errorPhrases = [
  Then('the request is rejected with {status}', {
    id: 'E1',
    example: errorExamples.E1,
    demands: 'domain error → status, the envelope',
    states: ([status]) => [{ is: 'rejected', status }],
  }),

  Then('the request is rejected with {status} and error {string}', {
    id: 'E2',
    example: errorExamples.E2,
    demands: 'stable code in the catalogue',
    states: ([status, error]) => [{ is: 'rejected', status, error }],
  }),

  Then('the error reports {string} for the field {string}', {
    id: 'E3',
    example: errorExamples.E3,
    demands: 'per-field detail',
    states: ([message, field]) => [{ is: 'reports', message, field }],
  }),

  Then('the error envelope names the request id', {
    id: 'E4',
    example: errorExamples.E4,
    demands: 'envelope + `X-Request-ID`',
    states: () => [{ is: 'names-request' }],
  }),

  Given('{kind} is answered with {status}', {
    id: 'E6',
    example: errorExamples.E6,
    demands: 'status of a kind of error for the whole API',
    states: ([kind, status]) => [{ is: 'answered', kind: kind as ErrorKind, status }], // the word type reads it so
  }),

  Given('the message for {string} is {string}', {
    id: 'E7',
    example: errorExamples.E7,
    demands: 'wording of the catalogue',
    states: ([message, text]) => [{ is: 'worded', message, text }],
  }),
]
