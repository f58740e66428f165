import type { Problem, Scenario } from '../spec/index.ts'
import type { ScenarioResult } from '../verify/index.ts'
import type { FileChange } from './changes.ts'
import type { Pending } from './pending.ts'
import type { ServicePlace } from './service-place.ts'

/** Why a scenario is not green. `absent` is code that the features would generate and that is not there. */
export type FailureKind = 'undefined' | 'absent' | 'behaviour' | 'stub' | 'environment' | 'not run'

export interface Failure {
  readonly scenario: Scenario
  readonly result: ScenarioResult | undefined
  readonly kind: FailureKind
  readonly message: string
  /** The method that answered last. */
  readonly code?: ServicePlace
}

/** Code that the user changed or deleted, and what the features would have made of it. */
export interface Suggestion {
  readonly path: string
  readonly line: number
  readonly unit: string
  readonly proposed: string
}

/** A method that answers 501 until somebody writes it. */
export interface Stub {
  readonly path: string
  readonly line: number
  readonly scenario: string
}

/** What a run came to. */
export interface Outcome {
  readonly selected: readonly Scenario[]
  readonly results: ReadonlyMap<string, ScenarioResult>
  readonly failures: readonly Failure[]
  readonly undefined: readonly Problem[]
  readonly changes: readonly FileChange[]
  readonly suggestions: readonly Suggestion[]
  readonly stubs: readonly Stub[]
  /** Step definitions of the project's own that are still to be filled in. */
  readonly pending: readonly Pending[]
  /** Tokens of the service's code; known where some of it was written. */
  readonly tokens: { readonly count: number; readonly most: number; readonly files: number } | undefined
  readonly site: string | undefined
  readonly backends: { readonly postgres: string; readonly redis: string }
  /** How often code was generated. */
  readonly iterations: number
  readonly seconds: number
  /** Said where fewer scenarios ran than the last time although the features are the same: never green. */
  readonly fewer: string | undefined
  /** Something beside the verdict did not work. */
  readonly warning: string | undefined
}

export interface Counts {
  readonly total: number
  readonly passed: number
  readonly failed: number
  readonly stubbed: number
  readonly notRun: number
}

export function countsOf({ selected, results, failures }: Pick<Outcome, 'selected' | 'results' | 'failures'>): Counts {
  const stubbed = failures.filter(({ kind }) => kind === 'stub').length
  const notRun = selected.filter(({ id }) => !results.has(id) || results.get(id)!.status === 'skipped').length
  const passed = selected.filter(({ id }) => results.get(id)?.status === 'passed').length
  return { total: selected.length, passed, stubbed, notRun, failed: selected.length - passed - stubbed - notRun }
}

/** 0: every scenario ran and is green, and there was at least one. 3: the surroundings failed, not the service. */
export function exitCode(outcome: Outcome): 0 | 1 | 3 {
  const { total, passed } = countsOf(outcome)
  if (total > 0 && passed === total && outcome.fewer === undefined) return 0
  const environment = outcome.failures.length > 0 && outcome.failures.every(({ kind }) => kind === 'environment')
  return environment ? 3 : 1
}

/** The run as data, for `--json`. */
export const asJson = (outcome: Outcome) => ({
  scenarios: countsOf(outcome),
  generated: outcome.changes.map(({ path, change }) => ({ path, change })),
  failures: outcome.failures.map(({ scenario, kind, message }) => ({
    scenario: scenario.name,
    uri: scenario.uri,
    line: scenario.line,
    kind,
    message,
  })),
  ...(outcome.tokens && { tokens: outcome.tokens.count }),
  stubs: outcome.stubs,
  pending: outcome.pending,
  suggestions: outcome.suggestions,
  backends: outcome.backends,
  iterations: outcome.iterations,
  seconds: outcome.seconds,
})
