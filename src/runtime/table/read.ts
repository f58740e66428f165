import { notFound } from '../http/problem.ts'
import type { ListQuery } from '../schema/list-query.ts'
import { layoutOf, type Column } from './layout.ts'
import { nameRead, whereNamed } from './named.ts'
import { presented } from './presented.ts'
import { selection } from './select.ts'
import { raw, sql, type Sql } from './sql.ts'
import { execute, type Store, type Values } from './store.ts'
import type { Page } from './types.ts'
import { all, equal, matching, matchingThrown, ordering, rank, searching } from './where.ts'

export async function find(store: Store, key: Values): Promise<object | undefined> {
  const conditions = matching(store.layout, key)
  if (!conditions) return undefined
  const { rows } = await execute(store, sql`${source(store)}${all(conditions)}`)
  return rows[0]
}

export async function get(store: Store, key: Values): Promise<object> {
  const row = await find(store, key)
  if (!row) throw notFound()
  return row
}

/** One property of a row, also a hidden one, and also of one that was thrown away. @throws {Problem} as `get` */
export async function value(store: Store, key: Values, name: string): Promise<unknown> {
  const showing = { ...store, layout: presented(store.layout, { show: [name] }) }
  const row = (await find(showing, key)) ?? (await findThrown(showing, key))
  if (!row) throw notFound()
  return Reflect.get(row, name) as unknown
}

/** The row of this key that was thrown away last. */
async function findThrown(store: Store, key: Values): Promise<object | undefined> {
  const { layout } = store
  const conditions = matchingThrown(layout, key)
  if (!conditions) return undefined
  const last = raw(` order by ${layout.table}.${layout.trash} desc limit 1`)
  const { rows } = await execute(store, sql`${source(store)}${all(conditions)}${last}`)
  return rows[0]
}

/** The key of the row that `where` describes, also where rows do not show it. @throws {Problem} 404 */
export async function keyOf(store: Store, where: Values): Promise<unknown> {
  const { layout } = store
  const conditions = matching(layout, where)
  if (!conditions) throw notFound()
  const { rows } = await execute(
    store,
    sql`select ${raw(layout.key.expression)} as key from ${raw(layout.table)}${all(conditions)}`,
  )
  if (!rows[0]) throw notFound()
  return Reflect.get(rows[0], 'key')
}

export async function list(store: Store, where: Values = {}, order = store.order): Promise<readonly object[]> {
  const conditions = matching(store.layout, where)
  if (!conditions) return []
  const { rows } = await execute(store, sql`${source(store)}${all(conditions)}${raw(ordering(store.layout, order))}`)
  return rows
}

export async function count(store: Store, where: Values = {}): Promise<number> {
  const conditions = matching(store.layout, where)
  return conditions ? total(store, conditions) : 0
}

/**
 * @param only what else must hold of the rows
 * @throws {Problem} 404 when the page is empty because a parent that `within` names does not exist
 */
export async function page(store: Store, query: ListQuery, within: Values = {}, only?: Sql): Promise<Page<object>> {
  const { limit, offset } = query
  const inside = matching(store.layout, within)
  if (!inside) throw notFound()
  const conditions = [...inside, ...(only ? [sql`(${only})`] : []), ...asked(store, query)]
  const order = raw(ordering(store.layout, query.sort.length > 0 ? query.sort : store.order))
  const { rows } = await execute(store, sql`${source(store)}${all(conditions)}${order} limit ${limit} offset ${offset}`)
  // the last page tells by itself how many there are
  const isLast = rows.length < limit && (rows.length > 0 || offset === 0)
  const found = isLast ? offset + rows.length : await total(store, conditions)
  if (found === 0) await checkParents(store, within)
  return { items: rows, total: found, limit, offset }
}

export function asked({ layout, filter, search }: Store, { where, q }: Pick<ListQuery, 'where' | 'q'>): readonly Sql[] {
  const conditions: Sql[] = []
  for (const [name, value] of Object.entries(where)) {
    const own = filter[name]
    // a filter is written for what its parameter's schema lets through
    if (own) conditions.push(sql`(${own(value as never)})`)
    else conditions.push(...(whereNamed(layout, name, value) ?? equal(layout, { [name]: value }) ?? [raw('false')]))
  }
  if (q?.trim()) conditions.push(search.length > 0 ? searching(layout, search, q) : raw('false'))
  return conditions
}

/** @param more what is read besides: `, 1 as one` */
export const source = ({ layout }: Store, more = raw('')): Sql =>
  sql`${raw(`select ${selection(layout)}`)}${more}${raw(` from ${layout.table}`)}`

export async function total(store: Store, conditions: readonly Sql[]): Promise<number> {
  const counting = raw(`select count(*)::int as total from ${store.layout.table}`)
  const { rows } = await execute(store, sql`${counting}${all(conditions)}`)
  return (rows[0] as { total: number }).total
}

/** @throws {Problem} 404 when a row that `within` names is not there */
export async function checkParents(store: Store, within: Values): Promise<void> {
  for (const [name, value] of Object.entries(within)) {
    const { targetMeta } = store.layout.columns.get(name)?.property ?? {}
    if (!targetMeta) continue
    const parent = layoutOf(targetMeta)
    const conditions = matching(parent, { [parent.key.name]: value })
    const exists = conditions && (await execute(store, sql`select 1 from ${raw(parent.table)}${all(conditions)}`))
    if (!exists || exists.rows.length === 0) throw notFound()
  }
}

/** How many rows there are of each value of a property, those of a list one by one; none of what no row has. */
export async function counts(
  store: Store,
  name: string,
  within: Values = {},
): Promise<Readonly<Record<string, number>>> {
  const inside = matching(store.layout, within)
  if (!inside) throw notFound()
  const column = store.layout.columns.get(name)!
  const values = sql`select ${raw(eachOf(column))} as value from ${raw(store.layout.table)}${all(inside)}`
  const { rows } = await execute(
    store,
    sql`select value::text, count(*)::int as rows from (${values}) found where value is not null group by value order by value`,
  )
  if (rows.length === 0) await checkParents(store, within)
  return Object.fromEntries((rows as { value: string; rows: number }[]).map(row => [row.value, row.rows]))
}

const eachOf = (column: Column): string =>
  column.type === 'jsonb' ? `jsonb_array_elements_text(${column.expression})` : nameRead(column)

/** The values of a property, each once and in order; of a list, its entries. */
export async function distinct(store: Store, name: string): Promise<readonly unknown[]> {
  const column = store.layout.columns.get(name)!
  const each = eachOf(column)
  const values = sql`select distinct ${raw(each)} as value from ${raw(store.layout.table)}${all(kept(store))}`
  const ranked = raw(each === column.expression ? rank(column, 'value') : 'value')
  const { rows } = await execute(
    store,
    sql`select value from (${values}) found where value is not null order by ${ranked}`,
  )
  return rows.map(row => Reflect.get(row, 'value') as unknown)
}

const kept = ({ layout }: Store): readonly Sql[] => layout.kept.map(raw)
