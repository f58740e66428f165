import { Given, resourceName, StatementError } from '../src/spec/index.ts'
import { stateExamples } from './examples/state.ts'

/** What is there before the client acts, and what is kept afterwards. */
export const statePhrases = [
  Given('these {resource} exist:', {
    id: 'A5',
    example: stateExamples.A5,
    takes: 'table',
    demands: 'rows, through the repository',
    states: ([word], { rows }) => {
      if (rows.length === 0)
        throw new StatementError(
          'the table has a head and no rows',
          'Add a row for each that exists, or say: no … exist.',
        )
      return [{ is: 'rows', resource: resourceName(word), rows }]
    },
  }),

  Given('{int} {resource} exist(s)', {
    id: 'A6',
    example: stateExamples.A6,
    demands: 'valid distinct rows from a factory',
    states: ([count, word]) => [{ is: 'some', resource: resourceName(word), count }],
  }),

  Given('no {resource} exist', {
    id: 'A7',
    example: stateExamples.A7,
    demands: 'isolation holds',
    states: ([word]) => [{ is: 'none', resource: resourceName(word) }],
  }),

  Given('a(n) {resource} exists with:', {
    id: 'A8',
    example: stateExamples.A8,
    takes: 'table',
    demands: 'one row; as Then: the row is persisted',
    states: ([word], { cells }, { type }) => {
      const resource = resourceName(word)
      return type === 'Outcome'
        ? [{ is: 'kept', resource, row: cells, present: true }]
        : [{ is: 'rows', resource, rows: [cells] }]
    },
  }),

  Given('no {resource} exist(s) with:', {
    id: 'A9',
    example: stateExamples.A9,
    takes: 'table',
    demands: 'nothing persisted: rollback honoured',
    states: ([word], { cells }) => [{ is: 'kept', resource: resourceName(word), row: cells, present: false }],
  }),
]
