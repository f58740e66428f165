import type { ServedRoute } from './messages.ts'

interface Layer {
  readonly methods: readonly string[]
  readonly path: string | RegExp
}

/**
 * The routes of the routers that an application is made of. Their middleware carries them as `router`; of a path that is
 * an expression nothing can be said.
 */
export function servedRoutes(middleware: readonly unknown[] = []): readonly ServedRoute[] {
  return middleware.flatMap(layersOf).flatMap(({ methods, path }) =>
    typeof path === 'string'
      ? // HEAD comes along with each GET
        methods.filter(method => method !== 'HEAD').map(method => ({ method, path: path.replace(/(?<=.)\/$/, '') }))
      : [],
  )
}

function layersOf(middleware: unknown): readonly Layer[] {
  if (typeof middleware !== 'function' || !('router' in middleware)) return []
  const { stack } = middleware.router as { readonly stack?: unknown } // what it is called by every version of the router
  return Array.isArray(stack) ? stack.filter(isLayer) : []
}

const isLayer = (it: unknown): it is Layer =>
  typeof it === 'object' && it !== null && 'methods' in it && Array.isArray(it.methods) && 'path' in it
