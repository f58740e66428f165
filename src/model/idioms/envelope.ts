import { plural, words, type Template } from '../../spec/index.ts'
import type { ListStyle, PageMember } from '../api-model.ts'
import { membersOf } from '../draft.ts'
import { objectOf, objectsIn, type Demand } from '../evidence.ts'

/**
 * What the answers to lists look like: a bare array, or an object in which the rows, their total and what else is said of
 * the page stand under names of their own, also further inside: `{ data: […], meta: { total } }`.
 *
 * @param name the resource that is listed
 */
export function envelopeOf(
  name: string,
  lists: readonly Demand[],
  paging: ListStyle['paging'],
): ListStyle['shape'] | undefined {
  const bodies = lists.flatMap(({ example }) =>
    example.expected.flatMap(({ fact }) => (fact.is === 'body' ? [fact] : [])),
  )
  const paths = lists.flatMap(shownPaths)
  if (paths.some(path => path.startsWith('[')) || bodies.some(({ value }) => Array.isArray(value)))
    return { is: 'array' }

  const found = [
    ...objectsIn(bodies.map(({ value }) => value)).flatMap(object => placesIn(object)),
    ...paths.map(place),
  ]
  const items = itemsAmong(
    found.filter(({ kind }) => kind === 'rows' || kind === 'list'),
    name,
  )
  const others = found.filter(({ kind, path }) => kind === 'value' && !path.startsWith(`${items}.`))
  const names = [...new Set(others.map(({ path }) => path))]
  const total = names.find(path => isTotal(lastWord(path)))
  if (items === undefined && total === undefined) return undefined
  const exact = bodies.some(fact => fact.exact)
  const usual = (items ?? 'items') === 'items' && (total ?? 'total') === 'total'
  const shown = names.flatMap(path => {
    const is = path === total ? undefined : memberOf(lastWord(path), paging)
    return is ? [{ is, name: path }] : []
  })
  return {
    is: 'envelope',
    items: items ?? 'items',
    ...(total !== undefined ? { total } : usual && !exact && isCounted(lists, paging) ? { total: 'total' } : {}),
    extra: shown.length === 0 && usual && !exact ? membersOf(paging.names, paging.by) : inOrder(shown),
  }
}

/** Pages by cursor are not counted, unless an example says how many rows there are. */
const isCounted = (lists: readonly Demand[], { by }: ListStyle['paging']): boolean =>
  by !== 'cursor' || lists.some(({ example }) => example.expected.some(({ fact }) => fact.is === 'holds'))

interface Found {
  readonly path: string
  readonly kind: 'rows' | 'list' | 'value'
}

/** The paths that steps name in an answer: `data[0].name`, `meta.total`. */
const shownPaths = ({ example }: Demand): readonly string[] => [
  ...example.references.map(path => path.replace(/^response\.?/, '')),
  ...example.expected.flatMap(({ fact }) => {
    if (fact.is === 'field' || fact.is === 'format') return [fact.path]
    return fact.is === 'body-cells' ? Object.keys(fact.cells) : []
  }),
]

const place = (path: string): Found => {
  const [before = '', inside] = path.split('[')
  return inside === undefined ? { path, kind: 'value' } : { path: before, kind: 'rows' }
}

/** What stands where in an object, down to its lists. */
function placesIn(object: Readonly<Record<string, Template>>, outer = ''): readonly Found[] {
  return Object.entries(object).flatMap(([name, value]): readonly Found[] => {
    const path = outer + name
    if (Array.isArray(value)) {
      const entries: readonly Template[] = value
      return [{ path, kind: entries.some(entry => objectOf(entry)) ? 'rows' : 'list' }]
    }
    const inner = objectOf(value)
    return inner ? placesIn(inner, `${path}.`) : [{ path, kind: 'value' }]
  })
}

/** The list of rows among the lists of an answer: the one named for them, else the first that shows rows. */
function itemsAmong(lists: readonly Found[], name: string): string | undefined {
  const rank = ({ path, kind }: Found) =>
    (lastWord(path) === plural(name) ? 0 : 4) + (kind === 'rows' ? 0 : 2) + (path.includes('.') ? 1 : 0)
  return lists.toSorted((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1))[0]?.path
}

/** `total count` of `meta.totalCount` */
const lastWord = (path: string): string => words(path.split('.').at(-1) ?? '').join(' ')

const isTotal = (name: string): boolean => /\b(?:total|count)\b/.test(name) && !/\bpages?\b/.test(name)

const patterns: readonly (readonly [RegExp, PageMember])[] = [
  [/^(?:(?:total|page|last) )?(?:pages|pages? count|last page)$/, 'pages'],
  [/^(?:has )?(?:more|next page)$|^has next$/, 'more'],
  [/^(?:current )?page(?: number)?$/, 'page'],
  [/^(?:per page|page size|size|limit)$/, 'size'],
  [/^(?:offset|skip)$/, 'offset'],
  [/^(?:next )?cursor$|^next (?:page )?token$/, 'cursor'],
]

/** What a name says of a page: as the two parameters are called, or as such things usually are. */
function memberOf(name: string, { names, by }: ListStyle['paging']): PageMember | undefined {
  const own = membersOf(names, by).find(one => words(one.name).join(' ') === name)
  return own?.is ?? patterns.find(([pattern]) => pattern.test(name))?.[1]
}

const order: readonly PageMember[] = ['limit', 'page', 'offset', 'size', 'pages', 'more', 'next', 'cursor']

const inOrder = (members: readonly { readonly is: PageMember; readonly name: string }[]) =>
  members.toSorted((a, b) => order.indexOf(a.is) - order.indexOf(b.is))
