import type { GeneratedSource } from './result.ts'

/** Lines of a file, counted from 1. */
export interface Stretch {
  readonly path: string
  readonly lines: readonly Lines[]
  /** Those of them that a person has changed. */
  readonly yours: readonly Lines[]
}

type Lines = readonly [first: number, last: number]

/** Finds the lines that some steps (`features/books.feature:12`) demand. */
export type Tracer = (steps: Iterable<string>) => readonly Stretch[]

/** Which steps demand which lines. The files are gone through once. */
export function tracer(files: readonly GeneratedSource[]): Tracer {
  const byStep = new Map<string, { readonly path: string; readonly lines: Lines; readonly yours: boolean }[]>()
  for (const { path, text = '', origins = [] } of files) {
    const lineAt = lineCounter(text)
    for (const { start, end, from, yours = false } of origins) {
      const found = { path, lines: [lineAt(start), lineAt(Math.max(start, end - 1))] as const, yours }
      for (const step of from) {
        const known = byStep.get(step)
        if (known) known.push(found)
        else byStep.set(step, [found])
      }
    }
  }
  return steps => {
    const found = [...new Set(steps)].flatMap(step => byStep.get(step) ?? [])
    const byPath = Map.groupBy(found, ({ path }) => path)
    return [...byPath]
      .map(([path, all]) => ({
        path,
        lines: merged(all.map(({ lines }) => lines)),
        yours: merged(all.filter(({ yours }) => yours).map(({ lines }) => lines)),
      }))
      .toSorted((a, b) => (a.path < b.path ? -1 : 1))
  }
}

function lineCounter(text: string): (offset: number) => number {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return offset => {
    const next = starts.findIndex(start => start > offset)
    return next === -1 ? starts.length : next
  }
}

function merged(lines: readonly Lines[]): readonly Lines[] {
  const found: [number, number][] = []
  for (const [first, last] of lines.toSorted((a, b) => a[0] - b[0])) {
    const before = found.at(-1)
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last)
    else found.push([first, last])
  }
  return found
}
