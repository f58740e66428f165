import type { Paging } from '../schema/list-query.ts'
import type { CursorPaging } from '../schema/cursor-query.ts'
import type { Page, Slice } from '../table/types.ts'

type Place = Omit<Page<unknown>, 'items'>

/**
 * The `Link` header (RFC 8288) of a page: first, prev, next and last, where there are such pages.
 * Addresses are paths with the query kept, so they hold behind any proxy.
 */
export function links(path: string, query: string, paging: Paging, { total, limit, offset }: Place): string {
  const last = total > 0 ? Math.floor((total - 1) / limit) * limit : 0
  const to = address(path, query, paging, limit)
  const found = [`<${to(0)}>; rel="first"`]
  if (offset > 0) found.push(`<${to(Math.max(0, Math.min(offset - limit, last)))}>; rel="prev"`)
  if (offset + limit < total) found.push(`<${to(offset + limit)}>; rel="next"`)
  found.push(`<${to(last)}>; rel="last"`)
  return found.join(', ')
}

function address(path: string, query: string, paging: Paging, limit: number) {
  const [size, start] = 'page' in paging ? [paging.size, paging.page] : [paging.limit, paging.offset]
  const kept = query.split('&').filter(part => part && ![size, start].includes(nameOf(part)))
  const before = [...kept, `${encodeURIComponent(size)}=${limit}`, `${encodeURIComponent(start)}=`].join('&')
  return (offset: number) => `${path}?${before}${'page' in paging ? offset / limit + 1 : offset}`
}

/** The same for pages that are told by cursor: first, prev and next. Also the path of the next page, for the body. */
export function cursorLinks(
  path: string,
  query: string,
  { limit: size, cursor }: CursorPaging,
  { limit, next, prev }: Omit<Slice<unknown>, 'items'>,
) {
  const kept = query.split('&').filter(part => part && ![size, cursor].includes(nameOf(part)))
  const first = `${path}?${[...kept, `${encodeURIComponent(size)}=${limit}`].join('&')}`
  const to = (place: string) => `${first}&${encodeURIComponent(cursor)}=${place}`
  const header = [
    `<${first}>; rel="first"`,
    ...(prev === undefined ? [] : [`<${to(prev)}>; rel="prev"`]),
    ...(next === undefined ? [] : [`<${to(next)}>; rel="next"`]),
  ]
  return { header: header.join(', '), next: next === undefined ? null : to(next) }
}

/** Koa has parsed this query already, so a name that cannot be decoded is not one of ours. */
function nameOf(part: string): string {
  const name = part.split('=', 1)[0]!
  return name.includes('%') ? new URLSearchParams(part).keys().next().value! : name
}
