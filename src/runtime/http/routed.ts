import type Router from '@koa/router'
import type { Context, Middleware, Next } from 'koa'
import { versionOfApi } from '../versions/current.ts'
import { dispatcher } from './dispatch.ts'
import { problem } from './problem.ts'

/**
 * The routes of `router`, and what HTTP asks for around them: HEAD where there is GET, OPTIONS with `Allow`,
 * 405 with `Allow` for a path that is known by other methods only.
 */
export function routed(router: Router): Middleware {
  const dispatch = dispatcher(router)
  const middleware: Middleware = (ctx, next) => {
    const found = versionOfApi(ctx)?.withheld ? undefined : dispatch(ctx)
    return found ? found(ctx, next) : unmatched(ctx, next, router)
  }
  // as the router's own middleware has it: whoever asks what is served finds it there
  return Object.assign(middleware, { router })
}

async function unmatched(ctx: Context, next: Next, router: Router): Promise<void> {
  const { path, route } = router.match(ctx.path, ctx.method)
  const withheld = versionOfApi(ctx)?.withheld === true
  const allowed = [...new Set(path.flatMap(layer => layer.methods))].filter(one => !withheld || one !== ctx.method)
  if ((route && !withheld) || allowed.length === 0) return void (await next())
  const allow = [...allowed, 'OPTIONS'].join(', ')
  if (ctx.method !== 'OPTIONS') {
    throw problem('method_not_allowed', `${ctx.method} is not allowed here.`, { headers: { Allow: allow } })
  }
  ctx.status = 204
  ctx.set('Allow', allow)
}
