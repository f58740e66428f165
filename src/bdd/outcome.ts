import type { Problem, Scenario } from '../spec/index.ts'
import type { ScenarioResult } from '../verify/index.ts'
import type { Drift } from './docs.ts'
import type { FileChange } from './changes.ts'
import type { Choice } from './choice.ts'
import type { Pending } from './pending.ts'
import type { ServicePlace } from './service-place.ts'

/** Why a scenario is not green. `absent` is code that the features would generate and that is not there. */
export type FailureKind = (typeof failureKinds)[number]

export const failureKinds = ['undefined', 'absent', 'behaviour', 'stub', 'environment', 'not run'] as const

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
  readonly choice: Choice
  /** Tells the features that were read from others. */
  readonly features: string
  readonly selected: readonly Scenario[]
  /** How many scenarios all shards have together. */
  readonly ofAll: number
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
  /** Whether features, service and documents agree; looked into where nothing is generated and all is green. */
  readonly drift: Drift | undefined
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

/**
 * 0: every scenario ran and is green, there was at least one, and nothing contradicts them. 3: the surroundings failed,
 * not the service.
 */
export function exitCode(outcome: Outcome): 0 | 1 | 3 {
  const drifted = (outcome.drift?.contradictions.length ?? 0) > 0
  return verdict(countsOf(outcome), outcome.failures, outcome.fewer !== undefined || drifted)
}

export function verdict(
  { total, passed }: Counts,
  failures: readonly { readonly kind: FailureKind }[],
  doubted = false,
): 0 | 1 | 3 {
  if (total > 0 && passed === total && !doubted) return 0
  return failures.length > 0 && failures.every(({ kind }) => kind === 'environment') ? 3 : 1
}
