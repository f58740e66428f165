import {
  Given,
  isSlip,
  messageNames,
  messagesNamed,
  parseErrorShape,
  StatementError,
  Then,
  type ErrorKind,
  type ErrorShape,
} from '../src/spec/index.ts'
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
    states: ([message, text]) => [{ is: 'worded', message: ofCatalogue(message), text }],
  }),

  Given('errors are answered as:', {
    id: 'E5',
    example: errorExamples.E5,
    takes: 'doc',
    demands:
      'the body of every error of the API, in which `<status>`, `<code>`, `<message>` and `<field>` stand for what there is to say',
    states: (_, { text = '' }) => [{ is: 'error-body', shape: errorShape(text) }],
  }),

  Given('pages of any origin may call the API', {
    id: 'E8',
    example: errorExamples.E8,
    demands: 'CORS, preflights',
    states: () => [{ is: 'cross-origin' }],
  }),

  Given('pages of {string} may call the API', {
    id: 'E9',
    example: errorExamples.E9,
    demands: 'CORS for the origins named, `Vary: Origin`',
    states: ([origins]) => originsOf(origins).map(origin => ({ is: 'cross-origin', origin })),
  }),
]

function ofCatalogue(message: string): string {
  if (messagesNamed(message).length > 0) return message
  const near = messageNames.find(name => isSlip(name, message))
  throw new StatementError(
    `there is no message "${message}"`,
    `${near ? `Did you mean "${near}"? ` : ''}Their names are in "Messages" of docs/vocabulary.md: required, unique, matches, min, ….`,
  )
}

function errorShape(text: string): ErrorShape {
  try {
    return parseErrorShape(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new StatementError(
      `this is not the body of an error: ${error.message}`,
      'Write it as JSON, e.g. { "code": "<code>", "errors": [{ "field": "<field>", "message": "<message>" }] }.',
    )
  }
}

function originsOf(text: string): readonly string[] {
  const origins = text.split(/[\s,]+/).filter(Boolean)
  for (const origin of origins)
    if (!URL.canParse(origin) || new URL(origin).origin !== origin)
      throw new StatementError(`"${origin}" is not an origin`, 'Write it as "https://shop.example", without a path.')
  return origins
}
