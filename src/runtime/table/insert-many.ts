import { guardedReferences } from '../database/always.ts'
import { isDatabaseError } from '../database/errors.ts'
import { transaction } from '../database/run.ts'
import { layoutOf } from './layout.ts'
import { goesByNames, nameOf } from './named.ts'
import { selection } from './select.ts'
import { join, raw, sql } from './sql.ts'
import { execute, type Store, type Values } from './store.ts'
import { couldBe } from './values.ts'
import { insert, newRow, type NewRow } from './write.ts'

/** All or nothing; fields that are wrong carry the place of their row, such as `0.title`. */
export const insertMany = async (store: Store, list: readonly Values[], within: Values = {}): Promise<object[]> =>
  (await atOnce(store, list, within)) ?? (await inTurn(store, list, within))

/**
 * All in one statement, for rows that take nothing but a place in their own table; undefined where they take more, and where
 * one of them is refused: then it has yet to be found which.
 */
async function atOnce(store: Store, list: readonly Values[], within: Values): Promise<object[] | undefined> {
  const { em, layout } = store
  if (list.length === 0 || em.isInTransaction() || looksAround(store)) return undefined
  const rows: NewRow[] = []
  for (const [index, fields] of list.entries()) rows.push(await newRow(store, fields, within, `${index}.`))
  if (rows.some(({ lists, needed }) => lists.length + needed.length > 0)) return undefined
  const columns = [...new Set(rows.flatMap(row => [...row.columns.keys()]))]
  if (rows.length * columns.length > MOST_PARAMETERS) return undefined
  const values = rows.map(
    row =>
      sql`(${join(
        columns.map(column => row.columns.get(column) ?? raw('default')),
        ', ',
      )})`,
  )
  const names = raw(columns.map(({ column }) => column).join(', '))
  const all = sql`insert into ${raw(layout.table)} (${names}) values ${join(values, ', ')} returning ${raw(selection(layout))}`
  try {
    return [...(await execute(store, all, 'once')).rows]
  } catch (error) {
    if (isDatabaseError(error)) return undefined
    throw error
  }
}

const MOST_PARAMETERS = 65_535 // PostgreSQL counts them in 16 bits

/** Whether rows show, refer to or are bound by others of their table: of those that come with them, they would not see any. */
function looksAround({ layout, byKey }: Store): boolean {
  const itself = new RegExp(String.raw`\b${RegExp.escape(layout.meta.tableName)}\b"?(?!["\w.])`)
  return guardedReferences(layout.meta).length > 0 || (!byKey && goesByNames(layout)) || itself.test(selection(layout))
}

/** One after the other, in one transaction. */
const inTurn = (store: Store, list: readonly Values[], within: Values): Promise<object[]> =>
  transaction(store.em, async () => {
    await lockParents(store, list, within)
    const rows: object[] = []
    for (const [index, fields] of list.entries()) rows.push(await insert(store, fields, within, `${index}.`))
    return rows
  })

/** Of several that write to the same parents none has to wait for one that waits for it. */
async function lockParents(store: Store, list: readonly Values[], within: Values): Promise<void> {
  const { meta, columns } = store.layout
  for (const name of list.length > 1 ? guardedReferences(meta) : []) {
    const reference = columns.get(name)!
    const { table, key } = layoutOf(reference.property.targetMeta!)
    const known = (within[name] === undefined && !store.byKey && nameOf(reference)) || key
    const all = [...new Set(list.map(fields => within[name] ?? fields[name]))]
    const possible = all.filter(one => one !== undefined && one !== null && couldBe(known, one))
    const type = raw(known.type)
    await execute(
      store,
      sql`select 1 from ${raw(table)} where ${raw(known.expression)} = any(${possible}::${type}[]) order by ${raw(key.expression)} for no key update`,
    )
  }
}
