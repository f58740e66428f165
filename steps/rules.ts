import { Given, isRef, resourceName, StatementError, type Plain } from '../src/spec/index.ts'
import { readable } from './conditions.ts'
import { ruleExamples } from './examples/rules.ts'
import { jsonValue } from './json.ts'

/** What may become of things: acts and the states they lead to, lists of their own, and what must hold of a row. */
export const rulePhrases = [
  Given('to {operation} a(n) {resource} changes its {string} from {json} to {json}', {
    id: 'C18',
    example: ruleExamples.C18,
    demands: '`POST …/{verb}`, one conditional update, 409 otherwise; several statements are alternatives',
    states: ([verb, word, field, from, to]) => [
      { is: 'changes', resource: resourceName(word), verb, field, from: plain(from), to: plain(to) },
    ],
  }),

  Given('{resource} are soft deleted', {
    id: 'A10',
    example: ruleExamples.A10,
    demands: 'deleted rows hidden with what belongs to them, kept, and restorable by `POST …/restore`',
    states: ([word]) => [{ is: 'soft-deleted', resource: resourceName(word) }],
  }),

  Given('{path} lists the {resource} where {condition}', {
    id: 'A19',
    example: ruleExamples.A19,
    demands: 'a second collection of the resource',
    states: ([path, word, condition]) => [
      { is: 'listed-where', resource: resourceName(word), path: trimmed(path), condition: readable(condition) },
    ],
  }),

  Given('{path} lists the distinct {string} of all {resource}', {
    id: 'A20',
    example: ruleExamples.A20,
    demands: 'the values of a field, each once and in order: an array, or the envelope that an example shows',
    states: ([path, field, word]) => [{ is: 'distinct', resource: resourceName(word), path: trimmed(path), field }],
  }),

  Given('{resource} can be created many at once under {path}', {
    id: 'A21',
    example: ruleExamples.A21,
    demands: 'bulk, all or nothing; errors name the place, `0.title`',
    states: ([word, path]) => [{ is: 'bulk', resource: resourceName(word), path: trimmed(path) }],
  }),

  Given('the {string} of a(n) {resource} is {direction} {json} when its {string} is {json}', {
    id: 'A25',
    example: ruleExamples.A25,
    demands: 'a conditional rule, held against the whole row: 422',
    states: ([field, word, direction, bound, when, value]) => [
      {
        is: 'bound-when',
        resource: resourceName(word),
        field,
        direction: direction as 'above', // the word type lets only these through
        bound: plain(bound),
        when,
        value: plain(value),
      },
    ],
  }),

  Given('a(n) {resource} has at most one {resource} where {condition}', {
    id: 'A27',
    example: ruleExamples.A27,
    demands: 'partial uniqueness: 409, also for many at once',
    states: ([one, word, condition]) => [
      { is: 'at-most-one', resource: resourceName(word), of: resourceName(one), condition: readable(condition) },
    ],
  }),

  Given('a(n) {resource} needs a(n) {resource} where {condition}', {
    id: 'A28',
    example: ruleExamples.A28,
    demands: 'a precondition on the row that it belongs to: 409',
    states: ([word, of, condition]) => [
      { is: 'needs', resource: resourceName(word), of: resourceName(of), condition: readable(condition) },
    ],
  }),
]

const trimmed = (path: string): string => path.replace(/\/+$/, '')

function plain(text: string): Plain {
  const value = jsonValue(text)
  if (typeof value !== 'object' || value === null) return value
  throw new StatementError(
    isRef(value) ? 'a reference says nothing for the whole API' : 'a list or an object is no value of one field',
    'Write a text in quotes, a number, true, false or null.',
  )
}
