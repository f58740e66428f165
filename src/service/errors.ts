/** The service cannot be built or served as it is; nothing was done. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError'
  readonly advice: string

  constructor(what: string, advice: string, options?: ErrorOptions) {
    super(what, options)
    this.advice = advice
  }
}
