import { notFound } from '../http/problem.ts'
import type { ListQuery } from '../schema/list-query.ts'
import { layoutOf } from './layout.ts'
import { selection } from './select.ts'
import { raw, sql, type Sql } from './sql.ts'
import { execute, type Store, type Values } from './store.ts'
import type { Page } from './types.ts'
import { couldBe } from './values.ts'
import { all, matching, ordering, searching } from './where.ts'

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

/** @throws {Problem} 404 when the page is empty because a parent that `within` names does not exist */
export async function page(store: Store, query: ListQuery, within: Values = {}): Promise<Page<object>> {
  const { limit, offset } = query
  const inside = matching(store.layout, within)
  if (!inside) throw notFound()
  const conditions = [...inside, ...asked(store, query)]
  const order = raw(ordering(store.layout, query.sort.length > 0 ? query.sort : store.order))
  const { rows } = await execute(store, sql`${source(store)}${all(conditions)}${order} limit ${limit} offset ${offset}`)
  // the last page tells by itself how many there are
  const isLast = rows.length < limit && (rows.length > 0 || offset === 0)
  const found = isLast ? offset + rows.length : await total(store, conditions)
  if (found === 0) await checkParents(store, within)
  return { items: rows, total: found, limit, offset }
}

function asked({ layout, filter, search }: Store, { where, q }: ListQuery): readonly Sql[] {
  const conditions: Sql[] = []
  for (const [name, value] of Object.entries(where)) {
    const own = filter[name]
    // a filter is written for what its parameter's schema lets through
    if (own) conditions.push(sql`(${own(value as never)})`)
    else conditions.push(...(matching(layout, { [name]: value }) ?? [raw('false')]))
  }
  if (q?.trim()) conditions.push(searching(layout, search, q))
  return conditions
}

const source = ({ layout }: Store) => raw(`select ${selection(layout)} from ${layout.table}`)

async function total(store: Store, conditions: readonly Sql[]): Promise<number> {
  const counting = raw(`select count(*)::int as total from ${store.layout.table}`)
  const { rows } = await execute(store, sql`${counting}${all(conditions)}`)
  return (rows[0] as { total: number }).total
}

async function checkParents(store: Store, within: Values): Promise<void> {
  for (const [name, value] of Object.entries(within)) {
    const { targetMeta } = store.layout.columns.get(name)?.property ?? {}
    if (!targetMeta) continue
    const { key, table } = layoutOf(targetMeta)
    const exists =
      couldBe(key, value) &&
      (await execute(store, sql`${raw(`select 1 from ${table} where ${key.expression}`)} = ${value}`))
    if (!exists || exists.rows.length === 0) throw notFound()
  }
}
