import { FOREIGN_KEY, isDatabaseError } from '../database/errors.ts'
import { invalid } from '../http/problem.ts'
import { fieldError } from '../schema/messages.ts'
import { layoutOf, type Collection } from './layout.ts'
import { targetOf } from './select.ts'
import { quote, raw, sql } from './sql.ts'
import { execute, type Store, type Values } from './store.ts'
import { insert } from './write.ts'

/** Writes the list of the row with this key, in the transaction of the caller. @param anew whether what is there goes first */
export function writeCollection(
  store: Store,
  collection: Collection,
  key: unknown,
  list: readonly unknown[],
  place: string,
  anew: boolean,
): Promise<void> {
  const write = collection.kind === 'references' ? writeReferences : writeChildren
  return write(store, collection, key, list, place, anew)
}

const writeReferences: typeof writeCollection = async (store, { name, property }, key, list, place, anew) => {
  const table = raw(quote(property.pivotTable))
  const [own, other] = [raw(quote(property.joinColumns[0]!)), raw(quote(property.inverseJoinColumns[0]!))]
  const type = raw(layoutOf(targetOf(property)).key.type)
  if (anew) await execute(store, sql`delete from ${table} where ${own} = ${key}`)
  const ids = [...new Set(list)]
  if (ids.length === 0) return
  try {
    await execute(store, sql`insert into ${table} (${own}, ${other}) select ${key}, unnest(${ids}::${type}[])`)
  } catch (error) {
    if (isDatabaseError(error) && error.code === FOREIGN_KEY) throw invalid(fieldError(place + name, 'absent'))
    throw error
  }
}

const writeChildren: typeof writeCollection = async (store, { name, property }, key, list, place, anew) => {
  const layout = layoutOf(targetOf(property))
  const parent = layout.columns.get(property.mappedBy)!
  if (anew) await execute(store, sql`delete from ${raw(layout.table)} where ${raw(parent.expression)} = ${key}`)
  const within = { [parent.name]: key }
  // one by one: children have children, defaults and stamps of their own
  for (const [index, fields] of list.entries()) {
    await insert({ ...store, layout }, fields as Values, within, `${place}${name}.${index}.`)
  }
}
