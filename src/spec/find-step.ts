import type { Scenario, Step } from './specification.ts'

export interface FoundStep {
  readonly scenario: Scenario
  readonly step: Step
}

/**
 * Finds the step that a line belongs to, that of a row of its table too: the last one that begins at or before it.
 * A step of a background is found in the first of its scenarios.
 *
 * @returns a function of a place, `features/books.feature:12`
 */
export function stepFinder(scenarios: readonly Scenario[]): (place: string) => FoundStep | undefined {
  const byFile = new Map<string, FoundStep[]>()
  const seen = new Set<string>()
  for (const scenario of scenarios)
    for (const step of scenario.steps) {
      const { uri, line } = step.place
      if (seen.has(`${uri}:${line}`)) continue
      seen.add(`${uri}:${line}`)
      byFile.set(uri, [...(byFile.get(uri) ?? []), { scenario, step }])
    }
  for (const [uri, steps] of byFile)
    byFile.set(
      uri,
      steps.toSorted((a, b) => b.step.place.line - a.step.place.line),
    )
  return place => {
    const at = place.lastIndexOf(':')
    const line = Number(place.slice(at + 1))
    return byFile.get(place.slice(0, at))?.find(({ step }) => step.place.line <= line)
  }
}
