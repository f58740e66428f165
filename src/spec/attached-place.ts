import type { Place } from './place.ts'

/** A value in what stands below a step: the field's name, what is written for it, and in which row of a table with a head. */
export interface Attached {
  readonly key: string
  readonly value: string
  readonly row?: number
}

/** Where the value stands: in the table or the doc string of the step, else in the step itself. */
export function attachedPlace(
  attached: Attached,
  step: Place,
  lines: readonly string[],
): { place: Place; width?: number } {
  const { key, value } = attached
  const below = argumentLines(step.line, lines)
  const found = lines[below[0] ?? -1]?.trim().startsWith('|')
    ? inTable(attached, below, lines)
    : (below.map(at => inText(key, value, at, lines[at]!)).find(Boolean) ??
      inText('', value, step.line - 1, lines[step.line - 1] ?? ''))
  if (!found) return { place: step }
  return { place: { ...step, line: found.at + 1, column: found.column + 1 }, width: found.width }
}

interface Found {
  readonly at: number
  readonly column: number
  readonly width: number
}

/** The lines, from 0, of the table or the doc string that follows a step; comments and empty lines may stand between. */
function argumentLines(after: number, lines: readonly string[]): readonly number[] {
  const found: number[] = []
  let fence: string | undefined
  for (let at = after; at < lines.length; at++) {
    const line = lines[at]!.trim()
    const opens = /^(?:"""|```)/.exec(line)?.[0]
    if (fence !== undefined) {
      if (line.startsWith(fence)) return found
      found.push(at)
    } else if (opens && found.length === 0) fence = opens
    else if (line.startsWith('|')) found.push(at)
    else if (line !== '' && !line.startsWith('#')) return found
  }
  return found
}

function inTable({ key, value, row }: Attached, below: readonly number[], lines: readonly string[]): Found | undefined {
  const cellsIn = (at: number) => [...lines[at]!.matchAll(/(?<=\|)((?:\\.|[^\\|])*)(?=\|)/g)]
  const isKey = (cell: string) => cell.trim() === key || cell.trim().endsWith(`.${key}`)
  const head = row === undefined ? -1 : cellsIn(below[0]!).findIndex(([cell]) => isKey(cell))
  // the fields of one row may stand below each other
  const isUpright = head < 0 || (head === 0 && below.length <= row! + 1)
  const at = isUpright ? below.find(line => isKey(cellsIn(line)[0]?.[0] ?? '')) : below[row! + 1]
  const column = isUpright ? 1 : head
  const cell = at === undefined ? undefined : cellsIn(at)[column]
  if (at === undefined || !cell) return undefined
  const text = cell[0].trim() || value
  return { at, column: cell.index + cell[0].indexOf(text), width: text.length }
}

function inText(key: string, value: string, at: number, line: string): Found | undefined {
  const quoted = key === '' ? '' : JSON.stringify(key)
  const name = line.indexOf(quoted)
  if (name < 0) return undefined
  const column = line.indexOf(value, name + quoted.length)
  // a list or an object may be spelled otherwise than it is told
  if (column < 0) return quoted === '' ? undefined : { at, column: name, width: quoted.length }
  return { at, column, width: value.length }
}
