import { html, type Html } from '../html.ts'
import type { GeneratedSource } from '../result.ts'

export interface Stretch {
  readonly path: string
  /** Lines count from 1. */
  readonly lines: readonly (readonly [first: number, last: number])[]
}

/** The files in which some of the steps demand something, with the lines. */
export function generatedFor(files: readonly GeneratedSource[], steps: ReadonlySet<string>): readonly Stretch[] {
  return files.flatMap(({ path, text = '', origins = [] }) => {
    const lines = origins
      .filter(({ from }) => from.some(place => steps.has(place)))
      .map(({ start, end }) => [lineAt(text, start), lineAt(text, Math.max(start, end - 1))] as const)
    return lines.length ? [{ path, lines: merged(lines) }] : []
  })
}

export const stretch = ({ path, lines }: Stretch): Html =>
  html`<code>${path}</code>
    <span class="quiet"
      >${lines.length === 1 && lines[0]![0] === lines[0]![1] ? 'line' : 'lines'}
      ${lines.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`)).join(', ')}</span
    >`

const lineAt = (text: string, offset: number): number => {
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++
  return line
}

function merged(lines: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const found: [number, number][] = []
  for (const [first, last] of lines.toSorted((a, b) => a[0] - b[0])) {
    const before = found.at(-1)
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last)
    else found.push([first, last])
  }
  return found
}
