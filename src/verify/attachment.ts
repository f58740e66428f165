/** What a step or a hook of the project's own has added to the run, without secrets in its text. */
export interface Attachment {
  /** The number of the step, from 0; absent for what a hook has attached. */
  readonly step?: number | undefined
  readonly mediaType: string
  readonly name?: string | undefined
  readonly body: string
  /** That of the body. */
  readonly encoding: 'utf8' | 'base64'
}

/** One of several tries at a scenario: of its result, what is said of each try. */
export type AttemptAt<Result extends Tried> = Pick<Result, keyof Tried>

interface Tried {
  readonly status: unknown
  readonly steps: unknown
  readonly duration: unknown
  readonly failure?: unknown
  readonly attachments?: unknown
}
