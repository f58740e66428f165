import { transaction } from '../database/run.ts'
import { conflict, notFound, Problem } from '../http/problem.ts'
import { explain } from './errors.ts'
import type { Collection, Column } from './layout.ts'
import { presented } from './presented.ts'
import { made } from './made.ts'
import { find, get, keyOf as keyed } from './read.ts'
import { writeCollection } from './collections.ts'
import { keysFor } from './named.ts'
import { neededBy, unmet, type Needed } from './needs.ts'
import { flat } from './nested.ts'
import { sealed } from './secrets.ts'
import { selection } from './select.ts'
import { join, raw, sql, Sql } from './sql.ts'
import { execute, type Store, type Values } from './store.ts'
import { toParameter } from './values.ts'
import { expectVersion, isOf, type Version } from './versions.ts'
import { all, matching } from './where.ts'

/** @param place where the fields stand in the request, such as `lines.0.` */
export async function insert(store: Store, fields: Values, within: Values = {}, place = ''): Promise<object> {
  const { layout, em } = store
  const { columns, lists, needed } = await newRow(store, fields, within, place)
  const names = raw([...columns.keys()].map(({ column }) => column).join(', '))
  const row = join([...columns.values()], ', ')
  const conditions = needed.map(({ condition }) => condition)
  const into =
    needed.length > 0
      ? sql`insert into ${raw(layout.table)} (${names}) select ${row}${all(conditions)}`
      : sql`insert into ${raw(layout.table)} (${names}) values (${row})`

  return guarded(store, Object.keys(within), place, async () => {
    const refused = async () => (await unmet(store, needed)) ?? conflict()
    if (lists.length === 0) return (await one(store, into)) ?? fail(await refused())
    return transaction(em, async () => {
      const key = (await keyOf(store, into)) ?? fail(await refused())
      return writeAll(store, key, lists, place)
    })
  })
}

/** A row on its way into its table. */
export interface NewRow {
  readonly columns: ReadonlyMap<Column, Sql>
  /** What goes into other tables. */
  readonly lists: Parts['collections']
  readonly needed: readonly Needed[]
}

export async function newRow(store: Store, fields: Values, within: Values, place: string): Promise<NewRow> {
  const { layout } = store
  if (!matching(layout, within)) throw notFound()
  const given: Values = await sealed(layout, {
    ...(await keysFor(store, flat(layout, fields), place)),
    ...flat(layout, within),
  })
  const { columns, collections } = parts(store, given)
  const values = [...stamps(store, given), ...columns]
  return {
    columns: new Map(values.map(([column, value]) => [column, sql`${parameter(column, value)}`])),
    lists: collections.filter(([, list]) => list.length > 0),
    needed: neededBy(store, given, Object.keys(within), place),
  }
}

/**
 * The key of the only row that there is, or that a parent has. Where there is none yet, it is made with its defaults; of
 * many who ask for it at once, one makes it.
 *
 * @throws {Problem} 404 when there is no such parent
 */
export async function single(store: Store, within: Values = {}): Promise<Values> {
  const { layout } = store
  if (!matching(layout, within)) throw notFound()
  const known = await find({ ...store, layout: presented(layout, { show: [layout.key.name] }) }, within)
  if (known) return { ...known }
  const values = [...stamps(store, within), ...parts(store, within).columns]
  const made = sql`insert into ${raw(layout.table)} (${raw(values.map(([{ column }]) => column).join(', '))}) values (${join(
    values.map(([column, value]) => sql`${parameter(column, value)}`),
    ', ',
  )}) on conflict do nothing`
  await guarded(store, Object.keys(within), '', () => execute(store, made))
  return { [layout.key.name]: await keyed(store, within) }
}

/** Puts the only row of that key, or that a parent has, in this state; makes it where there is none. */
export async function put(store: Store, within: Values, fields: Values, version?: Version): Promise<object> {
  for (let attempt = 0; ; attempt++)
    try {
      return await replace(store, within, fields, version).catch(async (error: unknown) => {
        if (!isStatus(error, 404)) throw error
        return made(await insert(store, fields, within))
      })
    } catch (error) {
      // another one may have made it meanwhile
      if (!isStatus(error, 409) || attempt === 2) throw error
    }
}

const isStatus = (error: unknown, status: number): boolean => error instanceof Problem && error.status === status

/** @throws {Problem} 404 when there is no such row, 412 when it is of none of the versions */
export async function update(store: Store, key: Values, fields: Values, version?: Version): Promise<object> {
  const patch = await sealed(store.layout, await keysFor(store, flat(store.layout, fields), ''))
  const needed = neededBy(store, patch, Object.keys(key), '')
  const conditions = [...needed.map(({ condition }) => condition), ...isOf(store.layout, version)]
  const isChange = Object.values(patch).some(value => value !== undefined)
  const row = isChange ? await change(store, key, patch, conditions) : undefined
  if (row) return row
  const unchanged = await get(store, key)
  expectVersion(unchanged, version)
  if (!isChange) return unchanged
  throw (await unmet(store, needed)) ?? conflict()
}

/** Changes the row where it also fulfils `when`; undefined where there is none. `patch` says at least one thing. */
export async function change(
  store: Store,
  key: Values,
  patch: Values,
  when: readonly Sql[],
): Promise<object | undefined> {
  const { layout, em } = store
  const { columns, collections } = parts(store, patch)
  const stamps = [...layout.columns.values()]
    .filter(({ name, property }) => property.onUpdate && patch[name] === undefined)
    .map(column => [column, column.property.onUpdate!(patch, em) as unknown] as const)
  const conditions = matching(layout, key)
  if (!conditions) throw notFound()
  const changes = [...columns, ...stamps].map(
    ([column, value]) => sql`${raw(column.column!)} = ${parameter(column, value)}`,
  )
  if (layout.version) changes.push(raw(`${layout.version.column} = ${layout.version.expression} + 1`))
  const changing = sql`update ${raw(layout.table)} set ${join(changes, ', ')}${all([...conditions, ...when])}`

  return guarded(store, Object.keys(key), '', async () => {
    if (collections.length === 0) return one(store, changing)
    return transaction(em, async () => {
      const found = await keyOf(store, changing)
      return found === undefined ? undefined : writeAll(store, found, collections, '', true)
    })
  })
}

/**
 * Puts the row in the state that `fields` alone describe: what they leave out falls back to its default or to null.
 * Ids, times, what `keep` names and required fields that are left out (the parent of the path) stay.
 */
export function replace(store: Store, key: Values, whole: Values, version?: Version): Promise<object> {
  const fields = flat(store.layout, whole)
  const { columns, collections } = store.layout
  const stays = (name: string) => fields[name] !== undefined || name in key || store.keep.includes(name)
  const emptied = [...columns.values()].filter(({ name, property, writable }) => {
    const hasFallback = property.nullable || property.defaultRaw !== undefined
    return writable && hasFallback && !property.primary && !property.onCreate && !property.version && !stays(name)
  })
  const cleared = [...collections.values()].filter(
    ({ name, writable, property }) => writable && !property.hidden && !stays(name),
  )
  const rest = [...emptied.map(({ name }) => [name, raw('default')]), ...cleared.map(({ name }) => [name, []])]
  return update(store, key, { ...Object.fromEntries(rest), ...fields }, version)
}

/** What a new row has of itself. */
const stamps = ({ layout, em }: Store, given: Values) =>
  [...layout.columns.values()]
    .filter(({ name, property }) => property.onCreate && given[name] === undefined)
    .map(column => [column, column.property.onCreate!(given, em) as unknown] as const)

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
    else {
      const known = [...layout.columns, ...layout.collections].flatMap(([one, { writable }]) => (writable ? [one] : []))
      throw new Error(`${layout.entity} has no "${name}" that can be written; it has ${known.join(', ')}`)
    }
  }
  return { columns, collections }
}

const parameter = (column: Column, value: unknown) => (value instanceof Sql ? value : toParameter(column, value))

export async function one(store: Store, change: Sql): Promise<object | undefined> {
  const { rows } = await execute(store, sql`${change} returning ${raw(selection(store.layout))}`)
  return rows[0]
}

async function keyOf(store: Store, change: Sql): Promise<unknown> {
  const { rows } = await execute(store, sql`${change} returning ${raw(`${store.layout.key.expression} as key`)}`)
  return (rows[0] as { key: unknown } | undefined)?.key
}

/** @param anew whether what is there goes first */
async function writeAll(store: Store, key: unknown, lists: Parts['collections'], place: string, anew = false) {
  for (const [collection, list] of lists) await writeCollection(store, collection, key, list, place, anew)
  return get(store, { [store.layout.key.name]: key })
}

const fail = (problem: Problem): never => {
  throw problem
}

export async function guarded<T>(
  { layout, refusals }: Store,
  within: readonly string[],
  place: string,
  work: () => Promise<T>,
) {
  try {
    return await work()
  } catch (error) {
    throw explain(error, { layout, refusals }, within, place)
  }
}
