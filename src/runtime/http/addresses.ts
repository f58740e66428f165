import type { Context, Middleware } from 'koa'
import { ownAddress } from '../versions/current.ts'

/**
 * Where the service is reached from outside, for addresses that it gives out; without one, they begin as the request's
 * own address does.
 *
 * @example app.use(publicUrl(config.PUBLIC_URL))
 */
export const publicUrl =
  (url?: string): Middleware =>
  (ctx, next) => {
    ctx.state['publicUrl'] = url?.replace(/\/+$/, '')
    return next()
  }

/** Properties that hold an absolute address, by path, each with the path that it leads to: `{ url: '/api/v1/books/:id' }`. */
export type Addresses = Readonly<Record<string, string>>

/** The row with its absolute addresses. */
export function addressed(ctx: Context, addresses: Addresses | undefined, row: unknown): unknown {
  if (!addresses || typeof row !== 'object' || row === null) return row
  const start = (ctx.state['publicUrl'] as string | undefined) ?? `${ctx.protocol}://${ctx.host}`
  return Object.entries(addresses).reduce(
    (whole, [name, path]) => placed(whole, name.split('.'), start + ownAddress(ctx, fill(path, row, ctx['params']))),
    row,
  )
}

/** The object with a value at a path inside of it. */
function placed(object: object, [head = '', ...rest]: readonly string[], value: unknown): object {
  const inner: unknown = Reflect.get(object, head)
  if (inner === null) return object // what is not there has no address
  const known = typeof inner === 'object' && inner !== null ? inner : {}
  return { ...object, [head]: rest.length > 0 ? placed(known, rest, value) : value }
}

/** A path with what its parameters stand for: `:id` is a part of one of the sources. */
export const fill = (template: string, ...sources: readonly unknown[]): string =>
  template.replaceAll(/:([\w-]+(?:\.[\w-]+)*)/g, (_, path: string) => {
    const found = sources.map(source => at(source, path.split('.'))).find(value => value !== undefined)
    return typeof found === 'string' || typeof found === 'number' ? encodeURIComponent(found) : ''
  })

const at = (source: unknown, steps: readonly string[]): unknown =>
  steps.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined),
    source,
  )
