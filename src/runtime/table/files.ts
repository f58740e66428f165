import { StoredContent } from '../files/stored-content.ts'
import type { FileDescription } from '../files/stored-file.ts'
import { notFound } from '../http/problem.ts'
import { presented } from './presented.ts'
import { raw, sql } from './sql.ts'
import { execute, type Store, type Values } from './store.ts'
import { all, matching } from './where.ts'
import { change, update } from './write.ts'

/** The content of a property that is a file. @throws {Problem} 404 when there is no such row, or it has none */
export async function file(store: Store, key: Values, property: string): Promise<StoredContent> {
  const conditions = matching(store.layout, key)
  const own = store.layout.columns.get(property)!.expression
  const from = `select file.* from ${store.layout.table} join stored_files file on file.id = ${own}`
  const { rows } = conditions ? await execute(store, sql`${raw(from)}${all(conditions)}`) : { rows: [] }
  const [found] = rows as ConstructorParameters<typeof StoredContent>[1][]
  if (!found) throw notFound()
  return new StoredContent(store.em, found)
}

/** Puts a file into its property; the one that was there goes. @throws {Problem} 404, as `update` */
export async function keepFile(store: Store, key: Values, property: string, id: string): Promise<FileDescription> {
  const only = { ...store, layout: presented(store.layout, { show: [property] }) }
  const row = await update(only, key, { [property]: id })
  return Reflect.get(row, property) as FileDescription
}

/** @throws {Problem} 404 when there is no such row, or it has no file */
export async function removeFile(store: Store, key: Values, property: string): Promise<void> {
  const there = raw(`${store.layout.columns.get(property)!.expression} is not null`)
  if (!(await change(store, key, { [property]: null }, [there]))) throw notFound()
}
