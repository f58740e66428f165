import type { EntityMetadata, EntityProperty } from '@mikro-orm/core'
import { invalid } from '../http/problem.ts'
import { fieldError, type FieldError } from '../schema/messages.ts'
import { layoutOf, type Collection, type Column, type Layout } from './layout.ts'
import { join, quote, raw, sql, Sql } from './sql.ts'
import { execute, type Store, type Values } from './store.ts'
import { couldBe } from './values.ts'

const NAME = Symbol('name')

/**
 * Rows that are referred to go by this property of theirs over the wire, not by their key:
 * `country: () => p.manyToOne(Country).mapToPk().serializer(namedBy('code'))`.
 */
export const namedBy = (property: string) => Object.assign((value: unknown) => value, { [NAME]: property })

type Reference = Column | Collection

const byNames = new WeakMap<EntityMetadata, boolean>()

/** Whether rows refer to others by their names anywhere. */
export function goesByNames({ meta, columns, collections }: Layout): boolean {
  const known = byNames.get(meta)
  if (known !== undefined) return known
  const goes = [...columns.values(), ...collections.values()].some(one => nameOf(one) !== undefined)
  byNames.set(meta, goes)
  return goes
}

/** The column that rows go by where this refers to them, if not by their key. */
export function nameOf({ property }: Pick<Reference, 'property'>): Column | undefined {
  const { serializer, targetMeta } = property as EntityProperty & { serializer?: { [NAME]?: string } }
  const name = serializer?.[NAME]
  return name === undefined || !targetMeta ? undefined : layoutOf(targetMeta).columns.get(name)
}

/** What a reference is read as. */
export function nameRead(column: Column): string {
  const name = nameOf(column)
  if (!name) return column.expression
  const { from, key, of } = target(column, name)
  return `(select ${of} from ${from} where ${key} = ${column.expression})`
}

/** What the references in a join table are read as, one by one. @param far the column of the other end */
export const nameOfEach = (collection: Collection, far: string): string => {
  const name = nameOf(collection)
  if (!name) return far
  const { from, key, of } = target(collection, name)
  return `(select ${of} from ${from} where ${key} = ${far})`
}

/** The rows that are referred to, under a name of their own: a row may refer to one of its own table. */
function target({ property }: Reference, name: Column) {
  const { table, key } = layoutOf(property.targetMeta!)
  const renamed = (expression: string) => expression.replaceAll(`${table}.`, '"named".')
  return { from: `${table} as "named"`, key: renamed(key.expression), of: renamed(name.expression) }
}

/** The condition that a property refers to the row of that name; `undefined` for one that goes by keys. */
export function whereNamed(layout: Layout, name: string, value: unknown): readonly Sql[] | undefined {
  const reference = referenceAt({ layout }, name)
  if (!reference || value === null) return undefined
  const other = nameOf(reference)!
  if (!couldBe(other, value)) return [raw('false')]
  const { table, key } = layoutOf(reference.property.targetMeta!)
  const found = sql`(select ${raw(key.expression)} from ${raw(table)} where ${raw(other.expression)} = ${value})`
  if ('column' in reference) return [sql`${raw(reference.expression)} = ${found}`]
  const { pivotTable, joinColumns, inverseJoinColumns } = reference.property
  const [join, own, far] = [pivotTable, joinColumns[0]!, inverseJoinColumns[0]!].map(one => raw(quote(one)))
  return [sql`exists (select 1 from ${join!} where ${own!} = ${raw(layout.key.expression)} and ${far!} = ${found})`]
}

/**
 * What clients send, with keys in place of names.
 *
 * @param place where the fields stand in the request, such as `lines.0.`
 * @throws {Problem} 422 with one entry for each field that names a row that is not there
 */
export async function keysFor(store: Store, fields: Values, place: string): Promise<Values> {
  if (store.byKey || !goesByNames(store.layout)) return fields
  const errors: FieldError[] = []
  const found: [string, unknown][] = []
  for (const [name, value] of Object.entries(fields)) {
    const reference = referenceAt(store, name)
    if (!reference || value === undefined || value === null || value instanceof Sql) continue
    const names = [...new Set(Array.isArray(value) ? (value as unknown[]) : [value])]
    const keys = await keysOf(store, reference, names)
    if (names.some(one => !keys.has(one))) errors.push(fieldError(place + name, 'absent'))
    found.push([name, Array.isArray(value) ? names.map(one => keys.get(one)) : keys.get(value)])
  }
  if (errors.length > 0) throw invalid(...errors)
  return found.length > 0 ? { ...fields, ...Object.fromEntries(found) } : fields
}

/** A property that refers to rows by their names. */
function referenceAt(
  { layout, byKey }: { readonly layout: Layout; readonly byKey?: boolean },
  name: string,
): Reference | undefined {
  const reference = byKey === true ? undefined : (layout.columns.get(name) ?? layout.collections.get(name))
  return reference && nameOf(reference) && reference
}

async function keysOf(store: Store, reference: Reference, names: readonly unknown[]) {
  const { table, key, kept } = layoutOf(reference.property.targetMeta!)
  const name = nameOf(reference)!
  const all = [sql`${raw(name.expression)} = any(${names.filter(one => couldBe(name, one))})`, ...kept.map(raw)]
  const { rows } = await execute(
    store,
    sql`select ${raw(name.expression)} as name, ${raw(key.expression)} as key from ${raw(table)} where ${join(all, ' and ')}`,
  )
  return new Map((rows as { name: unknown; key: unknown }[]).map(row => [row.name, row.key]))
}
