import type { Template } from '../../spec/index.ts'
import type { DraftResource } from '../draft.ts'
import { objectOf, objectsIn, policiesOf, type Demand } from '../evidence.ts'
import type { Idiom } from '../infer.ts'
import { isCreation, isListing } from '../sights.ts'
import { isOrder } from '../sorting.ts'
import { isSearch } from './shown-filters.ts'
import { rowsIn, toldRow, type Told } from '../told-rows.ts'

/** Lists that nobody asks to sort, nobody says the order of, and that examples show with the newest first. */
export const shownOrder: Idiom = ({ evidence, drafts }) => {
  const stated = new Set(policiesOf(evidence, 'ordered').map(({ fact }) => fact.resource))
  for (const draft of drafts.values()) {
    if (stated.has(draft.name)) continue
    const own = evidence.of(draft.name)
    const creations = own.filter(isCreation)
    const shown = own
      .filter(demand => demand.succeeds && isListing(demand) && !isSorted(demand))
      .flatMap(demand => listsOf(demand, draft).map(rows => placesOf(rows, rowsIn(demand, creations, draft, own))))
      .filter(places => places !== undefined)
      .filter(places => places.length > 1)
    if (shown.length > 0 && shown.every(isNewestFirst)) draft.list.order = [`-${draft.times?.[0] ?? draft.key.name}`]
  }
}

const isSorted = ({ example: { act }, route }: Demand): boolean =>
  act.is === 'act'
    ? act.sort !== undefined || act.search !== undefined
    : Object.keys(route?.query ?? {}).some(isOrder) || Object.keys(route?.query ?? {}).some(isSearch)

/** The lists that an answer is expected to show in order. */
function listsOf({ example }: Demand, draft: DraftResource): readonly (readonly Told[])[] {
  return example.expected.flatMap(({ fact }) => {
    if (fact.is === 'lists-rows' && fact.resource === draft.name && fact.ordered)
      return [fact.rows.map(row => toldRow(row, draft))]
    return fact.is === 'body' ? listsIn(fact.value).map(list => objectsIn(list).map(row => toldRow(row, draft))) : []
  })
}

const listsIn = (value: Template): readonly (readonly Template[])[] =>
  [value, ...Object.values(objectOf(value) ?? {})].flatMap(one =>
    Array.isArray(one) ? [one as readonly Template[]] : [],
  )

/** As which of all it was made each row that is listed; undefined where it does not show of each which it is. */
function placesOf(listed: readonly Told[], made: readonly Told[]): readonly number[] | undefined {
  const all = listed.map(shown => {
    const alike = [...made.keys()].filter(at => isOf(shown, made[at]!))
    return alike.length === 1 ? alike[0] : undefined
  })
  return all.every(one => one !== undefined) ? all : undefined
}

function isOf(shown: Told, row: Told): boolean {
  const common = [...shown.keys()].filter(name => row.has(name))
  return common.length > 0 && common.every(name => shown.get(name) === row.get(name))
}

const isNewestFirst = (places: readonly number[]): boolean =>
  places.every((place, n) => n === 0 || place < places[n - 1]!)
