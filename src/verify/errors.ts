import type { Exchange } from './exchange.ts'

/** What was expected and what was seen, as data for the report. */
export interface Evidence {
  readonly expected?: unknown
  readonly actual?: unknown
  readonly exchange?: Exchange | undefined
}

/** The service does not do what a step says; the message is one or two lines for people. */
export class ExpectationError extends Error {
  override readonly name = 'ExpectationError'
  readonly expected: unknown
  readonly actual: unknown
  readonly exchange: Exchange | undefined

  constructor(message: string, { expected, actual, exchange }: Evidence = {}) {
    super(message)
    this.expected = expected
    this.actual = actual
    this.exchange = exchange
  }
}

/** There is no service or no database to ask: nothing is proven, neither for nor against. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError'
}

/** The project's own step definitions cannot be loaded; the message has the place. */
export class StepsError extends Error {
  override readonly name = 'StepsError'
}

/** A value as it stands in a message: JSON, cut where it grows long. */
export function show(value: unknown, length = 120): string {
  if (value === undefined) return 'absent'
  const text = JSON.stringify(value)
  return text.length > length ? `${text.slice(0, length - 1)}…` : text
}
