import { isBig, isRef, parts, resourceName, type Ref, type Template } from '../spec/index.ts'
import { ExpectationError, show } from './errors.ts'
import { valueAt } from './field-path.ts'
import type { World } from './world.ts'

/**
 * What a reference stands for: `book.id`, `"Dune".id`, `response.items[0].id`, `header.location`.
 *
 * @throws {ExpectationError} that says which names there are, when it names nothing
 */
export function refer({ $ref }: Ref, world: World): unknown {
  const name = /^(?:"(?:[^"\\]|\\.)*"|[A-Za-z][\w -]*)/.exec($ref)![0]
  const path = $ref.slice(name.length).replace(/^\./, '')
  const whole = named(name, $ref, world)
  const value = name === 'header' ? valueAt(whole, path.toLowerCase()) : path ? valueAt(whole, path) : whole
  if (value === undefined) throw new ExpectationError(`{${$ref}} names nothing: ${fieldsOf(name, whole)}`)
  return value
}

/** A text with its references filled in; `encode` makes each fit where it goes. */
export function fill(text: string, world: World, encode: (value: string) => string = String): string {
  return parts(text)
    .map(part => (typeof part === 'string' ? part : encode(asText(part, world))))
    .join('')
}

/** A template with its references filled in: JSON that can be sent. */
export function resolve(template: Template, world: World): unknown {
  if (typeof template === 'string') return fill(template, world)
  if (typeof template !== 'object' || template === null || isBig(template)) return template
  if (isRef(template)) return refer(template, world)
  if (Array.isArray(template)) return template.map(item => resolve(item as Template, world))
  return Object.fromEntries(Object.entries(template).map(([name, value]) => [name, resolve(value as Template, world)]))
}

/** A path with its references filled in; an absolute address of the service is cut to its path. */
export function fillPath(path: string, world: World): string {
  const [first, ...rest] = parts(path)
  if (first === undefined) return path
  // at the start a reference is a path of its own and keeps its slashes
  const start = typeof first === 'string' ? first : localPath(asText(first, world), world)
  return start + rest.map(part => (typeof part === 'string' ? part : encodeURIComponent(asText(part, world)))).join('')
}

/** `http://127.0.0.1:4000/books` → `/books` when it is the service's own address, or written as such by its host header. */
export function localPath(address: string, world: World): string {
  if (!/^https?:\/\//.test(address)) return address
  const { origin, pathname, search } = new URL(address)
  if (origin === world.target.address) return pathname + search
  throw new ExpectationError(`${address} is not an address of the service, which is at ${world.target.address}`)
}

function named(name: string, ref: string, world: World): unknown {
  if (name === 'response') return world.latest(`{${ref}}`).answer.json
  if (name === 'header') return world.latest(`{${ref}}`).answer.headers
  if (name.startsWith('"')) {
    const key = String(JSON.parse(name))
    const row = world.find(key) ?? world.newest(resourceName(key))
    if (row) return row
    throw new ExpectationError(`{${ref}} names nothing: the scenario knows no "${key}"; ${knownNames(world)}`)
  }
  const row = world.newest(resourceName(name))
  if (row) return row
  throw new ExpectationError(`{${ref}} names nothing: the scenario has no ${resourceName(name)}; ${knownNames(world)}`)
}

function asText(ref: Ref, world: World): string {
  const value = refer(ref, world)
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (isBig(value)) return value.rawJSON
  throw new ExpectationError(`{${ref.$ref}} is ${show(value)}: only a text or a number can stand in a text`)
}

function knownNames(world: World): string {
  const names = world.names()
  return names.length ? `it knows ${names.join(', ')}` : 'it knows no rows yet'
}

function fieldsOf(name: string, whole: unknown): string {
  const has = typeof whole === 'object' && whole !== null ? Object.keys(whole) : []
  return has.length ? `${name} has ${has.join(', ')}` : `${name} is ${show(whole)}`
}
