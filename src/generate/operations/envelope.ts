import type { ListStyle, PageMember } from '../../model/index.ts'
import { fits, property } from '../layout.ts'

/** How a page is put into the answer, where that is not the usual envelope. */
export function envelope({ shape, paging }: ListStyle): string | false {
  if (shape.is === 'array') return 'as: ({ items }) => items'
  const [size, position] = paging.names
  const usualMembers = {
    page: `page:${position},size:${size}`,
    offset: `limit:${size},offset:${position}`,
    cursor: `limit:${size},next:next`,
  }[paging.by]
  const usualTotal = paging.by === 'cursor' && shape.total === undefined ? undefined : 'total'
  const extra = shape.extra.map(({ is, name }) => `${is}:${name}`).join()
  if (shape.items === 'items' && shape.total === usualTotal && extra === usualMembers) return false
  const tree = new Map<string, Tree>()
  put(tree, shape.items, 'items')
  if (shape.total !== undefined) put(tree, shape.total, 'total')
  for (const { is, name } of shape.extra)
    put(tree, name, is === 'more' && paging.by === 'cursor' ? 'next !== null' : sources[is])
  const members = print(tree)
  const body = `{ ${members.join(', ')} }`
  const taken = ['items', 'total', 'limit', 'offset', 'next', 'cursor'].filter(name =>
    new RegExp(`\\b${name}\\b(?!:)`).test(body.replaceAll(/'[^']*'/g, '')),
  )
  const head = `as: ({ ${taken.join(', ')} }) => (`
  return fits(`${head}${body}),`, 6) ? `${head}${body})` : `${head}{\n${members.map(line => `  ${line},\n`).join('')}})`
}

const sources: Readonly<Record<PageMember, string>> = {
  limit: 'limit',
  size: 'limit',
  offset: 'offset',
  page: 'offset / limit + 1',
  pages: 'Math.ceil(total / limit)',
  more: 'offset + items.length < total',
  next: 'next',
  cursor: 'cursor',
}

/** Members by name; those inside of an object in a tree of their own. */
type Tree = string | Map<string, Tree>

function put(tree: Map<string, Tree>, path: string, value: string): void {
  const [head = '', ...rest] = path.split('.')
  if (rest.length === 0) return void tree.set(head, value)
  const known = tree.get(head)
  const inner = known instanceof Map ? known : new Map<string, Tree>()
  tree.set(head, inner)
  put(inner, rest.join('.'), value)
}

const print = (tree: ReadonlyMap<string, Tree>): readonly string[] =>
  [...tree].map(([name, value]) => {
    const text = typeof value === 'string' ? value : `{ ${print(value).join(', ')} }`
    return name === text ? name : `${property(name)}: ${text}`
  })
