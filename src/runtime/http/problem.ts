import { sentences } from './sentences.ts'
import { fieldError, type FieldError } from '../schema/messages.ts'

/** The stable codes of errors, each with the status it has unless `problems({ statuses })` says otherwise. */
export const statuses = {
  validation_failed: 422,
  malformed_body: 400,
  bad_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  precondition_failed: 412,
  payload_too_large: 413,
  unsupported_media_type: 415,
  precondition_required: 428,
  rate_limited: 429,
  internal_error: 500,
  not_implemented: 501,
  unavailable: 503,
} as const

export type Code = keyof typeof statuses

interface More {
  readonly errors?: readonly FieldError[]
  readonly headers?: Readonly<Record<string, string>>
  readonly malformed?: boolean
}

/**
 * A failure that the client is meant to see. Services throw it, `problems()` turns it into an answer, outermost and once.
 * It carries no stack: it is an expected answer, and stacks are what costs.
 *
 * @example throw new Problem(409, 'out_of_stock', 'No copies are left.')
 */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly expose = true
  readonly status: number
  /** Stable and for machines; clients branch on it, not on the message. */
  readonly code: string
  readonly errors: readonly FieldError[]
  readonly headers: Readonly<Record<string, string>>
  /** The id in the path is no id of any row. */
  readonly malformed: boolean

  constructor(status: number, code: string, detail = '', { errors = [], headers = {}, malformed = false }: More = {}) {
    const limit = Error.stackTraceLimit
    Error.stackTraceLimit = 0
    super(detail)
    Error.stackTraceLimit = limit
    this.status = status
    this.code = code
    this.errors = errors
    this.headers = headers
    this.malformed = malformed
  }
}

/** A problem of the catalogue, with the catalogue's status. */
export const problem = (code: Code, detail?: string, more?: More): Problem =>
  new Problem(statuses[code], code, detail, more)

export const notFound = (detail: string = sentences.not_found): Problem => problem('not_found', detail)
/** What stands in a path cannot be the id of anything: 404, unless `problems({ statuses })` says otherwise. */
export const malformedId = (): Problem => problem('not_found', sentences.not_found, { malformed: true })
export const conflict = (detail: string = sentences.conflict, more?: More): Problem => problem('conflict', detail, more)
export const forbidden = (detail: string = sentences.forbidden): Problem => problem('forbidden', detail)
export const unauthenticated = (detail: string = sentences.unauthenticated): Problem =>
  problem('unauthenticated', detail, { headers: { 'WWW-Authenticate': 'Bearer' } })

/** 422, with every field that is wrong. */
export const invalid = (...errors: readonly FieldError[]): Problem =>
  problem('validation_failed', sentences.validation_failed, { errors })

/** 409: another row has this value already. */
export const taken = (...fields: readonly string[]): Problem =>
  conflict(sentences.duplicate, { errors: fields.map(field => fieldError(field, 'taken')) })

/** 501: the scenario that this still has to be written for. */
export const notImplemented = (scenario: string): Problem =>
  problem('not_implemented', `Yet to be written: ${scenario}`)
