import { Given, resourceName, StatementError } from '../src/spec/index.ts'
import { readable } from './conditions.ts'
import { guaranteeExamples } from './examples/guarantees.ts'

/** What holds whatever comes, also at the same time, and what is there from the start. */
export const guaranteePhrases = [
  Given('the {string} of a(n) {resource} never falls below {json}', {
    id: 'A23',
    example: guaranteeExamples.A23,
    demands: 'a bound that no write crosses, nor several at once: 409',
    states: ([field, word, bound]) => [
      { is: 'bounded', resource: resourceName(word), field, by: 'at least', bound: amount(bound) },
    ],
  }),

  Given('the {string} of a(n) {resource} never exceeds {json}', {
    id: 'A24',
    example: guaranteeExamples.A24,
    demands: 'the same from above',
    states: ([field, word, bound]) => [
      { is: 'bounded', resource: resourceName(word), field, by: 'at most', bound: amount(bound) },
    ],
  }),

  Given('the {string} of a(n) {resource} never exceeds the {string} of its {resource}', {
    id: 'A29',
    example: guaranteeExamples.A29,
    demands: 'the same against the row that it belongs to, whichever of the two changes',
    states: ([field, word, other, of]) => [
      {
        is: 'bounded',
        resource: resourceName(word),
        field,
        by: 'at most',
        bound: { of: resourceName(of), field: other },
      },
    ],
  }),

  Given('the {string} of a(n) {resource} never exceeds its {string}', {
    id: 'A31',
    example: guaranteeExamples.A31,
    demands: 'the same against another field of the row',
    states: ([field, word, other]) => [
      {
        is: 'bounded',
        resource: resourceName(word),
        field,
        by: 'at most',
        bound: { of: resourceName(word), field: other },
      },
    ],
  }),

  Given('{resource} of one {resource} never overlap between {string} and {string}', {
    id: 'A32',
    example: guaranteeExamples.A32,
    demands: 'times that are taken, also where several ask at once: 409; one may begin when another ends',
    states: ([word, of, from, to]) => [{ is: 'apart', resource: resourceName(word), of: resourceName(of), from, to }],
  }),

  Given('{resource} of one {resource} never overlap between {string} and {string} where {condition}', {
    id: 'A33',
    example: guaranteeExamples.A33,
    demands: 'the same among the rows that fulfil a condition',
    states: ([word, of, from, to, condition]) => [
      {
        is: 'apart',
        resource: resourceName(word),
        of: resourceName(of),
        from,
        to,
        condition: readable(condition),
      },
    ],
  }),

  Given('concurrent changes to a(n) {resource} are refused', {
    id: 'A11',
    example: guaranteeExamples.A11,
    demands: 'version column, `ETag`; `If-Match` with an older version is a 412',
    states: ([word]) => [{ is: 'versioned', resource: resourceName(word) }],
  }),

  Given('{method} {path} is idempotent by the header {string}', {
    id: 'C22',
    example: guaranteeExamples.C22,
    demands: 'the first answer kept for a day and repeated; another request under the same key is a 422',
    states: ([method, path, header]) => [{ is: 'idempotent', method, path, header }],
  }),

  Given('{resource} are paginated by cursor', {
    id: 'F7',
    example: guaranteeExamples.F7,
    demands: 'pages that begin after a row: what is added or deleted meanwhile shifts nothing',
    states: ([word]) => [{ is: 'by-cursor', resource: resourceName(word) }],
  }),

  Given('the service starts with these {resource}:', {
    id: 'A16',
    example: guaranteeExamples.A16,
    takes: 'table',
    demands: 'a migration that puts the rows in; each scenario finds them as they were',
    states: ([word], { rows }) => {
      if (rows.length > 0) return [{ is: 'seeds', resource: resourceName(word), rows }]
      throw new StatementError('the table has a head and no rows', 'Add a row for each that is there from the start.')
    },
  }),
]

function amount(text: string): number {
  const value = Number(text)
  if (/^-?\d/.test(text) && Number.isFinite(value)) return value
  throw new StatementError(`${text} is no bound for an amount`, 'Write a number: never falls below 0.')
}
