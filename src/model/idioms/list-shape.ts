import type { ListStyle } from '../api-model.ts'
import { membersOf } from '../draft.ts'
import { policiesOf, type Demand } from '../evidence.ts'
import type { Idiom } from '../infer.ts'
import { envelopeOf } from './envelope.ts'
import { pagingShown } from '../shown-paging.ts'
import { isListing } from '../sights.ts'

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
  for (const { fact } of policiesOf(evidence, 'by-cursor')) {
    const { list } = drafts.get(fact.resource)!
    const [size, position] = list.paging.names
    list.paging = { ...list.paging, by: 'cursor', names: [size, position === 'offset' ? 'cursor' : position] }
    list.shape = { is: 'envelope', items: 'items', extra: membersOf(list.paging.names, 'cursor') }
  }
  for (const draft of drafts.values()) {
    const lists = evidence.of(draft.name).filter(demand => demand.succeeds && isListing(demand))
    draft.list.counted = countedBy(lists)
    const paging = pagingShown(lists, name => draft.fields.has(name))
    if (paging && draft.list.paging.by !== 'cursor' && draft.list.paging.names.join() === 'limit,offset') {
      draft.list.paging = { ...draft.list.paging, ...paging }
      if (paging.by === 'page')
        draft.list.shape = { is: 'envelope', items: 'items', total: 'total', extra: membersOf(paging.names, 'page') }
    }
    draft.list.shape = envelopeOf(draft.name, lists, draft.list.paging) ?? draft.list.shape
  }
}

/** `X-Total-Count: 42` */
const countedBy = (lists: readonly Demand[]): string | undefined =>
  lists
    .flatMap(({ example }) => example.expected)
    .flatMap(({ fact }) =>
      fact.is === 'answer-header' && /\btotal\b|-count$/i.test(fact.name) && /^(?:\d+|#\w+)$/.test(fact.value)
        ? [fact.name]
        : [],
    )
    .toSorted()[0]

function pagingNames(
  [first, second]: readonly [string, string] = ['limit', 'offset'],
): Pick<ListStyle['paging'], 'by' | 'names'> {
  const counts = (name: string) => /^(?:page|p|page[-_ ]?(?:no|number|index))$/i.test(name)
  const skips = (name: string) => /offset|skip|start|from/i.test(name)
  if (counts(first)) return { by: 'page', names: [second, first] }
  if (counts(second)) return { by: 'page', names: [first, second] }
  return { by: 'offset', names: skips(first) ? [second, first] : [first, second] }
}
