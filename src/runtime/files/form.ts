import type { Readable } from 'node:stream'
import busboy from 'busboy'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Context, Middleware } from 'koa'
import { invalid, problem, Problem } from '../http/problem.ts'
import { fieldError } from '../schema/messages.ts'
import { bytesIn, ReceivedFile, type FileRules } from './file.ts'
import { isPlausible, sniffed } from './sniff.ts'
import { forgetFiles, keepFile } from './store.ts'

const PARTS = 100
const TEXT = 1024 * 1024 // bytes of all that is no file, as of any other body
const LINGER = 5_000 // milliseconds

interface Files {
  readonly em: EntityManager
  readonly received: string[]
}

/** Lets bodies have files: `app.use(takesFiles(orm.em))`. What a request has brought goes again where it fails after all. */
export const takesFiles =
  (em: EntityManager): Middleware =>
  async (ctx, next) => {
    const files: Files = { em, received: [] }
    ctx.state['files'] = files
    try {
      await next()
    } catch (error) {
      await forgetFiles(em, files.received)
      throw error
    }
  }

export const isForm = (ctx: Context): boolean => /^multipart\/form-data\s*(;|$)/i.test(ctx.get('Content-Type'))

/**
 * The fields of a form. Its files are stored while they are read, and are `ReceivedFile`s. Where one file is asked for its part
 * may have any name.
 *
 * @throws {Problem} 400 when the form is malformed, 413 when it or a file is too large, 415 for a file of another type, 422 for
 * an empty file or one that nothing asks for
 */
export async function readForm(ctx: Context, files: ReadonlyMap<string, FileRules>): Promise<Record<string, unknown>> {
  const { em, received } = ctx.state['files'] as Files // as `takesFiles` has put there
  const fields: Record<string, unknown> = {}
  let text = 0
  let problems: unknown
  const parser = parserFor(ctx)
  const work: Promise<void>[] = []
  await new Promise<void>(resolve => {
    const fail = (error: unknown) => {
      problems ??= error
      ctx.req.unpipe(parser)
      parser.removeAllListeners().on('error', () => undefined)
      parser.destroy()
      discard(ctx)
      resolve()
    }
    parser.on('field', (name, value, { nameTruncated, valueTruncated }) => {
      text += Buffer.byteLength(name) + Buffer.byteLength(value)
      if (nameTruncated || valueTruncated || text > TEXT) fail(tooLarge('The fields of a form have at most 1 MB.'))
      else if (Object.hasOwn(fields, name)) fail(malformed(`${name} comes twice.`))
      else fields[name] = value
    })
    parser.on('file', (part, stream, { filename, mimeType }) => {
      const name = files.size === 1 && !files.has(part) ? [...files.keys()][0]! : part
      const rules = files.get(name)
      stream.on('error', () => undefined) // the form as a whole says so
      if (!rules || Object.hasOwn(fields, name)) return fail(invalid(fieldError(part, 'unknown_field')))
      fields[name] = undefined
      const storing = receive(em, stream, name, rules, { filename, mimeType }).then(id => {
        received.push(id)
        fields[name] = new ReceivedFile(id)
      })
      work.push(storing.catch(fail))
      return undefined
    })
    parser.on('partsLimit', () => fail(tooLarge(`A form has at most ${PARTS} parts.`)))
    parser.on('error', () => fail(malformed('The form is not valid: it ends early, or is no multipart/form-data.')))
    parser.on('close', () => resolve())
    ctx.req.once('close', () => ctx.req.complete || fail(malformed('The body ended early.')))
    ctx.req.pipe(parser)
  })
  await Promise.all(work)
  if (problems !== undefined) throw problems
  return fields
}

function parserFor(ctx: Context): busboy.Busboy {
  const limits = { parts: PARTS, fieldNameSize: 200, fieldSize: TEXT, headerPairs: 20 }
  try {
    return busboy({ headers: ctx.req.headers, limits, defParamCharset: 'utf8' })
  } catch {
    throw malformed('The form names no boundary of its parts.')
  }
}

interface Part {
  readonly filename: string | undefined
  readonly mimeType: string
}

async function receive(
  em: EntityManager,
  stream: Readable,
  field: string,
  { max = '10 MB', types }: FileRules,
  { filename = '', mimeType }: Part,
): Promise<string> {
  const content = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  const first = await startOf(content)
  if (first.length === 0) throw invalid(fieldError(field, 'empty_file'))
  const type = mimeType === 'application/octet-stream' ? (sniffed(first) ?? mimeType) : mimeType
  if (types && !(types.some(one => matches(type, one)) && isPlausible(type, first)))
    throw problem('unsupported_media_type', `${field} is one of ${types.join(', ')}.`)
  return keepFile(em, { name: plainName(filename) || field, type }, limited(field, first, content, max))
}

/** As much as tells what it is. */
async function startOf(content: AsyncIterator<Buffer>): Promise<Buffer> {
  let start = Buffer.alloc(0)
  while (start.length < 16) {
    const { done, value } = await content.next()
    if (done) break
    start = Buffer.concat([start, value])
  }
  return start
}

async function* limited(
  field: string,
  first: Buffer,
  rest: AsyncIterator<Buffer>,
  max: string,
): AsyncGenerator<Buffer> {
  const limit = bytesIn(max)
  let size = 0
  for (let part = first; ;) {
    size += part.length
    if (size > limit) throw tooLarge(`${field} has at most ${max}.`)
    yield part
    const { done, value } = await rest.next()
    if (done) return
    part = value
  }
}

/** `image/png` is an `image/*`. */
const matches = (type: string, one: string): boolean =>
  one.endsWith('/*') ? type.startsWith(one.slice(0, -1)) : type === one

const plainName = (name: string): string =>
  name
    .replace(/^.*[/\\]/s, '')
    .replace(/\p{Cc}/gu, '')
    .slice(0, 255)

/** What is left is read and dropped for a while, so that the client, still sending, comes to hear the answer. */
function discard({ req }: Context): void {
  if (req.complete || req.destroyed) return
  req.resume()
  const timer = setTimeout(() => req.socket.destroy(), LINGER).unref()
  req.once('close', () => clearTimeout(timer))
}

const tooLarge = (detail: string): Problem => problem('payload_too_large', detail)
const malformed = (detail: string): Problem => problem('malformed_body', detail)
