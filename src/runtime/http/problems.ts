import { STATUS_CODES } from 'node:http'
import type { Context, Middleware } from 'koa'
import { now } from '../clock.ts'
import { fromDatabase } from '../database/errors.ts'
import { word, type FieldError, type Messages } from '../schema/messages.ts'
import { notFound, problem, Problem, statuses, type Code } from './problem.ts'
import { inOwnWords, sentences } from './sentences.ts'
import { requestId } from './request-ids.ts'

/** A failure as it is answered, for a project that words its own envelope. */
export interface Failure {
  readonly status: number
  readonly code: string
  /** The phrase of the status, such as `Not Found`. */
  readonly title: string
  readonly detail: string
  readonly errors: readonly FieldError[]
  /** The path that was asked for. */
  readonly instance: string
  readonly request_id: string | undefined
  readonly timestamp: string
}

interface Options {
  /** Another body than that of RFC 9457; it is answered as `application/json`. */
  readonly format?: (failure: Failure) => unknown
  /**
   * Other statuses for kinds of errors, e.g. `{ validation_failed: 400 }`; `duplicate` is what has been taken, `malformed_id` what
   * cannot be the id of anything.
   */
  readonly statuses?: Partial<Record<Code | 'duplicate' | 'malformed_id', number>>
  /** Other words for what is wrong with a field, or with the whole: `{ required: "can't be blank", forbidden: 'No.' }`. */
  readonly messages?: Partial<Messages> & Readonly<Record<string, string>>
}

/**
 * Outermost middleware: answers every failure in one envelope, expected or not (RFC 9457, `application/problem+json`).
 * What was not expected is told to the application's `error` listeners, and to the client only that it happened.
 */
export function problems(options: Options = {}): Middleware {
  return async (ctx, next) => {
    try {
      await next()
      // also by handlers that set no more than a status
      if (ctx.status >= 400 && (ctx.body === undefined || ctx.body === null)) throw bare(ctx)
    } catch (error) {
      const known = toProblem(error)
      if (!known || known.status >= 500) ctx.app.emit('error', error, ctx)
      answer(ctx, known ?? problem('internal_error', 'Something went wrong on our side.'), options)
    }
  }
}

const bare = (ctx: Context) => (ctx.status === 404 ? notFound() : byStatus(ctx.status, ''))

function toProblem(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error
  if (!(error instanceof Error)) return undefined
  // the convention of http-errors, which Koa and what is built on it follow
  if ('status' in error && typeof error.status === 'number' && error.status < 500) {
    const detail = 'expose' in error && error.expose === true ? error.message : ''
    return 'body' in error && error.status === 400 ? problem('malformed_body', detail) : byStatus(error.status, detail)
  }
  return fromDatabase(error)
}

const codes = new Map(Object.entries(statuses).map(([code, status]) => [status as number, code]))
codes.set(400, 'bad_request')

const codeOf = (status: number): string => codes.get(status) ?? 'bad_request'

const byStatus = (status: number, detail: string) => new Problem(status, codeOf(status), detail)

function answer(ctx: Context, problem: Problem, { format, statuses: own = {}, messages = {} }: Options): void {
  const statuses: Readonly<Record<string, number | undefined>> = own
  const badId = problem.malformed ? own.malformed_id : undefined
  const found = badId === undefined ? problem : new Problem(badId, codeOf(badId), sentences.malformed_id)
  const duplicate = found.errors.some(({ rule }) => rule === 'taken') ? own.duplicate : undefined
  const status = badId ?? duplicate ?? statuses[found.code] ?? found.status
  const title = STATUS_CODES[status] ?? 'Error'
  const failure: Failure = {
    status,
    // where a duplicate is answered like any other invalid field, it is one
    code: duplicate === 422 ? 'validation_failed' : found.code,
    title,
    detail: inOwnWords(found, messages) || title,
    errors: found.errors.map(error => (error.rule ? { ...error, message: word(error.rule, error, messages) } : error)),
    instance: ctx.path,
    request_id: requestId(ctx),
    timestamp: now().toISOString(),
  }
  ctx.status = status
  // of an answer that was on its way when something failed after all
  for (const name of ['Location', 'ETag', 'Link']) ctx.remove(name)
  ctx.set(found.headers)
  ctx.set('Content-Type', format ? 'application/json; charset=utf-8' : 'application/problem+json')
  ctx.body = format ? format(failure) : envelope(failure)
}

const envelope = ({ status, code, title, detail, errors, instance, request_id, timestamp }: Failure) => ({
  type: 'about:blank',
  title,
  status,
  detail,
  instance,
  error: code,
  request_id,
  timestamp,
  ...(errors.length > 0 && { errors: errors.map(({ field, message }) => ({ field, message })) }),
})
