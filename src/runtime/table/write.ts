import { transaction } from '../database/run.ts'
import { notFound } from '../http/problem.ts'
import { explain, explainRemoval } from './errors.ts'
import type { Collection, Column } from './layout.ts'
import { get } from './read.ts'
import { writeCollection } from './collections.ts'
import { selection } from './select.ts'
import { join, raw, sql, Sql } from './sql.ts'
import { execute, type Store, type Values } from './store.ts'
import { toParameter } from './values.ts'
import { all, matching } from './where.ts'

/** @param place where the fields stand in the request, such as `lines.0.` */
export async function insert(store: Store, fields: Values, within: Values = {}, place = ''): Promise<object> {
  const { layout, em } = store
  if (!matching(layout, within)) throw notFound()
  const given: Values = { ...fields, ...within }
  const { columns, collections } = parts(store, given)
  const stamps = [...layout.columns.values()]
    .filter(({ name, property }) => property.onCreate && given[name] === undefined)
    .map(column => [column, column.property.onCreate!(given, em) as unknown] as const)
  const values = [...stamps, ...columns]
  const names = raw(values.map(([{ column }]) => column).join(', '))
  const row = join(
    values.map(([column, value]) => sql`${parameter(column, value)}`),
    ', ',
  )
  const into = sql`insert into ${raw(layout.table)} (${names}) values (${row})`

  const filled = collections.filter(([, list]) => list.length > 0)
  return guarded(store, Object.keys(within), place, async () => {
    if (filled.length === 0) return one(store, into)
    return transaction(em, async () => writeAll(store, await keyOf(store, into), filled, place))
  })
}

/** All or nothing; fields that are wrong carry the place of their row, such as `0.title`. */
export const insertMany = (store: Store, list: readonly Values[], within?: Values): Promise<object[]> =>
  transaction(store.em, async () => {
    const rows: object[] = []
    for (const [index, fields] of list.entries()) rows.push(await insert(store, fields, within, `${index}.`))
    return rows
  })

/** @throws {Problem} 404 when there is no such row */
export async function update(store: Store, key: Values, patch: Values): Promise<object> {
  const { layout, em } = store
  const { columns, collections } = parts(store, patch)
  if (columns.length === 0 && collections.length === 0) return get(store, key)
  const stamps = [...layout.columns.values()]
    .filter(({ name, property }) => property.onUpdate && patch[name] === undefined)
    .map(column => [column, column.property.onUpdate!(patch, em) as unknown] as const)
  const conditions = matching(layout, key)
  if (!conditions) throw notFound()
  const changes = [...columns, ...stamps].map(
    ([column, value]) => sql`${raw(column.column!)} = ${parameter(column, value)}`,
  )
  const changing = sql`update ${raw(layout.table)} set ${join(changes, ', ')}${all(conditions)}`

  return guarded(store, Object.keys(key), '', async () => {
    if (collections.length === 0) return one(store, changing)
    return transaction(em, async () => writeAll(store, await keyOf(store, changing), collections, '', true))
  })
}

/**
 * Puts the row in the state that `fields` alone describe: what they leave out falls back to its default or to null.
 * Ids, times, what `keep` names and required fields that are left out (the parent of the path) stay.
 */
export function replace(store: Store, key: Values, fields: Values): Promise<object> {
  const { columns, collections } = store.layout
  const stays = (name: string) => fields[name] !== undefined || name in key || store.keep.includes(name)
  const emptied = [...columns.values()].filter(({ name, property, writable }) => {
    const hasFallback = property.nullable || property.defaultRaw !== undefined
    return writable && hasFallback && !property.primary && !property.onCreate && !stays(name)
  })
  const cleared = [...collections.values()].filter(({ name, writable }) => writable && !stays(name))
  return update(store, key, {
    ...Object.fromEntries([
      ...emptied.map(({ name }) => [name, raw('default')]),
      ...cleared.map(({ name }) => [name, []]),
    ]),
    ...fields,
  })
}

/** @throws {Problem} 404 when there is no such row, 409 when others refer to it that do not go along */
export async function remove(store: Store, key: Values): Promise<void> {
  const conditions = matching(store.layout, key)
  if (!conditions) throw notFound()
  const removing = execute(store, sql`delete from ${raw(store.layout.table)}${all(conditions)}`)
  const { count } = await removing.catch(error => {
    throw explainRemoval(error)
  })
  if (count === 0) throw notFound()
}

type Given<Part, Value> = readonly (readonly [Part, Value])[]
interface Parts {
  readonly columns: Given<Column, unknown>
  readonly collections: Given<Collection, readonly unknown[]>
}

/** @throws {Error} for a name that cannot be written: a fault of the service, since clients are checked before */
function parts({ layout }: Store, fields: Values): Parts {
  const columns: [Column, unknown][] = []
  const collections: [Collection, readonly unknown[]][] = []
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue
    const column = layout.columns.get(name)
    const collection = layout.collections.get(name)
    if (column?.writable) columns.push([column, value])
    else if (collection?.writable) collections.push([collection, Array.isArray(value) ? value : []])
    else throw new Error(`${layout.entity}.${name} cannot be written`)
  }
  return { columns, collections }
}

const parameter = (column: Column, value: unknown) => (value instanceof Sql ? value : toParameter(column, value))

async function one(store: Store, change: Sql): Promise<object> {
  const { rows } = await execute(store, sql`${change} returning ${raw(selection(store.layout))}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}

async function keyOf(store: Store, change: Sql): Promise<unknown> {
  const { rows } = await execute(store, sql`${change} returning ${raw(`${store.layout.key.expression} as key`)}`)
  if (!rows[0]) throw notFound()
  return (rows[0] as { key: unknown }).key
}

/** @param anew whether what is there goes first */
async function writeAll(store: Store, key: unknown, lists: Parts['collections'], place: string, anew = false) {
  for (const [collection, list] of lists) await writeCollection(store, collection, key, list, place, anew)
  return get(store, { [store.layout.key.name]: key })
}

async function guarded<T>({ layout }: Store, within: readonly string[], place: string, work: () => Promise<T>) {
  try {
    return await work()
  } catch (error) {
    throw explain(error, layout, within, place)
  }
}
