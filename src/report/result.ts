import type { ApiModel } from '../model/index.ts'
import type { Specification } from '../spec/index.ts'

/** Everything that a site is made of, as plain data. */
export interface RunReport {
  /** What the site is called; `Living documentation` when nothing is said. */
  readonly title?: string
  readonly specification: Specification
  /** The text of each feature file: prose, tables and doc strings are shown as they were written. */
  readonly sources: readonly Source[]
  readonly model: ApiModel
  readonly results: readonly ScenarioResult[]
  readonly run: Run
  /** The files that the features demand, as `generate` returns them. */
  readonly generated: readonly GeneratedSource[]
}

export interface Source {
  readonly uri: string
  readonly text: string
}

export interface Run {
  /** When it began: ISO 8601. */
  readonly at: string
  readonly commit?: string | undefined
  readonly seconds: number
  readonly backends: { readonly postgres: string; readonly redis: string }
}

export interface GeneratedSource {
  /** Relative to the folder of the service. */
  readonly path: string
  readonly text?: string
  /** Stretches of the text (offsets), each with the steps that demand it: `features/books.feature:12`. */
  readonly origins?: readonly { readonly start: number; readonly end: number; readonly from: readonly string[] }[]
}

/** `stubbed`: answered with 501, yours to write. `notRun`: nothing is known about it. */
export type Status = 'passed' | 'failed' | 'stubbed' | 'undefined' | 'skipped' | 'notRun'

/** What came out of one scenario. */
export interface ScenarioResult {
  /** As in the specification: `features/books.feature:12`. */
  readonly id: string
  readonly name: string
  readonly uri: string
  readonly line: number
  readonly status: Status
  /** Those of the backgrounds included. */
  readonly steps: readonly StepResult[]
  /** Milliseconds. */
  readonly duration: number
  readonly failure?: Failure | undefined
  /** In order, without secrets. */
  readonly exchanges: readonly Exchange[]
  /** What was called: `template` is the path of an operation of the model. */
  readonly operations: readonly { readonly method: string; readonly template: string; readonly status: number }[]
}

export interface StepResult {
  readonly text: string
  readonly keyword: string
  readonly status: Status
  /** Milliseconds. */
  readonly duration: number
  readonly message?: string | undefined
}

export interface Failure {
  /** The text of the step. */
  readonly step: string
  /** `features/books.feature:14` */
  readonly place: string
  readonly message: string
  readonly expected?: unknown
  readonly actual?: unknown
  readonly exchange?: Exchange | undefined
  readonly stack?: string | undefined
}

export interface Exchange {
  readonly request: {
    readonly method: string
    /** With its query. */
    readonly path: string
    readonly headers: Readonly<Record<string, string>>
    /** Text as sent, or the value of its JSON. */
    readonly body?: unknown
  }
  readonly response: {
    readonly status: number
    readonly headers: Readonly<Record<string, string>>
    readonly body?: unknown
  }
}
