import type { Act, Cells } from '../spec/index.ts'
import { sentValue } from './cells.ts'
import type { Request } from './exchange.ts'
import { nest } from './field-path.ts'
import { routeOf } from './operations.ts'
import { formRequest } from './form-request.ts'
import { fill, fillPath, resolve } from './references.ts'
import type { World } from './world.ts'

/** A request of the contract tier: sent as it is written. */
export function literalRequest(fact: Act & { readonly is: 'request' }, world: World): Request {
  const { method } = fact
  const path = withQuery(fillPath(fact.path, world), fact.query, world)
  if (fact.upload !== undefined) return formRequest(fact, path, world)
  const body = bodyText(fact, world, path)
  return { method, path, headers: headersFor(world, body, fact.mediaType), body }
}

/** The headers of a request: those that the scenario has set, and the type of its body. */
export function headersFor(world: World, body: string | undefined, mediaType?: string): Record<string, string> {
  return {
    accept: '*/*',
    ...(body !== undefined && { 'content-type': mediaType ?? 'application/json' }),
    ...Object.fromEntries(world.headers),
  }
}

function withQuery(path: string, query: Cells | undefined, world: World): string {
  const pairs = Object.entries(query ?? {}).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(fill(value, world))}`,
  )
  if (pairs.length === 0) return path
  return `${path}${path.includes('?') ? '&' : '?'}${pairs.join('&')}`
}

function bodyText({ body, method }: Act & { readonly is: 'request' }, world: World, path: string): string | undefined {
  if (!body) return undefined
  if ('text' in body) return fill(body.text, world)
  if ('json' in body) return JSON.stringify(resolve(body.json, world))
  const resource = routeOf(world.model, { method, path, headers: Object.fromEntries(world.headers) })?.resource
  const values = Object.entries(body.cells).map(
    ([column, text]) => [column, sentValue(world, resource, column, text)] as const,
  )
  return JSON.stringify(nest(values))
}
