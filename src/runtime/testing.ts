import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { Migrator } from '@mikro-orm/migrations'
import type { MikroORM } from '@mikro-orm/postgresql'
import { keepFile, type FileDescription } from './files/index.ts'
import { seeingAll } from './identity/viewer.ts'
import { layoutOf } from './table/layout.ts'
import { list } from './table/read.ts'
import { isFile } from './table/select.ts'
import type { Store } from './table/store.ts'
import { insertMany } from './table/insert-many.ts'
import { insert } from './table/write.ts'

type Values = Readonly<Record<string, unknown>>

/** Rows as a scenario states them; what it leaves out comes from the model, `id` and times included. */
export async function insertRows(
  orm: MikroORM,
  entityName: string,
  rows: readonly Values[],
): Promise<readonly object[]> {
  const store = storeOf(orm, entityName)
  const stored = await Promise.all(rows.map(row => withFiles(orm, entityName, row)))
  const [only] = stored
  const made = await seeingAll(async () =>
    rows.length === 1 && only ? [await insert(store, only)] : insertMany(store, stored),
  )
  const { key, meta, table } = store.layout
  const serial = meta.props.find(({ name, autoincrement }) => name === key.name && autoincrement)
  // rows that are made next are not given numbers that these have taken
  if (serial && rows.some(row => row[key.name] !== undefined))
    await orm.em.execute(
      `select setval(pg_get_serial_sequence(?, ?), greatest((select max(${key.expression}) from ${table}), 1))`,
      [meta.tableName, serial.fieldNames[0]],
    )
  return made
}

/** The row with ids in place of its files, which are stored. */
async function withFiles(orm: MikroORM, entityName: string, row: Values): Promise<Values> {
  const { columns } = layoutOf(orm.getMetadata().getByClassName(entityName))
  const entries = Object.entries(row).map(async ([name, value]) => {
    const column = columns.get(name)
    if (!column || !isFile(column) || typeof value !== 'object' || value === null) return [name, value] as const
    const { base64, ...told } = value as FileDescription & { readonly base64: string }
    return [name, await keepFile(orm.em, told, Readable.from([Buffer.from(base64, 'base64')]))] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

/** The rows that hold all of `where`, with what is hidden; `null` is an empty column. */
export async function findRows(orm: MikroORM, entityName: string, where: Values): Promise<readonly object[]> {
  const store = storeOf(orm, entityName)
  const { layout } = store
  return await seeingAll(() => list({ ...store, layout: { ...layout, visible: layout.parts } }, where))
}

/** The statements on one entity, with rows referred to by key. */
function storeOf(orm: MikroORM, entityName: string): Store {
  const layout = layoutOf(orm.getMetadata().getByClassName(entityName))
  return { em: orm.em, layout, search: [], filter: {}, order: [], keep: [], needs: [], refusals: {}, byKey: true }
}

export interface MigrationDiff {
  readonly up: readonly string[]
  readonly down: readonly string[]
  /** To be committed, and given the next time. */
  readonly snapshot: unknown
}

/**
 * The statements that lead from the schema of `snapshot` to the entities, and back. Needs no database, asks no clock:
 * the same entities give the same text. Without a snapshot everything is new.
 */
export async function migrationDiff(orm: MikroORM, snapshot: unknown = EMPTY): Promise<MigrationDiff> {
  const fromSchema = await readSnapshot(orm, snapshot)
  const { up, down } = await orm.schema.getUpdateSchemaMigrationSQL({ wrap: false, fromSchema })
  return {
    up: statements(up),
    down: statements(down),
    snapshot: JSON.parse(JSON.stringify(orm.schema.getTargetSchema())),
  }
}

/**
 * What the database has: `books`, `books.title`, and the names of constraints and indexes, `books:books_title_unique`.
 */
export async function existing(orm: MikroORM): Promise<readonly string[]> {
  const rows = await orm.em.execute<{ name: string }[]>(
    `select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'
     union select tablename || ':' || indexname from pg_indexes where schemaname = 'public'
     union select relname || ':' || conname from pg_constraint join pg_class on pg_class.oid = conrelid
     union select tablename from pg_tables where schemaname = 'public'`,
  )
  return rows.map(({ name }) => name)
}

const EMPTY = { namespaces: ['public'], name: 'public', tables: [], nativeEnums: {} }

/** MikroORM knows how to read a snapshot, but only from the folder that it is configured for: so it is given one. */
async function readSnapshot(orm: MikroORM, snapshot: unknown) {
  const folder = await mkdtemp(join(tmpdir(), 'brine-snapshot-'))
  const settings = orm.config.get('migrations')
  try {
    await writeFile(join(folder, 'snapshot.json'), JSON.stringify(snapshot))
    const { migrationsList: _, ...others } = settings
    const path = { path: folder, pathTs: folder, emit: 'ts', snapshot: true, snapshotName: 'snapshot' } as const
    orm.config.set('migrations', { ...others, ...path })
    return await new SnapshotReader(orm.em).getSchemaFromSnapshot()
  } finally {
    orm.config.set('migrations', settings)
    await rm(folder, { recursive: true })
  }
}

class SnapshotReader extends Migrator {
  // protected over there
  override getSchemaFromSnapshot() {
    return super.getSchemaFromSnapshot()
  }
}

/** One per entry: they end with the line, but a quoted text may have lines of its own. */
function statements(text: string): readonly string[] {
  const found: string[] = []
  let open = ''
  for (const line of text.split('\n')) {
    open = open ? `${open}\n${line}` : line
    if (!open.endsWith(';') || open.split(`'`).length % 2 === 0) continue
    found.push(open)
    open = ''
  }
  return found
}
