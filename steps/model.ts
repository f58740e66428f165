import { Given, parseCondition, resourceName, StatementError, type FilterStatement } from '../src/spec/index.ts'
import { fieldTable, reading } from './tables.ts'
import { modelExamples } from './examples/model.ts'

/** What things there are, and how they hang together. */
export const modelPhrases = [
  Given('a(n) {resource} has these fields:', {
    id: 'A1',
    example: modelExamples.A1,
    takes: 'table',
    demands: 'entity, migration, create and update schemas',
    states: ([word], table) => [{ is: 'fields', resource: resourceName(word), fields: fieldTable(table) }],
  }),

  Given('a(n) {resource} belongs to a(n) {resource}', {
    id: 'A2',
    example: modelExamples.A2,
    demands: 'foreign key + index, relation; 422 or 404 on an unknown parent',
    states: ([child, parent]) => [{ is: 'belongs', child: resourceName(child), parent: resourceName(parent) }],
  }),

  Given('a(n) {resource} can have many {resource}', {
    id: 'A3',
    example: modelExamples.A3,
    demands: 'join table, relation methods',
    states: ([one, others]) => [{ is: 'many', resource: resourceName(one), others: resourceName(others) }],
  }),

  Given('a(n) {resource} was called a(n) {resource}', {
    id: 'A30',
    example: modelExamples.A30,
    demands: 'a migration that keeps the rows under the new name',
    states: ([word, was]) => [{ is: 'was-called', resource: resourceName(word), was: resourceName(was) }],
  }),

  Given('{resource} are served under {path}', {
    id: 'A4',
    example: modelExamples.A4,
    demands: 'router mount for the resource',
    states: ([word, path]) => [{ is: 'served', resource: resourceName(word), path: path.replace(/\/+$/, '') }],
  }),

  Given('a(n) {resource} is addressed by its {string}', {
    id: 'A12',
    example: modelExamples.A12,
    demands: 'natural key in paths, `Location`, references',
    states: ([word, by]) => [{ is: 'addressed', resource: resourceName(word), by }],
  }),

  Given('a(n) {resource} with {resource} cannot be deleted', {
    id: 'A15',
    example: modelExamples.A15,
    demands: 'restrict: 409; without it children go along',
    states: ([word, others]) => [{ is: 'kept-by', resource: resourceName(word), by: resourceName(others) }],
  }),

  Given('{resource} are listed by {string}', {
    id: 'A17',
    example: modelExamples.A17,
    demands: 'default order, `-` = descending',
    states: ([word, by]) => [{ is: 'ordered', resource: resourceName(word), by }],
  }),

  Given('{resource} can be filtered by:', {
    id: 'A18',
    example: modelExamples.A18,
    takes: 'table',
    demands: 'a parameter for each row, and the condition that it puts on the list',
    states: ([word], { rows, lines }) => [
      {
        is: 'filtered',
        resource: resourceName(word),
        filters: rows.map((row, n): FilterStatement => {
          const { parameter, 'keeps those where': condition } = row
          const line = lines[n + 1] ?? 0
          if (!parameter || !condition)
            throw new StatementError(
              'a filter needs a parameter and a condition',
              'Write the table as | parameter | keeps those where |, e.g. | max_price | price is at most it |.',
              line,
            )
          reading(line, () => parseCondition(condition))
          return { parameter, condition, line }
        }),
      },
    ],
  }),

  Given('fields that a(n) {resource} does not have are ignored', {
    id: 'A22',
    example: modelExamples.A22,
    demands: 'unknown fields of a body are dropped; by default they are refused: 422',
    states: ([word]) => [{ is: 'lenient', resource: resourceName(word) }],
  }),

  Given('{resource} are paginated {int} per page, at most {int}', {
    id: 'F1',
    example: modelExamples.F1,
    demands: 'default and cap, 422 above',
    states: ([word, size, max]) => [{ is: 'paginated', resource: resourceName(word), size, max }],
  }),

  Given('{resource} are paginated by {string} and {string}, {int} at a time, at most {int}', {
    id: 'F8',
    example: modelExamples.F8,
    demands: 'names of the two parameters, e.g. `limit`, `offset` or `page`, `per_page`',
    states: ([word, first, second, size, max]) => [
      { is: 'paginated', resource: resourceName(word), size, max, names: [first, second] },
    ],
  }),
]
