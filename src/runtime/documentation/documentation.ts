import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Context, Middleware, Next } from 'koa'
import { answerAsset, isAsset } from './assets.ts'
import { pages, policy } from './pages.ts'

/**
 * The API's own documentation: `/api/openapi.json`, and its pages `/api/docs` (Swagger UI) and `/api/redoc` (ReDoc). Nothing
 * is fetched from elsewhere. Stands after the routes, so that a route of the same path has precedence.
 *
 * @param on nothing is answered when it is false
 * @param service `import.meta.url` of the file that `openapi.json` lies beside
 * @example app.use(documentation(config.API_DOCS, import.meta.url))
 */
export function documentation(on: boolean, service: string): Middleware {
  const file = fileURLToPath(new URL('openapi.json', service))
  return async (ctx, next) => {
    if (!on || !ctx.path.startsWith('/api/') || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) return next()
    const path = ctx.path.slice('/api/'.length)
    if (path === 'openapi.json') return answerDocument(ctx, next, file)
    if (isAsset(path)) return answerAsset(ctx, path)
    const page = pages.get(path)
    if (page === undefined) return next()
    ctx.set('Content-Security-Policy', policy)
    ctx.set('X-Content-Type-Options', 'nosniff')
    ctx.set('Referrer-Policy', 'no-referrer')
    ctx.type = 'html'
    ctx.body = page
  }
}

async function answerDocument(ctx: Context, next: Next, file: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return void (await next())
  ctx.type = 'application/json'
  ctx.set('Cache-Control', 'no-cache')
  ctx.body = text
}
