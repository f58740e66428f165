import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import type { Context } from 'koa'
import { parseExact } from '../exact.ts'
import { problem } from './problem.ts'

const LIMIT = 1024 * 1024 // bytes

/**
 * The JSON that the client sent, `undefined` when it sent nothing. Read when first asked for, so that what stands
 * before (who may?) answers first; kept in `ctx.request.body`, where a body parser would leave it as well.
 *
 * @throws {Problem} 413 above 1 MB, 415 when it is not JSON in UTF-8, 400 when it does not parse
 */
export async function readBody(ctx: Context, { forms = false } = {}): Promise<unknown> {
  const request = ctx.request as typeof ctx.request & { body?: unknown }
  if (!('body' in request)) request.body = hasBody(ctx.req) ? await readAs(ctx.req, forms) : undefined
  return request.body
}

async function readAs(request: IncomingMessage, forms: boolean): Promise<unknown> {
  const isForm = forms && /^application\/x-www-form-urlencoded\s*(;|$)/i.test(request.headers['content-type'] ?? '')
  const bytes = await read(request, isForm)
  return isForm ? Object.fromEntries(new URLSearchParams(bytes.toString())) : parse(bytes)
}

const hasBody = ({ headers }: IncomingMessage) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

async function read(request: IncomingMessage, isForm: boolean): Promise<Buffer> {
  const { headers } = request
  if (Number(headers['content-length'] ?? 0) > LIMIT) throw tooLarge()
  const chunks: Buffer[] = []
  await new Promise<void>((resolve, reject) => {
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= LIMIT) return chunks.push(chunk)
      request.removeAllListeners('data').pause()
      return reject(tooLarge())
    })
    request.once('end', resolve)
    request.once('error', () => reject(problem('malformed_body', 'The body ended early.')))
  })
  if (chunks.length > 0 && !isForm && !isJson(headers)) {
    throw problem('unsupported_media_type', 'Send application/json.', { headers: { Accept: 'application/json' } })
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
}

// what is left of the body is not worth reading, so the connection ends with the answer
const tooLarge = () => problem('payload_too_large', 'A body has at most 1 MB.', { headers: { Connection: 'close' } })

function isJson({ 'content-type': type = '', 'content-encoding': encoding = 'identity' }: IncomingMessage['headers']) {
  const [, charset = 'utf-8'] = /;\s*charset="?([^\s;"]+)/i.exec(type) ?? []
  return /^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type) && /^utf-?8$/i.test(charset) && encoding === 'identity'
}

function parse(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined
  if (!isUtf8(bytes)) throw problem('malformed_body', 'The body is not UTF-8.')
  try {
    return parseExact(bytes.toString())
  } catch {
    throw problem('malformed_body', 'The body is not valid JSON.')
  }
}
