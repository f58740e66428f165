/** What kind of trouble it is, for machines; people read the message. */
export type BackendErrorCode =
  | 'absent' // this rung is not there: not set, not installed, not running
  | 'unreachable' // an address was given and nothing answers
  | 'refused' // the server answers and does not let us in
  | 'not-allowed' // we are in, but may not do what a run needs
  | 'not-ours' // the data belongs to somebody else, so it is not touched
  | 'no-space' // a disk is full
  | 'unwritable' // a folder that we need cannot be written or read
  | 'start-failed' // a server of our own did not start
  | 'open-transaction' // a scenario left a transaction open: not the machine's fault

/** A backend could not be had, or not be cleaned: `what` is wrong, and the `advice` how to mend it; the message is both. */
export class BackendError extends Error {
  override readonly name = 'BackendError'
  readonly code: BackendErrorCode
  readonly what: string
  readonly advice: string

  constructor(code: BackendErrorCode, what: string, advice: string, options?: ErrorOptions) {
    super(`${what}. ${advice}.`, options)
    this.code = code
    this.what = what
    this.advice = advice
  }
}

/** What one, or two at once, have failed of, as one error. */
export function bothFailed(errors: readonly unknown[]): unknown {
  const [first, second] = errors
  if (!(first instanceof BackendError) || !(second instanceof BackendError)) {
    return errors.find(error => !(error instanceof BackendError)) ?? first // what is a bug is told before what is missing
  }
  const once = (texts: readonly [string, string], between: string) => [...new Set(texts)].join(between)
  return new BackendError(
    first.code,
    once([first.what, second.what], '; '),
    once([first.advice, second.advice], '. '),
    { cause: first },
  )
}

/** The system's code of an error (`ENOENT`, or PostgreSQL's `28P01`), also of the first one inside an AggregateError. */
export function codeOf(error: unknown): string {
  if (error instanceof AggregateError && !('code' in error)) return codeOf(error.errors[0])
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message || codeOf(error) : String(error)
  return message.trim().replace(/\.$/, '')
}

/** Says what writing in `folder` failed of. */
export function cannotWrite(folder: string, error: unknown, advice: string): BackendError {
  const code = codeOf(error)
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new BackendError(
      'no-space',
      `The disk that holds ${folder} is full`,
      `Free some space (a run needs about 150 MB), or ${advice}`,
      { cause: error },
    )
  return new BackendError('unwritable', `The folder ${folder} cannot be used: ${messageOf(error)}`, capital(advice), {
    cause: error,
  })
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
