import { plural } from '../../spec/index.ts'
import type { Resource } from '../../model/index.ts'
import { ExpectationError, show } from '../errors.ts'
import type { Exchange } from '../exchange.ts'
import { valueAt } from '../field-path.ts'
import type { Route } from '../operations.ts'

/** The rows of an answer to a list; undefined where the answer is none. */
export function shownRows(route: Route | undefined, body: unknown): readonly unknown[] | undefined {
  if (!route || !['list', 'bulk'].includes(route.operation.kind)) return undefined
  return rowsIn(envelopeOf(route.resource, route), body)
}

/** The rows that an answer shows of a resource, in the style of its lists. @throws {ExpectationError} when it lists none */
export function listedRows(resource: Resource, exchange: Exchange, route?: Route): readonly unknown[] {
  const { json, status } = exchange.answer
  const envelope = envelopeOf(resource, route)
  const rows = rowsIn(envelope, json)
  if (rows) return rows
  const where = envelope === undefined ? 'as an array' : `under "${envelope}"`
  throw new ExpectationError(
    `the response does not list ${plural(resource.name)} ${where}: it is ${status} ${show(json)}`,
    { expected: envelope ?? [], actual: json, exchange },
  )
}

/** The name that rows stand under. Those that were created together are a plain list unless an example shows otherwise. */
function envelopeOf({ list: { shape } }: Resource, route: Route | undefined): string | undefined {
  if (route?.operation.kind !== 'bulk') return shape.is === 'array' ? undefined : shape.items
  const { sent, shown = sent } = route.operation.envelope ?? {}
  return shown
}

function rowsIn(envelope: string | undefined, body: unknown): readonly unknown[] | undefined {
  const rows = envelope === undefined ? body : valueAt(body, envelope)
  return Array.isArray(rows) ? rows : undefined
}
