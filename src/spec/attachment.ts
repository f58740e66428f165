import type { PickleStepArgument } from '@cucumber/messages'
import type { Cells } from './facts/index.ts'
import { StatementError, type Attachment } from './phrase.ts'

/**
 * Reading `rows` or `cells` says how the table is meant, and only then what is wrong with it.
 *
 * @param lines the line of each row of the step's table
 */
export function attachment(argument: PickleStepArgument | undefined, lines: readonly number[]): Attachment {
  const none = { rows: [], cells: {}, lines: [], raw: [] }
  if (argument?.docString) {
    const { content, mediaType } = argument.docString
    return { ...none, is: 'doc', text: content, ...(mediaType && { mediaType }) }
  }
  if (!argument?.dataTable) return { ...none, is: 'none' }
  const raw = argument.dataTable.rows.map(row => row.cells.map(cell => cell.value))
  return {
    is: 'table',
    raw,
    lines,
    get rows() {
      const [head = [], ...body] = raw
      for (const [n, name] of head.entries()) named(name, head.slice(0, n), 'column', lines[0])
      return body.map(row => cells(head.map((name, n) => [name, row[n] ?? ''])))
    },
    get cells() {
      const names = raw.map(([name = '']) => name)
      for (const [n, row] of raw.entries()) {
        if (row.length !== 2)
          throw new StatementError(
            'this table has two columns: the name of a field, and its value',
            'Write one row for each field: | title | Dune |; a table with a head belongs to: these … exist.',
            lines[n],
          )
        named(names[n]!, names.slice(0, n), 'field', lines[n])
      }
      return cells(raw.map(([name = '', value = '']) => [name, value]))
    },
  }
}

function named(name: string, before: readonly string[], what: string, line: number | undefined): void {
  if (name === '') throw new StatementError(`a ${what} has no name`, 'Fill the empty cell, or take it away.', line)
  if (before.includes(name))
    throw new StatementError(`the ${what} "${name}" stands here twice`, 'Keep the one that is meant.', line)
}

/** An empty cell is an absent field. */
const cells = (entries: readonly (readonly [string, string])[]): Cells =>
  Object.fromEntries(entries.filter(([, value]) => value !== ''))
