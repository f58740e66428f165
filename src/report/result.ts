import type { ApiModel } from '../model/index.ts'
import type { History } from './history.ts'
import type { Phrase, Place, Specification } from '../spec/index.ts'
import type { Attachment as Attached, AttemptAt } from '../verify/attachment.ts'
import type { ApiInfo } from './openapi/index.ts'

/** Everything that a site is made of, as plain data. */
export interface RunReport {
  /** What the site is called; `Living documentation` when nothing is said. */
  readonly title?: string
  /** What stands in the OpenAPI document beside what the features say. */
  readonly api?: ApiInfo
  readonly specification: Specification
  /** The phrases of the project's own. */
  readonly words?: readonly Phrase[] | undefined
  readonly documents?: Documents | undefined
  /** The text of each feature file: prose, tables and doc strings are shown as they were written. */
  readonly sources: readonly Source[]
  readonly model: ApiModel
  readonly results: readonly ScenarioResult[]
  readonly run: Run
  /** The runs before this one and this one itself, as `remember` keeps them. */
  readonly history?: History | undefined
  /** Why scenarios are not green, by their ids. */
  readonly diagnoses?: Readonly<Record<string, Diagnosis>>
  /** Feature files, and files of the service, that have been changed since the run. */
  readonly changed?: readonly string[]
  /** What the service's routers served. */
  readonly routes?: readonly ServedRoute[]
  /** The files of the service as they were run: path → a hash of what is in it. */
  readonly code?: Readonly<Record<string, string>>
  /** The files that the features demand, as they are now. */
  readonly generated: readonly GeneratedSource[]
}

/** A route as the service has it: `GET`, `/api/v1/books/:id`. */
export interface ServedRoute {
  readonly method: string
  readonly path: string
}

export interface Diagnosis {
  /** `absent`: code that the features would generate is not there. `behaviour`: the service does something else. */
  readonly kind: 'undefined' | 'absent' | 'behaviour' | 'stub' | 'environment' | 'not run'
  /** The method that answered last. */
  readonly code?: { readonly method: string; readonly path: string; readonly line: number }
}

export interface Source {
  readonly uri: string
  readonly text: string
}

/** Markdown files of the project that are pages of the site, and what of it they name. */
export interface Documents {
  readonly sources: readonly Source[]
  /** Other files of the project that are there: an image that is shown with what is in it. */
  readonly files: ReadonlyMap<string, Uint8Array | undefined>
  /** Paths and patterns that are asked for, and at which there is none. */
  readonly missing: readonly string[]
}

export interface Run {
  /** When it began: ISO 8601. */
  readonly at: string
  readonly commit?: string | undefined
  readonly seconds: number
  /** What they are called: `PostgreSQL 18.4 (embedded)`. */
  readonly backends: { readonly postgres: string; readonly redis: string }
}

export interface GeneratedSource {
  /** Relative to the folder of the service. */
  readonly path: string
  readonly text?: string
  /** Stretches of the text (offsets), each with the steps that demand it: `features/books.feature:12`. */
  readonly origins?: readonly {
    readonly start: number
    readonly end: number
    readonly from: readonly string[]
    /** Has a person changed what stands there? */
    readonly yours?: boolean
  }[]
}

/** `stubbed`: answered with 501, yours to write. `notRun`: nothing is known about it. */
export type Status = 'passed' | 'failed' | 'stubbed' | 'undefined' | 'skipped' | 'notRun'

/** What came out of one scenario, credentials taken out. */
export interface ScenarioResult {
  /** As in the specification: `features/books.feature:12`. */
  readonly id: string
  readonly status: Status | 'ambiguous'
  /** Those of the backgrounds included. */
  readonly steps: readonly StepResult[]
  /** Milliseconds. */
  readonly duration: number
  readonly failure?: Failure | undefined
  readonly exchanges: readonly Exchange[]
  /** What was called: `path` is that of an operation of the model. */
  readonly operations: readonly { readonly method: string; readonly path: string; readonly status: number }[]
  /** What the service printed meanwhile. */
  readonly output?: readonly string[]
  /** What steps and hooks have attached. */
  readonly attachments?: readonly Attachment[]
  /** How it went before, where it was tried again: oldest first. What else is said is of the last attempt. */
  readonly attempts?: readonly Attempt[]
}

/** One of several tries at a scenario. */
export type Attempt = AttemptAt<ScenarioResult>

/** What a step or a hook has attached. */
export interface Attachment extends Attached {
  /** In bytes: what was too large to be kept. Its body is empty then. */
  readonly leftOut?: number | undefined
}

export interface StepResult {
  readonly status: Status | 'ambiguous'
  /** Milliseconds. */
  readonly duration: number
}

export interface Failure {
  readonly kind?: string
  /** The step's text; absent where the scenario could not begin. */
  readonly step?: string | undefined
  readonly place: Place
  /** Steps in the project's own words: those of their meaning that led to the failure, outermost first. */
  readonly inner?: readonly { readonly text: string; readonly keyword: string; readonly place: Place }[]
  readonly message: string
  readonly expected?: unknown
  readonly actual?: unknown
  readonly exchange?: Exchange | undefined
  /** Frames in the project's files. */
  readonly stack: readonly string[]
}

export interface Exchange {
  readonly request: {
    readonly method: string
    /** With its query. */
    readonly path: string
    readonly headers: Readonly<Record<string, string>>
    readonly body?: string | undefined
  }
  readonly answer: {
    readonly status: number
    readonly headers: Readonly<Record<string, string>>
    readonly text: string
  }
  /** Milliseconds. */
  readonly duration: number
}
