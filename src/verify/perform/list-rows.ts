import { plural } from '../../spec/index.ts'
import type { Resource } from '../../model/index.ts'
import { ExpectationError, show } from '../errors.ts'
import type { Exchange } from '../exchange.ts'
import { isObject } from '../field-path.ts'
import type { Route } from '../operations.ts'

/** The rows of an answer to a list; undefined where the answer is none. */
export function shownRows(route: Route | undefined, body: unknown): readonly unknown[] | undefined {
  return route?.operation.kind === 'list' ? rowsIn(route.resource, body) : undefined
}

/** The rows that an answer shows of a resource, in the style of its lists. @throws {ExpectationError} when it lists none */
export function listedRows(resource: Resource, exchange: Exchange): readonly unknown[] {
  const { json, status } = exchange.answer
  const rows = rowsIn(resource, json)
  if (rows) return rows
  const { shape } = resource.list
  const where = shape.is === 'array' ? 'as an array' : `under "${shape.items}"`
  throw new ExpectationError(
    `the response does not list ${plural(resource.name)} ${where}: it is ${status} ${show(json)}`,
    { expected: shape, actual: json, exchange },
  )
}

function rowsIn({ list: { shape } }: Resource, body: unknown): readonly unknown[] | undefined {
  const rows = shape.is === 'array' ? body : isObject(body) ? body[shape.items] : undefined
  return Array.isArray(rows) ? rows : undefined
}
