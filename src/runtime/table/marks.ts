import { get } from './read.ts'
import { notFound } from '../http/problem.ts'
import { quote, raw, sql, VIEWER } from './sql.ts'
import { execute, type Store, type Values } from './store.ts'
import { all, matching } from './where.ts'

/** Joins the row with whom the request is signed in as, once. @throws {Problem} 404 */
export async function mark(store: Store, key: Values, name: string): Promise<object> {
  const { pivot, own, far, row } = sides(store, key, name)
  await execute(
    store,
    sql`insert into ${pivot} (${own}, ${far}) select ${row.id}, ${row.viewer} from ${row.where} on conflict do nothing`,
  )
  return get(store, key)
}

/** Parts the two again. @throws {Problem} 404 */
export async function unmark(store: Store, key: Values, name: string): Promise<object> {
  const { pivot, own, far, row } = sides(store, key, name)
  await execute(
    store,
    sql`delete from ${pivot} where ${own} in (select ${row.id} from ${row.where}) and ${far} = ${row.viewer}`,
  )
  return get(store, key)
}

function sides({ layout }: Store, key: Values, name: string) {
  const { property } = layout.collections.get(name)!
  const conditions = matching(layout, key)
  if (!conditions) throw notFound()
  return {
    pivot: raw(quote(property.pivotTable)),
    own: raw(quote(property.joinColumns[0]!)),
    far: raw(quote(property.inverseJoinColumns[0]!)),
    row: {
      id: raw(layout.key.expression),
      viewer: raw(VIEWER),
      where: sql`${raw(layout.table)}${all(conditions)}`,
    },
  }
}
