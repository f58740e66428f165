import { StatementError } from './phrase.ts'
import { pointAt } from './point-at.ts'
import type { Problem } from './problem.ts'
import type { Scenario } from './specification.ts'
import { testFile } from './test-file.ts'

/** Files that scenarios name and that are not there. */
export function checkFiles(root: string, scenarios: readonly Scenario[], source: string): readonly Problem[] {
  const found = scenarios.flatMap(({ uri, steps }) =>
    steps.flatMap(({ facts, place, text }) =>
      facts.flatMap(fact => {
        const name = fact.is === 'request' ? fact.upload : fact.is === 'content' ? fact.file : undefined
        const wrong = name === undefined ? undefined : missing(root, uri, name)
        if (!wrong) return []
        const at = text.indexOf(`"${name}"`)
        return [{ place: at < 0 ? place : { ...place, column: place.column + at }, width: name!.length + 2, ...wrong }]
      }),
    ),
  )
  if (found.length === 0) return []
  const lines = source.split(/\r?\n/)
  return found.map(problem => pointAt(problem, lines))
}

function missing(root: string, uri: string, name: string): Pick<Problem, 'what' | 'advice'> | undefined {
  try {
    testFile(root, uri, name)
    return undefined
  } catch (error) {
    if (error instanceof StatementError) return { what: error.message, advice: error.advice }
    throw error
  }
}
