import type { Examples, StepOutline } from '../outline.ts'

/** Steps as they are written in a feature file, tables aligned. */
export const gherkin = (steps: readonly StepOutline[]): string => steps.flatMap(stepLines).join('\n')

export const examplesTable = ({ head, rows }: Examples): string =>
  aligned([head, ...rows.map(({ cells }) => cells)]).join('\n')

function stepLines({ keyword, text, table, doc }: StepOutline): string[] {
  const lines = [`${keyword} ${text}`]
  if (table) lines.push(...aligned(table).map(line => `  ${line}`))
  if (doc !== undefined) lines.push(...['"""', ...doc.split('\n'), '"""'].map(line => `  ${line}`))
  return lines
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const escaped = rows.map(row =>
    row.map(cell => cell.replace(/[|\\]/g, String.raw`\$&`).replaceAll('\n', String.raw`\n`)),
  )
  const widths = (escaped[0] ?? []).map((_, n) => Math.max(...escaped.map(row => row[n]?.length ?? 0)))
  return escaped.map(row => `| ${row.map((cell, n) => cell.padEnd(widths[n]!)).join(' | ')} |`)
}
