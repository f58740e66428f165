import { Readable } from 'node:stream'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Context } from 'koa'
import { run } from '../database/run.ts'
import { ifNoneMatch } from '../http/etags.ts'
import type { FileDescription } from './stored-file.ts'

interface Stored extends FileDescription {
  readonly id: string
  readonly digest: string
}

/** A file that is there: an action that returns it answers with its content. */
export class StoredContent {
  readonly #em: EntityManager
  readonly #file: Stored

  constructor(em: EntityManager, file: Stored) {
    this.#em = em
    this.#file = file
  }

  /** Its content, a chunk at a time: no connection is held while the client reads. */
  async *chunks(): AsyncGenerator<Buffer> {
    const { id, size } = this.#file
    let sent = 0
    for (let n = 0; sent < size; n++) {
      const { rows } = await run(this.#em, 'select bytes from file_chunks where file_id = $1 and n = $2', [id, n])
      const [chunk] = rows as { bytes: Buffer }[]
      if (!chunk) throw new Error('The file was removed while it was read.')
      sent += chunk.bytes.length
      yield chunk.bytes
    }
  }

  /** Answers with the content, or with 304 where the client has it. */
  send(ctx: Context): void {
    const { name, type, size, digest } = this.#file
    ctx.set('ETag', `"${digest}"`)
    ctx.set('X-Content-Type-Options', 'nosniff')
    ctx.set('Content-Disposition', disposition(name, type))
    ctx.body = Readable.from(this.chunks(), { objectMode: false })
    ctx.set('Content-Type', type)
    ctx.length = size
    ifNoneMatch(ctx)
  }
}

/** Shown by browsers as it is, since there is nothing in it that a browser would run. */
const harmless = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'text/plain', 'text/csv'])

/** RFC 6266: the name in ASCII, and as it is where that differs. */
function disposition(name: string, type: string): string {
  const kind = harmless.has(type) ? 'inline' : 'attachment'
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const whole = encodeURIComponent(name).replace(/['()*]/g, sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  return `${kind}; filename="${plain}"${plain === name ? '' : `; filename*=UTF-8''${whole}`}`
}
