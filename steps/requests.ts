import { parseTemplate, resourceName, StatementError, When, type Act, type Attachment } from '../src/spec/index.ts'

import { jsonValue } from './json.ts'
import { requestExamples } from './examples/requests.ts'
import { ruleExamples } from './examples/rules.ts'

/** What the client does: HTTP itself first, then the behaviour tier. */
export const requestPhrases = [
  When('the client sends {method} {path}', {
    id: 'C1',
    example: requestExamples.C1,
    demands: 'route + controller',
    states: ([method, path]) => [{ is: 'request', method, path }],
  }),

  When('the client sends {method} {path} with body:', {
    id: 'C2',
    example: requestExamples.C2,
    takes: 'either',
    demands: 'body parser + schema',
    states: ([method, path], attached) => [{ is: 'request', method, path, ...body(attached) }],
  }),

  When('the client sends {method} {path} with query:', {
    id: 'C3',
    example: requestExamples.C3,
    takes: 'table',
    demands: 'typed query schema',
    states: ([method, path], { cells }) => [{ is: 'request', method, path, query: cells }],
  }),

  When('the request header {string} is {string}', {
    id: 'C4',
    example: requestExamples.C4,
    demands: 'the header is read where a rule mentions it',
    states: ([name, value]) => [{ is: 'header', name, value }],
  }),

  When('the client sends the same request again', {
    id: 'C5',
    example: requestExamples.C5,
    demands: 'idempotency, cache, uniqueness',
    states: () => [{ is: 'again', times: 1 }],
  }),

  When('the client sends the same request {int} times', {
    id: 'C6',
    example: requestExamples.C6,
    demands: 'limits',
    states: ([times]) => [{ is: 'again', times }],
  }),

  When('{int} clients send {method} {path} at once', {
    id: 'C15',
    example: requestExamples.C15,
    demands: 'correct under concurrency',
    states: ([clients, method, path]) => [{ is: 'request', method, path, clients: some(clients) }],
  }),

  When('{int} clients send {method} {path} at once with body:', {
    id: 'C21',
    example: requestExamples.C21,
    takes: 'either',
    demands: 'correct under concurrency',
    states: ([clients, method, path], attached) => [
      { is: 'request', method, path, ...body(attached), clients: some(clients) },
    ],
  }),

  When('the client uploads {string} to {path}', {
    id: 'C16',
    example: requestExamples.C16,
    demands: 'multipart, size and type limits, streamed',
    states: ([upload, path]) => [{ is: 'request', method: 'POST', path, upload }],
  }),

  When('the client uploads {string} to {path} with:', {
    id: 'C23',
    example: requestExamples.C23,
    takes: 'table',
    demands: 'a form: the file, and fields beside it',
    states: ([upload, path], { cells }) => [{ is: 'request', method: 'POST', path, upload, body: { cells } }],
  }),

  When('the client sends {method} {path} with the file {string}', {
    id: 'C24',
    example: requestExamples.C24,
    demands: 'the same by another method',
    states: ([method, path, upload]) => [{ is: 'request', method, path, upload }],
  }),

  When('the client creates a(n) {resource} with:', {
    id: 'C7',
    example: requestExamples.C7,
    takes: 'table',
    demands: 'POST collection → service → repository',
    states: ([word], { cells }) => [{ is: 'act', operation: 'create', resource: resourceName(word), body: cells }],
  }),

  When('the client reads the {resource} {string}', {
    id: 'C8',
    example: requestExamples.C8,
    demands: 'GET item by natural key',
    states: ([word, key]) => [{ is: 'act', operation: 'read', resource: resourceName(word), key }],
  }),

  When('the client lists {resource}', {
    id: 'C9',
    example: requestExamples.C9,
    demands: 'GET collection',
    states: ([word]) => [{ is: 'act', operation: 'list', resource: resourceName(word) }],
  }),

  When('the client lists {resource} where {string} is {json}', {
    id: 'C10',
    example: requestExamples.C10,
    demands: 'allow-listed filter',
    states: ([word, field, value]) => [
      { is: 'act', operation: 'list', resource: resourceName(word), filter: { field, value: jsonValue(value) } },
    ],
  }),

  When('the client lists {resource} sorted by {string}', {
    id: 'C11',
    example: requestExamples.C11,
    demands: 'allow-listed sort, `-` = descending',
    states: ([word, sort]) => [{ is: 'act', operation: 'list', resource: resourceName(word), sort }],
  }),

  When('the client updates the {resource} {string} with:', {
    id: 'C12',
    example: requestExamples.C12,
    takes: 'table',
    demands: 'PATCH item, partial schema',
    states: ([word, key], { cells }) => [
      { is: 'act', operation: 'update', resource: resourceName(word), key, body: cells },
    ],
  }),

  When('the client replaces the {resource} {string} with:', {
    id: 'C13',
    example: requestExamples.C13,
    takes: 'table',
    demands: 'PUT item, full schema',
    states: ([word, key], { cells }) => [
      { is: 'act', operation: 'replace', resource: resourceName(word), key, body: cells },
    ],
  }),

  When('the client deletes the {resource} {string}', {
    id: 'C14',
    example: requestExamples.C14,
    demands: 'DELETE item, 204, cascade rule',
    states: ([word, key]) => [{ is: 'act', operation: 'delete', resource: resourceName(word), key }],
  }),

  When('the client performs {string} on the {resource} {string}', {
    id: 'C20',
    example: ruleExamples.C20,
    demands: '`POST` to the item and the act: `…/{verb}`',
    states: ([verb, word, key]) => {
      if (!/^[\w-]+$/.test(verb))
        throw new StatementError(`"${verb}" is no word of a path`, 'Name the act in one word: "cancel", "check-in".')
      return [{ is: 'act', operation: 'perform', verb, resource: resourceName(word), key }]
    },
  }),

  When('the client searches {resource} for {string}', {
    id: 'C17',
    example: requestExamples.C17,
    demands: 'search over the searchable fields',
    states: ([word, search]) => [{ is: 'act', operation: 'list', resource: resourceName(word), search }],
  }),

  When('the client lists page {int} of {resource}', {
    id: 'F2',
    example: requestExamples.F2,
    demands: 'page parameter',
    states: ([page, word]) => {
      if (page < 1) throw new StatementError('pages count from 1', 'Ask for page 1 or a later one.')
      return [{ is: 'act', operation: 'list', resource: resourceName(word), page }]
    },
  }),

  When('the client follows the link to the {page} page', {
    id: 'F3',
    example: requestExamples.F3,
    demands: 'RFC 8288 links',
    states: ([page]) => [{ is: 'follow', page: page as 'first' }], // the word type lets only these through
  }),
]

function some(clients: number): number {
  if (clients >= 1 && clients <= 200) return clients
  throw new StatementError(`${clients} clients cannot send a request at once`, 'Let 1 to 200 clients send it.')
}

/** A table makes a JSON object; a doc string is JSON, or anything at all that a client might send. */
function body({ is, cells, text = '', mediaType }: Attachment): Pick<Act & { is: 'request' }, 'body' | 'mediaType'> {
  const type = mediaType?.includes('/') ? { mediaType } : {}
  if (is === 'table') return { body: { cells }, ...type }
  try {
    return { body: { json: parseTemplate(text) }, ...type }
  } catch {
    return { body: { text }, ...type }
  }
}
