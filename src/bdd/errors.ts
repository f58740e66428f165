import type { Problem } from '../spec/index.ts'

/** The arguments or the configuration are wrong: nothing was done. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly advice: string

  constructor(what: string, advice: string) {
    super(what)
    this.advice = advice
  }
}

/** The features are wrong: nothing was written. */
export class SpecificationError extends Error {
  override readonly name = 'SpecificationError'
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super(`${problems.length} ${problems.length === 1 ? 'problem' : 'problems'} in the features`)
    this.problems = problems
  }
}
