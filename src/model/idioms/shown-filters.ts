import { parseCondition, words, type Place } from '../../spec/index.ts'
import type { Field } from '../api-model.ts'
import type { DraftResource } from '../draft.ts'
import { policiesOf, type Demand, type Evidence } from '../evidence.ts'
import type { Idiom } from '../infer.ts'

/**
 * Parameters that say by their names what they ask for, where no statement does: `min_price`, `priceTo`, `shipped_after`
 * are bounds of a field, `city` is a part of an object (`address.city`), and `q` or `search` look for words in the texts
 * of a resource: in those that its table says, or in all where none declares it.
 */
export const shownFilters: Idiom = ({ evidence, drafts }) => {
  for (const draft of drafts.values())
    for (const demand of evidence.of(draft.name)) {
      if (!demand.succeeds || demand.method !== 'GET' || demand.route?.ends !== 'collection') continue
      for (const name of Object.keys(demand.route.query)) {
        if (isSearch(name) && !isStated(name, draft, evidence)) searched(draft, name)
        else if (!isKnown(draft, name) && !bounded(draft, name, demand)) within(draft, name, demand)
      }
    }
}

/** What a parameter is called that holds words to look for. */
export const isSearch = (name: string): boolean => /^(?:q|query|search|search_?term|term|keywords?)$/i.test(name)

const isStated = (name: string, draft: DraftResource, evidence: Evidence): boolean =>
  draft.fields.has(name) ||
  policiesOf(evidence, 'filtered').some(
    ({ fact }) => fact.resource === draft.name && fact.filters.some(({ parameter }) => parameter === name),
  )

/** All that people write themselves, and not what the service keeps: a state is no text that anybody looks for. */
function searched(draft: DraftResource, name: string): void {
  const { list } = draft
  if (name !== 'q' && (list.searchedBy === undefined || name < list.searchedBy)) list.searchedBy = name
  const fields = [...draft.fields.values()]
  if (draft.declared || fields.some(({ searchable }) => searchable)) return
  for (const field of fields)
    if (field.type.is === 'scalar' && ['string', 'text'].includes(field.type.of) && !field.hidden && !field.readOnly)
      draft.fields.set(field.name, { ...field, searchable: true })
}

const bounds: readonly (readonly [RegExp, string])[] = [
  [/^(?:min|minimum|from|since|at least)$/, 'is at least'],
  [/^(?:max|maximum|to|until|till|at most|up to)$/, 'is at most'],
  [/^(?:after|above|over|gt|newer than)$/, 'is above'],
  [/^(?:before|below|under|lt|older than)$/, 'is below'],
  [/^gte$/, 'is at least'],
  [/^lte$/, 'is at most'],
]

function isKnown({ list, fields, times }: DraftResource, parameter: string): boolean {
  const { conditions, paging, filters } = list
  const isField = fields.has(parameter) || times?.includes(parameter)
  return isField || conditions.has(parameter) || filters.has(parameter) || paging.names.includes(parameter)
}

function bounded(draft: DraftResource, parameter: string, { place }: Demand): boolean {
  const all = words(parameter)
  // the bound stands in front of the field's name or behind it, in one word or two
  for (const [bound, rest] of [1, 2].flatMap(n => [
    [all.slice(0, n), all.slice(n)] as const,
    [all.slice(-n), all.slice(0, -n)] as const,
  ])) {
    const by = bounds.find(([pattern]) => pattern.test(bound.join(' ')))?.[1]
    const field = by === undefined || rest.length === 0 ? undefined : fieldCalled(rest, draft)
    if (field === undefined) continue
    ask(draft, parameter, `${field} ${by} it`, place)
    return true
  }
  return false
}

/** The one part of an object that is called so: `city` of `address.city`, also as `address_city`. */
function within(draft: DraftResource, parameter: string, { place }: Demand): void {
  const asked = words(parameter).join(' ')
  const called = [...draft.fields.values()].flatMap(({ name, type }) =>
    type.is !== 'object'
      ? []
      : type.fields.flatMap(part => {
          const own = words(part.name).join(' ')
          const isCalled = own === asked || `${words(name).join(' ')} ${own}` === asked
          return part.type.is === 'scalar' && isCalled ? [`${name}.${part.name}`] : []
        }),
  )
  if (called.length === 1) ask(draft, parameter, `${called[0]} is it`, place)
}

const ask = ({ list }: DraftResource, parameter: string, condition: string, place: Place) =>
  list.conditions.set(parameter, { parameter, condition: parseCondition(condition), from: [place] })

/** The one field, of those that have an order, that is called so, or whose name begins or ends so: `rate` of `dailyRate`. */
function fieldCalled(name: readonly string[], { fields, times = [] }: DraftResource): string | undefined {
  const ordered = [...[...fields.values()].filter(hasOrder).map(field => field.name), ...times]
  const exact = ordered.find(one => words(one).join(' ') === name.join(' '))
  if (exact !== undefined) return exact
  const alike = ordered.filter(one => {
    const own = words(one)
    return (
      own.slice(0, name.length).join(' ') === name.join(' ') || own.slice(-name.length).join(' ') === name.join(' ')
    )
  })
  return alike.length === 1 ? alike[0] : undefined
}

const hasOrder = ({ type }: Field): boolean =>
  type.is === 'scalar' && ['integer', 'decimal', 'money', 'amount', 'date', 'timestamp'].includes(type.of)
