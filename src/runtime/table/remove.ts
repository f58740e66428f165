import { now } from '../clock.ts'
import { transaction } from '../database/run.ts'
import { conflict, notFound } from '../http/problem.ts'
import { explainRemoval } from './errors.ts'
import { checkParents, get } from './read.ts'
import { raw, sql, type Sql } from './sql.ts'
import { execute, type Store, type Values } from './store.ts'
import { restricting } from './trash.ts'
import { expectVersion, isOf, type Version } from './versions.ts'
import { all, matching, matchingThrown } from './where.ts'
import { guarded, one } from './write.ts'

/** @throws {Problem} 404 when there is no such row, 409 when others refer to it that do not go along, 412 as `update` */
export async function remove(store: Store, key: Values, version?: Version): Promise<void> {
  const conditions = matching(store.layout, key)
  if (conditions && (await removeAll(store, [...conditions, ...isOf(store.layout, version)])) > 0) return
  if (version) expectVersion(await get(store, key), version)
  throw notFound()
}

/** Removes the row and tells what it was. @throws {Problem} as `remove` */
export const take = (store: Store, key: Values, version?: Version): Promise<object> =>
  transaction(store.em, async () => {
    const row = await get(store, key)
    await remove(store, key, version)
    return row
  })

/** Removes every row, or those of the parent that `within` names. @throws {Problem} as `remove` */
export async function clear(store: Store, within: Values = {}): Promise<void> {
  const conditions = matching(store.layout, within)
  if (!conditions) throw notFound()
  const count = await removeAll(store, conditions)
  if (count === 0) await checkParents(store, within)
}

async function removeAll(store: Store, conditions: readonly Sql[]): Promise<number> {
  const { table, trash } = store.layout
  if (trash !== undefined) return throwAway(store, conditions)
  const { count } = await execute(store, sql`delete from ${raw(table)}${all(conditions)}`).catch(error => {
    throw explainRemoval(error)
  })
  return count
}

/** What the database would refuse of a delete has to be asked for: nothing is deleted. */
async function throwAway(store: Store, conditions: readonly Sql[]): Promise<number> {
  const { table, trash } = store.layout
  const throwing = sql`update ${raw(table)} set ${raw(trash!)} = ${now().toISOString()}${all(conditions)}`
  const keeping = restricting(store.em.getMetadata().getAll().values(), store.layout.meta)
  if (keeping.length === 0) return (await execute(store, throwing)).count
  return transaction(store.em, async () => {
    // while it is locked nobody can refer to it anew
    await execute(store, sql`select 1 from ${raw(table)}${all(conditions)} for update`)
    for (const condition of keeping) {
      const { rows } = await execute(
        store,
        sql`select 1 from ${raw(table)}${all([...conditions, raw(condition)])} limit 1`,
      )
      if (rows.length > 0) throw conflict('Others still refer to it.')
    }
    return (await execute(store, throwing)).count
  })
}

/**
 * Fetches back the row of this key that was thrown away last; one that is there stays as it is.
 *
 * @throws {Problem} 404 when there is none, 409 when something of it has been taken meanwhile
 */
export async function restore(store: Store, key: Values): Promise<object> {
  const { table, trash, key: id } = store.layout
  const thrown = matchingThrown(store.layout, key)
  if (!thrown) throw notFound()
  const last = sql`select ${raw(id.expression)} from ${raw(table)}${all(thrown)} order by ${raw(`${table}.${trash}`)} desc limit 1`
  const restoring = sql`update ${raw(table)} set ${raw(trash!)} = null where ${raw(id.expression)} = (${last})`
  const row = await guarded(store, [], '', () => one(store, restoring))
  return row ?? get(store, key)
}
