import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Context } from 'koa'
import { starts } from './pages.ts'

/** Bundles of other people, as they were published, compressed; their licences lie beside. */
const bundles: ReadonlyMap<string, string> = new Map([
  ['docs/swagger-ui-bundle.js', 'swagger-ui-bundle.js.gz'],
  ['docs/swagger-ui.css', 'swagger-ui.css.gz'],
  ['redoc/redoc.standalone.js', 'redoc.standalone.js.gz'],
])

export const isAsset = (path: string): boolean => bundles.has(path) || starts.has(path)

const HOUR = 3600 // seconds

export async function answerAsset(ctx: Context, path: string): Promise<void> {
  ctx.type = extname(path)
  ctx.set('X-Content-Type-Options', 'nosniff')
  ctx.set('Cache-Control', `max-age=${HOUR}`)
  const bundle = bundles.get(path)
  ctx.body = bundle === undefined ? starts.get(path) : await content(ctx, bundle)
}

async function content(ctx: Context, bundle: string): Promise<Buffer> {
  const compressed = await readFile(new URL(`./assets/${bundle}`, import.meta.url))
  ctx.vary('Accept-Encoding')
  if (!ctx.acceptsEncodings('gzip')) return await promisify(gunzip)(compressed)
  ctx.set('Content-Encoding', 'gzip')
  return compressed
}
