import type { Middleware } from 'koa'
import { read, type Handler, type Input, type Shape } from './action.ts'
import { notFound } from './problem.ts'
import { setHeader } from './set-header.ts'

/**
 * A Koa handler that leads on to the address that `run` gives.
 *
 * @throws {Problem} 404 where there is none
 * @example redirect({ params: path('code'), status: 302 }, ({ params }) => links.follow(params.code))
 */
export function redirect<const S extends Shape & { readonly status: number }>(
  shape: S,
  run: (input: Input<S>) => Promise<string | null>,
): Handler<S> {
  const handler: Middleware = async ctx => {
    const address = await run(await read(shape, ctx))
    if (address === null) throw notFound()
    ctx.status = shape.status
    setHeader(ctx, 'Location', plain(address))
    ctx.body = ''
  }
  return Object.assign(handler, { shape })
}

/** Headers hold no spaces, no line ends and nothing beyond ASCII: those are escaped, and what is escaped stays. */
const plain = (address: string): string =>
  address.toWellFormed().replaceAll(/[^\x21-\x7e]+/g, text => encodeURIComponent(text))
