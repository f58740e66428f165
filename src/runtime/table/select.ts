import type { EntityMetadata } from '@mikro-orm/core'
import { StoredFile } from '../files/stored-file.ts'
import { isNumeric, layoutOf, type Collection, type Column, type Layout } from './layout.ts'
import { nameOfEach, nameRead } from './named.ts'
import { columnsIn, isNested, type Nested } from './nested.ts'
import { quote } from './sql.ts'
import { COLUMN } from './versions.ts'

type Part = Column | Collection | Nested

const lists = new WeakMap<Layout, string>()

/** What a row is read as: the visible properties, under their own names, as they go over the wire. */
export function selection(layout: Layout): string {
  const known = lists.get(layout)
  if (known !== undefined) return known
  const parts = layout.visible.map(part => `${reading(layout, part)} as ${quote(part.name)}`)
  const list = [...parts, ...(layout.version ? [`${layout.version.expression} as ${quote(COLUMN)}`] : [])].join(', ')
  lists.set(layout, list)
  return list
}

function reading(layout: Layout, part: Part): string {
  if (isNested(part)) return object(layout, part)
  if ('column' in part && isFile(part)) return described(part)
  if ('column' in part) return isNumeric(part) ? `${part.expression}::float8` : nameRead(part)
  return part.kind === 'references' ? references(layout, part) : children(layout, part)
}

export const isFile = ({ property: { targetMeta } }: Column): boolean => targetMeta?.class === StoredFile

/** What is shown of a file. */
const described = ({ expression }: Column): string =>
  `(select json_build_object('name', file.name, 'type', file.type, 'size', file.size) from stored_files file where file.id = ${expression})`

/** The ids at the other end of a join table, by age. */
function references({ key }: Layout, collection: Collection): string {
  const { property } = collection
  const target = layoutOf(targetOf(property))
  const join = quote(property.pivotTable)
  const [own, other] = [
    `${join}.${quote(property.joinColumns[0]!)}`,
    `${join}.${quote(property.inverseJoinColumns[0]!)}`,
  ]
  // what was thrown away is not referred to
  const there = `exists (select 1 from ${target.table} where ${[`${target.key.expression} = ${other}`, ...target.kept].join(' and ')})`
  const all = [`${own} = ${key.expression}`, ...(target.kept.length > 0 ? [there] : [])]
  const order = property.fixedOrder ? `${join}.${quote(property.fixedOrderColumn!)}` : other
  return `(select coalesce(json_agg(${nameOfEach(collection, other)} order by ${order}), '[]') from ${join} where ${all.join(' and ')})`
}

/** Children as objects in the order in which they were written: their ids only grow. */
function children({ key }: Layout, { property }: Collection): string {
  const child = layoutOf(targetOf(property))
  const parent = child.columns.get(property.mappedBy)!.expression
  const trash = child.trash === undefined ? [] : [`${child.table}.${child.trash} is null`]
  const fields = child.visible.map(part => `${literal(part.name)}, ${embedded(child, part)}`).join(', ')
  const objects = `json_agg(json_build_object(${fields}) order by ${child.key.expression})`
  return `(select coalesce(${objects}, '[]') from ${child.table} where ${[`${parent} = ${key.expression}`, ...trash].join(' and ')})`
}

/** An embedded object; null where nothing of it is there. */
function object(layout: Layout, part: Nested): string {
  const shown = part.members.filter(([, { property }]) => !property.hidden)
  const members = shown.map(([name, inner]) => `${literal(name)}, ${embedded(layout, inner)}`)
  const built = `json_build_object(${members.join(', ')})`
  const columns = columnsIn(part)
  if (!columns.every(({ property }) => property.nullable)) return built
  return `case when num_nonnulls(${columns.map(({ expression }) => expression).join(', ')}) > 0 then ${built} end`
}

/** Inside JSON PostgreSQL prints values itself: exact numbers would lose their zeros, moments have another form. */
export function embedded(layout: Layout, part: Part): string {
  if (!('column' in part)) return reading(layout, part)
  if (part.type === 'timestamptz') {
    return `to_char(${part.expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
  }
  return part.type === 'numeric' && !isNumeric(part) ? `${part.expression}::text` : reading(layout, part)
}

export const targetOf = ({ targetMeta }: { readonly targetMeta?: EntityMetadata }): EntityMetadata => targetMeta!

export const literal = (text: string) => `'${text.replaceAll("'", "''")}'`
