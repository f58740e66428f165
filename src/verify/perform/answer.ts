import { ExpectationError, show } from '../errors.ts'
import type { Exchange } from '../exchange.ts'
import { isObject } from '../field-path.ts'
import { isUnrouted } from '../probes.ts'
import type { World } from '../world.ts'

/**
 * The last answer, for an expectation to look at. A stub's 501 and the 404 of an unknown path are no answers to look at,
 * unless the scenario expects exactly them.
 *
 * @param what the expectation, in the words of the message
 * @param negative it looks for what is *not* there: in an answer that nobody expected that proves nothing
 */
export async function theAnswer(world: World, what: string, { negative = false } = {}): Promise<Exchange> {
  const exchange = world.latest(what)
  const { status } = exchange.answer
  if (await isNoAnswer(world, exchange)) throw unanswered(exchange)
  if (negative && status >= 400 && !world.awaited.has(status))
    throw new ExpectationError(`${what} proves nothing here: the service answered ${summary(exchange)}`, { exchange })
  return exchange
}

/** Whether a status is nobody's doing: a stub, or an operation that has no route. */
export async function isNoAnswer(world: World, exchange: Exchange): Promise<boolean> {
  const { status } = exchange.answer
  return (status === 501 && !world.awaited.has(501)) || (await isUnrouted(world, exchange))
}

export function unanswered(exchange: Exchange): ExpectationError {
  const { request, answer } = exchange
  const [path = ''] = request.path.split('?')
  const what =
    answer.status === 501
      ? `is not written yet: ${summary(exchange)}`
      : `has no route in the service: it answered ${answer.status}`
  return new ExpectationError(`${request.method} ${path} ${what}`, { actual: answer.status, exchange })
}

/** `422 title is required`: the status, and what the envelope says about it. */
export function summary({ answer }: Exchange): string {
  const { status, json } = answer
  if (!isObject(json)) return String(status)
  if (status >= 400 && !('detail' in json || 'title' in json)) return `${status} (${show(json)})`
  const fields = Array.isArray(json.errors) ? json.errors.filter(isObject) : []
  const said = fields.length
    ? fields.map(({ field, message }) => `${String(field)} ${String(message)}`).join(', ')
    : (json.detail ?? json.title ?? json.message)
  return status >= 400 && said !== undefined
    ? `${status} (${typeof said === 'string' ? said : show(said)})`
    : String(status)
}
