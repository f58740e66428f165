import type { Context, Middleware } from 'koa'
import type { ListQuery, ListQuerySchema, Paging } from '../schema/list-query.ts'
import type { Page } from '../table/types.ts'
import { addressed } from './addresses.ts'
import { only, read, type Handler, type Input, type Shape } from './action.ts'
import { links } from './links.ts'

interface ListShape extends Shape {
  readonly query: ListQuerySchema
  /** The body made of a page; `{ items, total, limit, offset }` when nothing is said. */
  readonly as?: (page: Page<object>) => unknown
}

/**
 * A Koa handler for a list: what the query asks for, in an envelope, with `Link` to the pages around.
 * `?fields=` is done here, so that services see whole rows.
 *
 * @example listing({ query: BookQuery }, ({ query }) => books.list(query))
 */
export function listing<const S extends ListShape>(
  shape: S,
  run: (input: Input<S>) => Promise<Page<object>>,
): Handler<S> {
  const handler: Middleware = async ctx => {
    const input = await read(shape, ctx)
    const found = await run(input)
    const page = { ...found, items: found.items.map(item => addressed(ctx, shape.addresses, item) as object) }
    const { fields } = input.query as ListQuery
    const { paging } = shape.query
    ctx.set('Link', links(ctx.path, ctx.querystring, paging, page))
    respond(
      ctx,
      shape,
      fields ? { ...page, items: page.items.map(item => only(item, fields) as object) } : page,
      paging,
    )
  }
  return Object.assign(handler, { shape })
}

function respond(ctx: Context, { as, status = 200 }: ListShape, page: Page<object>, paging: Paging): void {
  ctx.status = status
  ctx.body = as ? as(page) : envelope(page, paging)
}

function envelope({ items, total, limit, offset }: Page<object>, paging: Paging) {
  if ('page' in paging) return { items, total, [paging.page]: offset / limit + 1, [paging.size]: limit }
  return { items, total, [paging.limit]: limit, [paging.offset]: offset }
}
