/** A project could not be made: nothing was written. */
export class InitError extends Error {
  override readonly name = 'InitError'
  readonly advice: string

  constructor(what: string, advice: string, options?: ErrorOptions) {
    super(what, options)
    this.advice = advice
  }
}
