import type { Context, Middleware } from 'koa'
import type { CursorQuerySchema } from '../schema/cursor-query.ts'
import type { ListQuery, ListQuerySchema } from '../schema/list-query.ts'
import type { Page, Slice } from '../table/types.ts'
import { askedPath, versionOfApi } from '../versions/current.ts'
import { addressed } from './addresses.ts'
import { only, read, shownIn, type Handler, type Input, type Shape } from './action.ts'
import { cursorLinks, links } from './links.ts'
import { setHeader } from './set-header.ts'

interface PageShape extends Shape {
  readonly query: ListQuerySchema
  /** The body made of a page; `{ items, total, limit, offset }` when nothing is said. */
  readonly as?: (page: Page<object>) => unknown
  /** The header that says how many rows there are on all pages. */
  readonly counted?: string
}

interface SliceShape extends Shape {
  readonly query: CursorQuerySchema
  /** The body made of it; `{ items, limit, next }` when nothing is said. */
  readonly as?: (slice: Shown) => unknown
}

interface Shown extends Pick<Slice<object>, 'items' | 'limit' | 'total'> {
  /** The path of the next page. */
  readonly next: string | null
  /** What its parameter is there. */
  readonly cursor: string | null
}

/**
 * A Koa handler for a list: what the query asks for, in an envelope, with `Link` to the pages around.
 * `?fields=` is done here, so that services see whole rows.
 *
 * @example listing({ query: BookQuery }, ({ query }) => books.list(query))
 */
export function listing<const S extends PageShape>(
  shape: S,
  run: (input: Input<S>) => Promise<Page<object>>,
): Handler<S>
export function listing<const S extends SliceShape>(
  shape: S,
  run: (input: Input<S>) => Promise<Slice<object>>,
): Handler<S>
export function listing<S extends PageShape | SliceShape>(
  shape: S,
  run: (input: Input<S>) => Promise<Page<object> | Slice<object>>,
): Handler<S> {
  const handler: Middleware = async ctx => {
    const input = await read(shape, ctx)
    const found = await run(input)
    const { fields } = input.query as ListQuery
    const items = found.items.map(item => shownIn(ctx, only(addressed(ctx, shape.addresses, item), fields)) as object)
    ctx.status = shape.status ?? 200
    if ('counted' in shape && shape.counted !== undefined && found.total !== undefined)
      ctx.set(shape.counted, String(found.total))
    ctx.body =
      'offset' in found
        ? bodyOfPage(ctx, shape as PageShape, { ...found, items }) // by the type of `run`
        : bodyOfSlice(ctx, shape as SliceShape, { ...found, items })
  }
  return Object.assign(handler, { shape })
}

function bodyOfPage(ctx: Context, shape: PageShape, page: Page<object>): unknown {
  const { as = shape.as, paging = shape.query.paging } = versionOfApi(ctx)?.mapper ?? {}
  setHeader(ctx, 'Link', links(askedPath(ctx), ctx.querystring, paging, page))
  if (as) return as(page)
  const { items, total, limit, offset } = page
  if ('page' in paging) return { items, total, [paging.page]: offset / limit + 1, [paging.size]: limit }
  return { items, total, [paging.limit]: limit, [paging.offset]: offset }
}

function bodyOfSlice(ctx: Context, { as, query: { paging } }: SliceShape, slice: Slice<object>): unknown {
  const { header, next } = cursorLinks(askedPath(ctx), ctx.querystring, paging, slice)
  setHeader(ctx, 'Link', header)
  const { items, limit, total } = slice
  const counted = total !== undefined && { total }
  if (as) return as({ items, limit, next, cursor: slice.next ?? null, ...counted })
  return { items, ...counted, [paging.limit]: limit, next }
}
