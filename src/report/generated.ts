import { posix } from 'node:path'
import { kebab, placeName, plural } from '../spec/index.ts'
import type { OperationPage } from './operations.ts'
import type { GeneratedSource } from './result.ts'

/** Lines of a file, counted from 1. */
export interface Stretch {
  readonly path: string
  readonly lines: readonly Lines[]
  /** Those of them that a person has changed. */
  readonly yours: readonly Lines[]
}

type Lines = readonly [first: number, last: number]

/** Finds the lines that steps (`features/books.feature:12`) demand, and those that were made for operations. */
export type Tracer = (demand: {
  readonly steps?: Iterable<string>
  readonly operations?: Iterable<Pick<OperationPage, 'operation' | 'resource'>>
}) => readonly Stretch[]

/** Which steps demand which lines. The files are gone through once. */
export function tracer(files: readonly GeneratedSource[]): Tracer {
  const byStep = new Map<string, Set<Demanded>>()
  for (const { path, text = '', origins = [] } of files) {
    const lineAt = lineCounter(text)
    for (const { start, end, from, yours = false } of origins) {
      const found = { path, lines: [lineAt(start), lineAt(Math.max(start, end - 1))] as const, yours }
      for (const step of from) byStep.set(step, (byStep.get(step) ?? new Set()).add(found))
    }
  }
  const demandedBy = (step: string): ReadonlySet<Demanded> => byStep.get(step) ?? new Set()
  // a step may ask for several operations: what was made for one is what all of its steps ask for, in the files of its resource
  const madeFor = ({ operation, resource }: Pick<OperationPage, 'operation' | 'resource'>): readonly Demanded[] => {
    const [first = '', ...others] = operation.from.map(placeName)
    const found = [...demandedBy(first)].filter(one => others.every(step => demandedBy(step).has(one)))
    const names = [resource.name, plural(resource.name)].map(kebab)
    const own = found.filter(({ path }) => names.includes(posix.basename(path, '.ts')))
    return own.length > 0 ? own : found
  }
  return ({ steps = [], operations = [] }) => {
    const found = new Set([...[...steps].flatMap(step => [...demandedBy(step)]), ...[...operations].flatMap(madeFor)])
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

interface Demanded {
  readonly path: string
  readonly lines: Lines
  readonly yours: boolean
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
