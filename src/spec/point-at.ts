import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { attachedPlace } from './attached-place.ts'
import type { Place } from './place.ts'
import type { Problem } from './problem.ts'

/** The problem with the line it is about, for the caret: from its column on, or all of it. */
export function pointAt(given: Problem, lines: readonly string[]): Problem {
  const { within, ...rest } = given
  const problem = within ? { ...rest, ...attachedPlace(within, given.place, lines) } : rest
  const also = problem.also && startOf(problem.also, problem.place.uri, lines)
  const source = problem.source ?? lines[problem.place.line - 1]
  if (source === undefined) return problem
  const column = problem.place.column > 1 ? problem.place.column : source.search(/\S|$/) + 1
  const width = problem.width ?? source.trimEnd().length - column + 1
  return { ...problem, place: { ...problem.place, column }, ...(also && { also }), source, width }
}

const startOf = (place: Place, uri: string, lines: readonly string[]): Place =>
  place.column > 1 || place.uri !== uri ? place : { ...place, column: (lines[place.line - 1] ?? '').search(/\S|$/) + 1 }

/** The problems that were found in facts, whose files are at hand no longer, with their lines. */
export async function withSources(root: string, problems: readonly Problem[]): Promise<readonly Problem[]> {
  const uris = new Set(problems.map(({ place }) => place.uri))
  const files = await Promise.all(
    [...uris].map(async uri => {
      const text = await readFile(resolve(root, uri), 'utf8').catch(() => '')
      return [uri, text.split(/\r?\n/)] as const
    }),
  )
  const lines = new Map(files)
  return problems.map(problem => pointAt(problem, lines.get(problem.place.uri) ?? []))
}
