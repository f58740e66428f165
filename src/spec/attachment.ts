import type { PickleStepArgument } from '@cucumber/messages'
import type { Cells } from './fact.ts'
import type { Attachment } from './phrase.ts'

/** @param lines the line of each row of the step's table */
export function attachment(argument: PickleStepArgument | undefined, lines: readonly number[]): Attachment {
  const none = { rows: [], cells: {}, lines: [], raw: [] }
  if (argument?.docString) {
    const { content, mediaType } = argument.docString
    return { ...none, is: 'doc', text: content, ...(mediaType && { mediaType }) }
  }
  if (!argument?.dataTable) return { ...none, is: 'none' }
  const raw = argument.dataTable.rows.map(row => row.cells.map(cell => cell.value))
  const [head = [], ...body] = raw
  return {
    is: 'table',
    raw,
    lines,
    rows: body.map(row => cells(head.map((name, n) => [name, row[n] ?? '']))),
    cells: cells(raw.map(([name = '', value = '']) => [name, value])),
  }
}

/** An empty cell is an absent field. */
const cells = (entries: readonly (readonly [string, string])[]): Cells =>
  Object.fromEntries(entries.filter(([, value]) => value !== ''))
