import { words } from '../spec/index.ts'
import { objectOf, type Demand } from './evidence.ts'
import type { ListStyle } from './list-style.ts'

type Paging = Pick<ListStyle['paging'], 'by' | 'names'>

/**
 * The two parameters that examples turn pages with: `?page=2&limit=10`, `?skip=20&take=10`. Where no example says how long a
 * page is, its length is called as the answers call it.
 *
 * @param isFilter names that rows have are filters
 */
export function pagingShown(lists: readonly Demand[], isFilter: (name: string) => boolean): Paging | undefined {
  const all = lists.flatMap(({ route }) => Object.entries(route?.query ?? {}))
  const used = [
    ...new Set(all.flatMap(([name, value]) => (/^\d+$/.test(value) && !isFilter(name) ? [name] : []))),
  ].toSorted()
  const named = (pattern: RegExp, names = used) => names.find(name => pattern.test(words(name).join(' ')))
  const [page, skip, size] = [named(PAGE), named(SKIP), named(SIZE)]
  const shown = () => named(SIZE, lists.flatMap(membersShown).toSorted())
  if (page !== undefined) return { by: 'page', names: [size ?? shown() ?? 'per_page', page] }
  if (skip !== undefined && (size !== undefined || named(PLAIN_SKIP) !== undefined))
    return { by: 'offset', names: [size ?? shown() ?? 'limit', skip] }
  if (size === undefined || named(/^(?:limit|count)$/, [size])) return undefined
  return named(/^(?:take|top)$/, [size])
    ? { by: 'offset', names: [size, 'skip'] }
    : { by: 'page', names: [size, 'page'] }
}

const PAGE = /^(?:current )?page(?: (?:number|no|index))?$|^p$/
const SKIP = /^(?:offset|skip|start|from)(?: (?:index|at))?$/
const PLAIN_SKIP = /^(?:offset|skip)$/
const SIZE = /^(?:(?:page|results|items) )?(?:per page|size|limit|count|take|top)$|^per$/

/** Names that stand beside the rows of an answer. */
const membersShown = ({ example }: Demand): readonly string[] =>
  example.expected.flatMap(({ fact }) =>
    fact.is === 'body' ? Object.keys(objectOf(fact.value) ?? {}) : fact.is === 'field' ? [fact.path] : [],
  )
