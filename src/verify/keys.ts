import type { Resource } from '../model/index.ts'
import { article, isRef, parseText, parts } from '../spec/index.ts'
import { ExpectationError, show } from './errors.ts'
import { isObject } from './field-path.ts'
import { resourceOf } from '../model/index.ts'
import { fill, refer } from './references.ts'
import type { World } from './world.ts'

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i

/** Well formed, and not the key of any row. */
const NOBODY = { uuid: '7c9e6679-7425-40de-944b-e07fc1f90ae7', integer: 2_147_480_000 } as const

/** The resource of that name. @throws {ExpectationError} when the features know none */
export function theResource(world: World, name: string): Resource {
  const resource = resourceOf(world.model, name)
  if (resource) return resource
  throw new ExpectationError(
    `the specification says nothing about ${article(name)}: give it a field table, or an example`,
  )
}

/**
 * The primary key of the row that a cell names: by its natural key, by a reference, or the key itself.
 * Undefined where the text names no row that the scenario knows.
 */
export function keyOfRow(world: World, name: string, text: string): string | number | undefined {
  const { key } = theResource(world, name)
  const written = parseText(text)
  if (isRef(written)) {
    const value = refer(written, world)
    return asKey(isObject(value) ? value[key.name] : value)
  }
  const plain = fill(text, world)
  const row = world.find(plain, theResource(world, name))
  if (row) return asKey(row[key.name])
  return isKey(plain, key.type) ? (key.type === 'integer' ? Number(plain) : plain) : undefined
}

/** A well-formed key that no row has. */
export const unknownKey = ({ key }: Pick<Resource, 'key'>): string | number => NOBODY[key.type]

/**
 * What stands in a path for the item that a step names. A name that no row has becomes a well-formed address of nobody:
 * the service is asked for it all the same.
 */
export function addressOf(world: World, resource: Resource, text: string): string {
  const { address, key } = resource
  const row = world.find(fill(text, world), resource)
  if (row) return field(row, address, resource)
  if (parts(text).some(part => typeof part !== 'string')) return fill(text, world)
  if (address !== key.name || isKey(text, key.type)) return text
  return String(unknownKey(resource))
}

/** The address of the row that is meant when a step names none: the one that was made last. */
export function addressOfNewest(world: World, resource: Resource): string {
  const row = world.newest(resource.name)
  if (row) return field(row, resource.address, resource)
  throw new ExpectationError(`the scenario has no ${resource.name}, and the path needs one: say that one exists`)
}

export function field(row: Readonly<Record<string, unknown>>, name: string, { name: resource }: Resource): string {
  const value = row[name]
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  throw new ExpectationError(`the ${resource} has no "${name}" to address it by: it is ${show(row)}`)
}

const asKey = (value: unknown): string | number | undefined =>
  typeof value === 'string' || typeof value === 'number' ? value : undefined

const isKey = (text: string, type: 'uuid' | 'integer'): boolean =>
  type === 'uuid' ? UUID.test(text) : /^\d+$/.test(text)
