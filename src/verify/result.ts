import type { Place } from '../spec/index.ts'
import type { Attachment, AttemptAt } from './attachment.ts'
import type { Exchange } from './exchange.ts'
import type { Hit } from './world.ts'

export type ScenarioStatus = 'passed' | 'failed' | 'stubbed' | 'undefined' | 'ambiguous' | 'skipped'

export type StepStatus = 'passed' | 'failed' | 'undefined' | 'ambiguous' | 'skipped'

/** What came of a scenario, credentials taken out. */
export interface ScenarioResult {
  /** `features/books.feature:12` */
  readonly id: string
  readonly name: string
  readonly uri: string
  readonly line: number
  /** `stubbed`: failed at a method that is still to be written. */
  readonly status: ScenarioStatus
  readonly steps: readonly StepResult[]
  /** Milliseconds. */
  readonly duration: number
  readonly failure?: ScenarioFailure | undefined
  readonly exchanges: readonly Exchange[]
  readonly operations: readonly Hit[]
  /** Resources that the scenario speaks of or its requests went through. */
  readonly resources: readonly string[]
  /** What the service printed meanwhile. */
  readonly output: readonly string[]
  /** What steps and hooks have attached. */
  readonly attachments?: readonly Attachment[]
  /** How it went before, where it was tried again: oldest first. What else is said is of the last attempt. */
  readonly attempts?: readonly Attempt[]
}

/** One of several tries at a scenario. */
export type Attempt = AttemptAt<ScenarioResult>

export interface StepResult {
  readonly text: string
  readonly keyword: string
  readonly line: number
  readonly status: StepStatus
  /** Milliseconds. */
  readonly duration: number
}

export interface ScenarioFailure {
  /** `environment`: there was no service or no database. `error`: a step itself broke, e.g. one of the project's own. */
  readonly kind: 'expectation' | 'environment' | 'error'
  /** The step's text; absent where the scenario could not begin. */
  readonly step?: string | undefined
  readonly place: Place
  /** Where the step is in the project's own words: the steps of their meaning that led to the failure, outermost first. */
  readonly inner?: readonly { readonly text: string; readonly keyword: string; readonly place: Place }[]
  /** One or two lines. */
  readonly message: string
  readonly expected?: unknown
  readonly actual?: unknown
  readonly exchange?: Exchange | undefined
  /** Frames in the project's files. */
  readonly stack: readonly string[]
}
