import { conflict, invalid, problem, Problem } from '../http/problem.ts'

/** What PostgreSQL says of an error; MikroORM copies it to its own exceptions. */
export interface DatabaseError extends Error {
  /** SQLSTATE, five characters. */
  readonly code: string
  readonly constraint?: string
  /** The table that the constraint is of. */
  readonly table?: string
  /** The column that must not be null. */
  readonly column?: string
  /** `Key (isbn)=(978…) already exists.`, in the server's language. */
  readonly detail?: string
}

export const isDatabaseError = (error: unknown): error is DatabaseError =>
  error instanceof Error && 'code' in error && /^[0-9A-Z]{5}$/.test(String(error.code)) && 'severity' in error

export const UNIQUE = '23505'
export const FOREIGN_KEY = '23503'
export const RESTRICTED = '23001'
export const NOT_NULL = '23502'
export const CHECK = '23514'

/** The problem that an error of the database is to the client, if it is one and not a fault of ours. */
export function fromDatabase(error: Error): Problem | undefined {
  if (isUnreachable(error)) return unavailable()
  if (!isDatabaseError(error)) return undefined
  const { code } = error
  if (code === CHECK) return broken(error)
  if ([UNIQUE, FOREIGN_KEY, RESTRICTED].includes(code)) return conflict()
  if (/^(22|54)/.test(code)) return invalid() // a value that its column, or the index on it, cannot hold
  if (/^(40|53|55|57)/.test(code)) return unavailable() // serialization, resources, locks, an operator
  return undefined
}

/** A constraint is named for the refusal, `insufficient_funds`, unless it has one of the usual names: `books_format_check`. */
function broken({ constraint, table = '' }: DatabaseError): Problem {
  const isUsual = constraint?.startsWith(`${table}_`) && /_(check|min|max|overlap|after_.+)$/.test(constraint)
  if (constraint === undefined || isUsual) return conflict()
  const words = constraint.replaceAll(/[_-]+/g, ' ')
  return new Problem(409, constraint, `${words.charAt(0).toUpperCase()}${words.slice(1)}.`)
}

const unavailable = () => problem('unavailable', 'The service is busy. Try again.', { headers: { 'Retry-After': '1' } })

const isUnreachable = (error: Error) =>
  ('code' in error && /^(ECONN|ENOENT|ETIMEDOUT|EPIPE|EHOST|ENOTFOUND|08)/.test(String(error.code))) ||
  /timeout exceeded when trying to connect|Connection terminated/.test(error.message)
