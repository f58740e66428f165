import type { ApiModel, Field, Resource } from '../model/index.ts'
import { fieldOf, parseCell, resourceOf } from '../model/index.ts'
import type { Arithmetic, Condition } from '../spec/index.ts'
import type { Row } from './world.ts'

/** Far more than the rows of a scenario come to. */
const PLENTY = 1000

/**
 * The field of a row that is made up, so that it leaves room for what will belong to it: a hall that nobody has said
 * the chairs of holds whoever has a ticket.
 */
export const withRoom = (field: Field, resource: Resource, model: ApiModel): Field =>
  field.type.is === 'scalar' && isRoom(field, resource, model)
    ? { ...field, min: field.max ?? Math.max(field.min ?? 0, PLENTY) }
    : field

/** No other row may refer to the same one: the reference is unique, or there is at most one row like this. */
export const isAlone = (resource: Resource, { name, unique }: Field, row: Row): boolean =>
  unique ||
  (resource.rules ?? []).some(rule => rule.is === 'only' && rule.reference === name && mayBe(rule.where, resource, row))

/** As far as the row is made; what it does not say may be so. */
function mayBe(where: Condition, resource: Resource, row: Row): boolean {
  if (where.is === 'and') return where.all.every(one => mayBe(one, resource, row))
  if (where.is === 'or') return where.all.some(one => mayBe(one, resource, row))
  if (where.is !== 'compare' || where.to.is !== 'value' || !['is', 'is not'].includes(where.by)) return true
  const field = fieldOf(resource, where.path.join('.'))
  const value = row[field?.name ?? ''] ?? (field?.default && parseCell(field.type, field.default))
  return value === undefined || (value === where.to.value) === (where.by === 'is')
}

/** What other rows come to stays below it. */
const isRoom = ({ name }: Field, resource: Resource, model: ApiModel): boolean =>
  model.resources.some(of =>
    (of.rules ?? []).some(rule => {
      if (rule.is !== 'always') return false
      const reference = typeof rule.bound === 'object' ? rule.bound.reference : undefined
      const type = reference === undefined ? undefined : fieldOf(of, reference)?.type
      const at = type?.is === 'reference' ? resourceOf(model, type.resource) : of
      if (rule.by === 'at most' && typeof rule.bound === 'object')
        return at === resource && sourcesOf(rule.bound.field, resource).includes(name)
      const isWorkedOut = fieldOf(of, rule.field)?.derived !== undefined
      return rule.by === 'at least' && of === resource && isWorkedOut && sourcesOf(rule.field, of).includes(name)
    }),
  )

/** The fields of the row of which there is the more, the more of the field there is. */
function sourcesOf(field: string, resource: Resource): readonly string[] {
  const derived = fieldOf(resource, field)?.derived
  if (derived === undefined) return [field]
  if (derived.is !== 'arithmetic') return []
  return added(derived.of).flatMap(one => (one === field ? [] : sourcesOf(one, resource)))
}

function added(of: Arithmetic): readonly string[] {
  if (of.is === 'number') return []
  if (of.is === 'path') return of.path.length === 1 ? [...of.path] : []
  return of.by === '-' || of.by === '/' ? added(of.left) : [...added(of.left), ...added(of.right)]
}
