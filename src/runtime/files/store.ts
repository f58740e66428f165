import { createHash } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { now } from '../clock.ts'
import { run } from '../database/run.ts'
import { quote } from '../table/sql.ts'
import { uuidv7 } from '../uuid.ts'
import { FileChunk, StoredFile, type FileDescription } from './stored-file.ts'

const CHUNK = 256 * 1024 // bytes

/**
 * Stores a content as it comes; of one that breaks off nothing stays. No transaction is held meanwhile: nobody can see the
 * file before a row refers to it.
 *
 * @returns the id
 */
export async function keepFile(
  em: EntityManager,
  { name, type }: Pick<FileDescription, 'name' | 'type'>,
  content: AsyncIterable<Buffer>,
): Promise<string> {
  await sweep(em)
  const id = uuidv7()
  const at = now().toISOString()
  const insert = `insert into stored_files (id, name, type, size, digest, at) values ($1, $2, $3, 0, '', $4)`
  await run(em, insert, [id, name, type, at])
  try {
    const digest = createHash('sha256')
    let size = 0
    let n = 0
    for await (const bytes of inChunks(content)) {
      await run(em, 'insert into file_chunks (file_id, n, bytes) values ($1, $2, $3)', [id, n++, bytes])
      digest.update(bytes)
      size += bytes.length
    }
    await run(em, 'update stored_files set size = $2, digest = $3 where id = $1', [id, size, digest.digest('hex')])
    return id
  } catch (error) {
    await forgetFiles(em, [id])
    throw error
  }
}

async function* inChunks(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let parts: Buffer[] = []
  let size = 0
  for await (const part of content) {
    parts.push(part)
    size += part.length
    if (size < CHUNK) continue
    yield Buffer.concat(parts)
    parts = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(parts)
}

export const forgetFiles = async (em: EntityManager, ids: readonly string[]): Promise<void> => {
  if (ids.length > 0) await run(em, 'delete from stored_files where id = any($1::uuid[])', [ids])
}

/** What a process has left behind that ended in between: files that no row refers to after a day. A few at a time. */
async function sweep(em: EntityManager): Promise<void> {
  const old = new Date(now().getTime() - 86_400_000).toISOString()
  const used = referencesIn(em).map(
    ({ table, column }) => ` and not exists (select 1 from ${quote(table)} where ${quote(column)} = stored_files.id)`,
  )
  const idle = `select id from stored_files where at < $1${used.join('')} limit 10 for update skip locked`
  await run(em, `delete from stored_files where id in (${idle})`, [old])
}

const known = new WeakMap<object, readonly { readonly table: string; readonly column: string }[]>()

/** The columns that refer to files. */
function referencesIn(em: EntityManager) {
  const metadata = em.getMetadata()
  const found =
    known.get(metadata) ??
    [...metadata.getAll().values()].flatMap(({ tableName, class: entity, props }) =>
      props.flatMap(({ targetMeta, fieldNames }) =>
        targetMeta?.class === StoredFile && entity !== FileChunk ? [{ table: tableName, column: fieldNames[0]! }] : [],
      ),
    )
  known.set(metadata, found)
  return found
}
