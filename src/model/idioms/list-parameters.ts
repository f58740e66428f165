import { parseCondition } from '../../spec/index.ts'
import type { Field, Sorting } from '../api-model.ts'
import { relationCalled } from '../field.ts'
import type { DraftResource } from '../draft.ts'
import { policiesOf, type Demand } from '../evidence.ts'
import type { Idiom } from '../infer.ts'
import { sortIn, sortingShown } from '../sorting.ts'

/** Filters, sorts and the default order: what is stated, and what a list is shown to accept. Nothing else is let in. */
export const listParameters: Idiom = ({ evidence, drafts }) => {
  for (const { fact, place } of policiesOf(evidence, 'filtered'))
    for (const { parameter, condition, line } of fact.filters) {
      const { list, fields } = drafts.get(fact.resource)!
      if (condition === `${parameter} is it` && fields.has(parameter)) list.filters.add(parameter)
      else
        list.conditions.set(parameter, {
          parameter,
          condition: parseCondition(condition),
          from: [{ ...place, line, column: 1 }],
        })
    }
  for (const { fact, place } of policiesOf(evidence, 'ordered')) {
    const draft = drafts.get(fact.resource)!
    draft.list.order = fact.by.split(/[\s,]+/).filter(Boolean)
    for (const name of draft.list.order)
      if (!knows(draft, name.replace(/^-/, '')))
        evidence.report({
          place,
          what: `${fact.resource} has no field "${name.replace(/^-/, '')}" to be listed by`,
          advice: `Its fields are: ${fieldNames(draft).join(', ')}.`,
        })
  }
  for (const draft of drafts.values()) {
    for (const [path, field] of pathsOf([...draft.fields.values()])) if (field.sortable) draft.list.sorts.add(path)
    const own = evidence.of(draft.name).filter(({ succeeds }) => succeeds)
    draft.list.sorting = sortingShown(own, ...wordsOf(draft))
    for (const demand of own) accept(draft, demand)
  }
  alike([...drafts.values()].filter(({ list }) => list.sorts.size > 0).map(({ list }) => list))
}

/** Lists that are never shown to be asked for an order are asked as all others are. */
function alike(lists: readonly DraftResource['list'][]): void {
  const shown = new Map(lists.flatMap(({ sorting }) => (sorting ? [[JSON.stringify(sorting), sorting] as const] : [])))
  if (shown.size === 1) for (const list of lists) list.sorting ??= [...shown.values()][0]
  for (const list of lists) if (isUsual(list.sorting)) list.sorting = undefined
}

const isUsual = (sorting: Sorting | undefined): boolean =>
  sorting?.parameter === 'sort' && sorting.between === undefined && sorting.order === undefined

/** Which parameters are for filters, and which names a list can be sorted by. */
const wordsOf = (draft: DraftResource) =>
  [
    (name: string) => draft.fields.has(name) || draft.list.conditions.has(name),
    (name: string) => knows(draft, name),
  ] as const

const fieldNames = (draft: DraftResource) => [
  draft.key.name,
  ...pathsOf([...draft.fields.values()]).map(([path]) => path),
  ...(draft.times ?? []),
]

/** The fields that have a value of their own, by path: those of an object in its place. */
const pathsOf = (fields: readonly Field[], outer = ''): readonly (readonly [path: string, field: Field])[] =>
  fields.flatMap(field =>
    field.type.is === 'object'
      ? pathsOf(field.type.fields, `${outer}${field.name}.`)
      : [[outer + field.name, field] as const],
  )
const knows = (draft: DraftResource, name: string) => fieldNames(draft).includes(name)

function accept(draft: DraftResource, { example: { act }, route, method }: Demand): void {
  const { list } = draft
  const { sorts, filters, conditions, paging } = list
  const sort = (text: string) => {
    for (const name of text.split(',').map(one => one.trim().replace(/^-/, ''))) if (knows(draft, name)) sorts.add(name)
  }
  const filter = (name: string) => {
    const field = fieldNamed(draft, name)
    if (!conditions.has(name) && field !== undefined) filters.add(field)
  }
  if (act.is === 'act') {
    if (act.sort !== undefined) sort(act.sort)
    if (act.filter) filter(act.filter.field)
  }
  if (method !== 'GET' || route?.ends !== 'collection') return
  const asked = sortIn(route.query, ...wordsOf(draft))
  for (const name of asked?.names ?? []) sorts.add(name)
  const taken = ['q', 'fields', list.searchedBy, asked?.sorting.parameter, asked?.sorting.order, ...paging.names]
  for (const name of Object.keys(route.query)) if (name !== 'sort' && !taken.includes(name)) filter(name)
}

/** The field of that name, or the reference that a relation's name stands for. */
function fieldNamed(draft: DraftResource, name: string): string | undefined {
  if (knows(draft, name)) return name
  return relationCalled(draft.fields.values(), name)?.name
}
