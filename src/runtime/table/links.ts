import { notFound } from '../http/problem.ts'
import type { Collection } from './layout.ts'
import { layoutOf } from './layout.ts'
import { get } from './read.ts'
import { targetOf } from './select.ts'
import { quote, raw, sql, type Sql } from './sql.ts'
import { execute, type Store, type Values } from './store.ts'
import { all, matching } from './where.ts'

/** Joins a row with another one of its many; nothing happens where they are joined. @throws {Problem} 404 for either */
export async function link(store: Store, key: Values, name: string, other: Values): Promise<void> {
  const { pivot, own, far, pairs } = sides(store, key, name, other)
  const { count } = await execute(store, sql`insert into ${pivot} (${own}, ${far}) ${pairs} on conflict do nothing`)
  if (count === 0) await checkBoth(store, key, name, other)
}

/** Parts a row from one of its many; nothing happens where they are not joined. @throws {Problem} 404 for either */
export async function unlink(store: Store, key: Values, name: string, other: Values): Promise<void> {
  const { pivot, own, far, pairs } = sides(store, key, name, other)
  const { count } = await execute(store, sql`delete from ${pivot} where (${own}, ${far}) in (${pairs})`)
  if (count === 0) await checkBoth(store, key, name, other)
}

function sides(store: Store, key: Values, name: string, other: Values) {
  const { property }: Collection = store.layout.collections.get(name)!
  const target = layoutOf(targetOf(property))
  const [here, there] = [matching(store.layout, key), matching(target, other)]
  if (!here || !there) throw notFound()
  const ids = raw(`${store.layout.key.expression}, ${target.key.expression}`)
  const tables = raw(`${store.layout.table}, ${target.table}`)
  const pairs: Sql = sql`select ${ids} from ${tables}${all([...here, ...there])}`
  return {
    pivot: raw(quote(property.pivotTable)),
    own: raw(quote(property.joinColumns[0]!)),
    far: raw(quote(property.inverseJoinColumns[0]!)),
    pairs,
  }
}

async function checkBoth(store: Store, key: Values, name: string, other: Values): Promise<void> {
  await get(store, key)
  await get({ ...store, layout: layoutOf(targetOf(store.layout.collections.get(name)!.property)) }, other)
}
