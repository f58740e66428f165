import type Router from '@koa/router'
import type { Context, Middleware, Next } from 'koa'

type Layer = Router['stack'][number]
type Composed = (ctx: Context, next: Next) => Promise<unknown>

/**
 * What `router.routes()` does for a request, worked out once for each route and not for each request: which of its layers
 * could match, and the chain of those that do. It gives that chain, undefined where no route matches. A router that is for
 * some hosts only, or takes one of several routes, decides by itself.
 */
export function dispatcher(router: Router): (ctx: Context) => Composed | undefined {
  if (router.host !== undefined || router.exclusive) return ctx => byItself(router, ctx)
  let size = -1
  let known: Known = new Map()
  let chains = new Map<string, Composed>()
  return ctx => {
    if (size !== router.stack.length) {
      size = router.stack.length
      known = candidates(router.stack)
      chains = new Map()
    }
    const { path, method } = ctx
    let [name, isRoute] = ['', false]
    const found: Layer[] = []
    for (const [place, layer] of candidatesOf(known, path)) {
      const isMiddleware = layer.methods.length === 0
      if ((!isMiddleware && !layer.methods.includes(method)) || !layer.match(path)) continue
      isRoute ||= !isMiddleware
      found.push(layer)
      name += `${place} `
    }
    if (!isRoute) return undefined
    let composed = chains.get(name)
    if (!composed) chains.set(name, (composed = chain(ctx, found)))
    return composed
  }
}

function byItself(router: Router, { path, method, host }: Context): Composed | undefined {
  if (!router.matchHost(host) || !router.match(path, method).route) return undefined
  return router.routes() as unknown as Composed // which adds to the context what it needs
}

function chain(ctx: Context, layers: readonly Layer[]): Composed {
  // Koa has it on every application; its types do not know that
  const { compose } = ctx.app as unknown as { compose: (middleware: readonly Middleware[]) => Composed }
  // the layers' middleware is typed for a context that the router has added to
  return compose(layers.flatMap(layer => [entering(layer), ...(layer.stack as unknown as readonly Middleware[])]))
}

/** Tells the middleware of a route what the router would: its parameters, and how it is written. */
const entering =
  (layer: Layer): Middleware =>
  (ctx, next) => {
    const captures = layer.captures(ctx.path)
    const params = layer.params(ctx.path, captures, ctx['params'] as Record<string, string> | undefined)
    Object.assign(ctx.request, { params })
    ctx['captures'] = captures
    ctx['params'] = params
    ctx['routerPath'] = ctx['_matchedRoute'] = layer.path
    return next()
  }

/** By how a path begins, the layers that could match, with their places among all of them. */
type Known = ReadonlyMap<string, readonly (readonly [number, Layer])[]>

const NONE: readonly (readonly [number, Layer])[] = []

function candidatesOf(known: Known, path: string): readonly (readonly [number, Layer])[] {
  let found = known.get('') ?? NONE
  for (let end = path.indexOf('/', 1); ; end = path.indexOf('/', end + 1)) {
    const inner = known.get((end < 0 ? path : path.slice(0, end)).toLowerCase())
    if (!inner) return found
    found = inner
    if (end < 0) return found
  }
}

function candidates(stack: readonly Layer[]): Known {
  const leads = stack.map(leadOf)
  const beginnings = new Set(['', ...leads.flatMap(beginningsOf)])
  const isUnder = (path: string, lead: string) => path === lead || path.startsWith(`${lead}/`)
  return new Map(
    [...beginnings].map(path => [path, [...stack.entries()].filter(([place]) => isUnder(path, leads[place]!))]),
  )
}

/** A part of a path that stands for nothing but itself, in whatever case. */
const LITERAL = /^[\w.~-]+$/

/** The parts that a path begins with in any case: `/api/v1/books` of `/api/v1/books/:id`. */
function leadOf({ path }: Layer): string {
  const parts = typeof path === 'string' ? path.split('/').slice(1) : []
  const end = parts.findIndex(part => !LITERAL.test(part))
  const literal = end < 0 ? parts : parts.slice(0, end)
  return literal.map(part => `/${part.toLowerCase()}`).join('')
}

const beginningsOf = (lead: string): readonly string[] =>
  lead
    .split('/')
    .slice(1)
    .map((_, index, parts) => `/${parts.slice(0, index + 1).join('/')}`)
