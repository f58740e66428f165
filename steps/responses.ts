import { resourceName, StatementError, Then } from '../src/spec/index.ts'
import { jsonValue } from './json.ts'
import { responseExamples } from './examples/responses.ts'

/** What the client can observe of an answer. */
export const responsePhrases = [
  Then('the response status is {status}', {
    id: 'D1',
    example: responseExamples.D1,
    demands: 'declared response of that operation',
    states: ([status]) => [{ is: 'status', status }],
  }),

  Then('the response body is:', {
    id: 'D2',
    example: responseExamples.D2,
    takes: 'doc',
    demands: 'exact shape',
    states: (_, { text = '' }) => [{ is: 'body', value: jsonValue(text), exact: true }],
  }),

  Then('the response body contains:', {
    id: 'D3',
    example: responseExamples.D3,
    takes: 'either',
    demands: 'at least these',
    states: (_, { is, text = '', cells }) =>
      is === 'doc'
        ? [{ is: 'body', value: jsonValue(text), exact: false }]
        : [{ is: 'body-cells', cells: nonEmpty(cells) }],
  }),

  Then('the response field {string} is {json}', {
    id: 'D4',
    example: responseExamples.D4,
    demands: 'field present; the value is only checked',
    states: ([path, value]) => [{ is: 'field', path, value: jsonValue(value) }],
  }),

  Then('the response field {string} is {format}', {
    id: 'D5',
    example: responseExamples.D5,
    demands: 'type and format',
    states: ([path, format]) => [{ is: 'format', path, format }],
  }),

  Then('the response has no field {string}', {
    id: 'D6',
    example: responseExamples.D6,
    demands: 'never serialised',
    states: ([path]) => [{ is: 'lacks', path }],
  }),

  Then('the response lists {int} {resource}', {
    id: 'D7',
    example: responseExamples.D7,
    demands: 'collection envelope',
    states: ([count, word]) => [{ is: 'lists', resource: resourceName(word), count }],
  }),

  Then('the response lists these {resource}:', {
    id: 'D8',
    example: responseExamples.D8,
    takes: 'table',
    demands: 'set comparison',
    states: ([word], { rows }) => [{ is: 'lists-rows', resource: resourceName(word), rows, ordered: false }],
  }),

  Then('the response lists these {resource} in order:', {
    id: 'D9',
    example: responseExamples.D9,
    takes: 'table',
    demands: 'deterministic order',
    states: ([word], { rows }) => [{ is: 'lists-rows', resource: resourceName(word), rows, ordered: true }],
  }),

  Then('the response header {string} is {string}', {
    id: 'D10',
    example: responseExamples.D10,
    demands: 'header set; matchers allowed',
    states: ([name, value]) => [{ is: 'answer-header', name, value, whole: true }],
  }),

  Then('the response carries only the fields {string}', {
    id: 'D11',
    example: responseExamples.D11,
    demands: 'projection (`?fields=`)',
    states: ([fields]) => [{ is: 'only-fields', fields: fields.split(/[\s,]+/).filter(Boolean) }],
  }),

  Then('the response header {string} contains {string}', {
    id: 'D12',
    example: responseExamples.D12,
    demands: 'one member of a list',
    states: ([name, value]) => [{ is: 'answer-header', name, value, whole: false }],
  }),

  Then('the response is the file {string}', {
    id: 'D14',
    example: responseExamples.D14,
    demands: 'its content, to the byte, and its type',
    states: ([file]) => [{ is: 'content', file }],
  }),

  Then('{int} of the responses have/has the status {status}', {
    id: 'D13',
    example: responseExamples.D13,
    demands: 'after several requests; a plain status there means all',
    states: ([count, status]) => [{ is: 'some-status', count, status }],
  }),

  Then('the page holds {int} of {int} {resource}', {
    id: 'F4',
    example: responseExamples.F4,
    demands: 'total',
    states: ([count, total, word]) => [{ is: 'holds', resource: resourceName(word), count, total }],
  }),

  Then('the response links to the {page} page', {
    id: 'F5',
    example: responseExamples.F5,
    demands: '`Link` with that relation',
    states: ([page]) => [{ is: 'links', page: page as 'first', present: true }], // the word type lets only these through
  }),

  Then('the response does not link to the {page} page', {
    id: 'F6',
    example: responseExamples.F6,
    demands: 'no `Link` with that relation',
    states: ([page]) => [{ is: 'links', page: page as 'first', present: false }], // as above
  }),
]

function nonEmpty<T extends object>(cells: T): T {
  if (Object.keys(cells).length > 0) return cells
  throw new StatementError('the table says nothing', 'Write one row for each field: | title | Dune |.')
}
