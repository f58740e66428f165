import type { Attached } from './attached-place.ts'
import type { Place } from './place.ts'

/** Something wrong in the features: where, what, and how to mend it. */
export interface Problem {
  readonly place: Place
  readonly what: string
  readonly advice: string
  /** The line as it stands, for the caret. */
  readonly source?: string | undefined
  /** How many characters the caret underlines. */
  readonly width?: number | undefined
  /** What it is about in the table or the doc string below: where that stands is looked up. */
  readonly within?: Attached | undefined
  /** Another place that takes part, e.g. the other of two statements that contradict. */
  readonly also?: Place | undefined
}

/**
 * As people read it:
 *
 *     features/books.feature:7:5: no phrase says this
 *         When the client adds a book
 *         ^^^^^^^^^^^^^^^^^^^^^^^^^^^
 *     Did you mean …
 *
 * @param columns of the terminal, where there is one: the line it is about is cut there
 */
export function showProblem(
  { place, what, advice, source, width, also }: Problem,
  { columns = Infinity }: { readonly columns?: number | undefined } = {},
): string {
  const lines = [`${place.uri}:${place.line}:${place.column}: ${what}`]
  if (source?.trim()) {
    const shown = source.replaceAll('\t', ' ')
    const indent = shown.length - shown.trimStart().length
    const caret = Math.max(0, place.column - 1 - indent)
    lines.push(`    ${shown.trim()}`.slice(0, columns))
    lines.push(`    ${' '.repeat(caret)}${'^'.repeat(Math.max(1, width ?? 1))}`.slice(0, columns))
  }
  if (also) lines.push(`  and ${also.uri}:${also.line}:${also.column}`)
  lines.push(...advice.split('\n').map(line => `  ${line}`))
  return lines.join('\n')
}
