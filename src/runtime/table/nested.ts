import type { EntityMetadata, EntityProperty } from '@mikro-orm/core'
import type { Column } from './layout.ts'

/** An embedded object: nested on the wire, columns of the row in the database. */
export interface Nested {
  readonly name: string
  readonly property: EntityProperty
  /** Its own members, by the names that they have inside. */
  readonly members: readonly (readonly [name: string, part: Column | Nested])[]
}

export const isNested = (part: object): part is Nested => 'members' in part

/** `tank.litres`: where an embedded property stands in a row. */
export function pathOf({ name, embedded }: EntityProperty, { properties }: EntityMetadata): string {
  if (!embedded) return name
  const outer: Readonly<Record<string, EntityProperty>> = properties
  return `${pathOf(outer[embedded[0]]!, { properties } as EntityMetadata)}.${embedded[1]}`
}

export const nestedOf = (property: EntityProperty, path: string, columns: ReadonlyMap<string, Column>): Nested => ({
  name: path,
  property,
  members: Object.entries<EntityProperty>(property.embeddedProps).flatMap(([name, inner]) => {
    const place = `${path}.${name}`
    const part = inner.kind === 'embedded' ? nestedOf(inner, place, columns) : columns.get(place)
    return part ? [[name, part] as const] : []
  }),
})

type Values = Readonly<Record<string, unknown>>

/** Values by the path of their column: `{ tank: { litres: 40 } }` is `{ 'tank.litres': 40 }`; null empties all of it. */
export function flat({ nested }: { readonly nested: ReadonlyMap<string, Nested> }, values: Values): Values {
  if (nested.size === 0 || !Object.keys(values).some(name => nested.has(name))) return values
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const object = nested.get(name)
      return object && value !== undefined ? entriesOf(object, value) : [[name, value] as const]
    }),
  )
}

function entriesOf({ name, members }: Nested, value: unknown): readonly (readonly [string, unknown])[] {
  const given = typeof value === 'object' && value !== null ? value : undefined
  const known = members.flatMap(([inner, part]) => {
    const one: unknown = given ? Reflect.get(given, inner) : null
    if (one === undefined) return []
    return isNested(part) ? entriesOf(part, one) : [[part.name, one] as const]
  })
  // what is not known is said by whoever writes it
  const others = Object.entries(given ?? {}).filter(([inner]) => !members.some(([member]) => member === inner))
  return [...known, ...others.map(([inner, one]) => [`${name}.${inner}`, one as unknown] as const)]
}

/** The columns of an object, at any depth. */
export const columnsIn = ({ members }: Nested): readonly Column[] =>
  members.flatMap(([, part]) => (isNested(part) ? columnsIn(part) : [part]))
