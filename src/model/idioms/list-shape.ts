import { words, type Template } from '../../spec/index.ts'
import type { ListStyle } from '../api-model.ts'
import { membersOf } from '../draft.ts'
import { objectsIn, policiesOf, type Demand } from '../evidence.ts'
import type { Idiom } from '../infer.ts'

/** Bare arrays, envelopes and their names, and the two parameters that turn pages. */
export const listShape: Idiom = ({ evidence, drafts }) => {
  for (const { fact, place } of policiesOf(evidence, 'paginated')) {
    const { list } = drafts.get(fact.resource)!
    if (fact.size > fact.max)
      evidence.report({
        place,
        what: `pages of ${fact.size} cannot be at most ${fact.max}`,
        advice: 'State a page size that is not above the largest one.',
      })
    list.paging = { ...pagingNames(fact.names), size: fact.size, max: fact.max }
    if (list.paging.by === 'page')
      list.shape = { is: 'envelope', items: 'items', total: 'total', extra: membersOf(list.paging.names, 'page') }
  }
  for (const draft of drafts.values()) {
    const lists = evidence
      .of(draft.name)
      .filter(
        ({ operation, route, method, succeeds }) =>
          succeeds && (operation === 'list' || (method === 'GET' && route?.ends === 'collection')),
      )
    const paging = pagingOf(lists)
    if (paging && draft.list.paging.names.join() === 'limit,offset')
      draft.list.paging = { ...draft.list.paging, ...paging }
    draft.list.shape = shapeOf(lists, draft.list.paging) ?? draft.list.shape
  }
}

function pagingNames(
  [first, second]: readonly [string, string] = ['limit', 'offset'],
): Pick<ListStyle['paging'], 'by' | 'names'> {
  const counts = (name: string) => /^(?:page|p|page[-_ ]?(?:no|number|index))$/i.test(name)
  const skips = (name: string) => /offset|skip|start|from/i.test(name)
  if (counts(first)) return { by: 'page', names: [second, first] }
  if (counts(second)) return { by: 'page', names: [first, second] }
  return { by: 'offset', names: skips(first) ? [second, first] : [first, second] }
}

/** `?page=2&per_page=10` in an example shows the names without a statement. */
function pagingOf(lists: readonly Demand[]): Pick<ListStyle['paging'], 'by' | 'names'> | undefined {
  const used = new Set(lists.flatMap(({ route }) => Object.keys(route?.query ?? {})))
  const size = [...used].filter(name => /^(?:per[-_]?page|page[-_]?size|size)$/i.test(name)).toSorted()[0]
  if (used.has('page')) return { by: 'page', names: [size ?? 'per_page', 'page'] }
  return undefined
}

function shapeOf(lists: readonly Demand[], paging: ListStyle['paging']): ListStyle['shape'] | undefined {
  const paths = lists.flatMap(({ example }) => [
    ...example.references.map(path => path.replace(/^response\.?/, '')),
    ...example.expected.flatMap(({ fact }) =>
      fact.is === 'field' || fact.is === 'format'
        ? [fact.path]
        : fact.is === 'body-cells'
          ? Object.keys(fact.cells)
          : [],
    ),
  ])
  const bodies = lists.flatMap(({ example }) =>
    example.expected.flatMap(({ fact }) => (fact.is === 'body' ? [fact] : [])),
  )
  if (paths.some(path => path.startsWith('[')) || bodies.some(({ value }) => Array.isArray(value)))
    return { is: 'array' }

  const objects = objectsIn(bodies.map(({ value }) => value))
  const arrays = objects.flatMap(object => Object.keys(object).filter(name => Array.isArray(object[name])))
  const items = [...arrays, ...paths.flatMap(path => /^([A-Za-z][\w-]*)\[/.exec(path)?.[1] ?? [])].toSorted()[0]
  const numbers = [
    ...objects.flatMap(object => Object.keys(object).filter(name => isNumber(object[name]))),
    ...paths.filter(path => /^[A-Za-z][\w-]*$/.test(path)),
  ]
  const total = numbers.find(name => /total|count/i.test(name))
  if (items === undefined && total === undefined) return undefined
  const exact = bodies.some(fact => fact.exact)
  const usual = (items ?? 'items') === 'items' && (total ?? 'total') === 'total'
  const shown = membersOf(paging.names, paging.by).flatMap(({ is, name }) => {
    const spelled = numbers.find(one => words(one).join() === words(name).join())
    return spelled === undefined ? [] : [{ is, name: spelled }]
  })
  return {
    is: 'envelope',
    items: items ?? 'items',
    ...(total !== undefined ? { total } : usual && !exact ? { total: 'total' } : {}),
    extra: shown.length === 0 && usual && !exact ? membersOf(paging.names, paging.by) : shown,
  }
}

const isNumber = (value: Template | undefined) =>
  typeof value === 'number' || (typeof value === 'string' && /^#(?:number|integer)$/.test(value))
