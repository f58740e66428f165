import type { Template } from '../../spec/index.ts'
import type { DraftResource } from '../draft.ts'
import { objectOf, objectsIn, type Demand } from '../evidence.ts'
import type { Idiom } from '../infer.ts'
import { isListing } from '../sights.ts'

/** Lists that show their rows in short: an example of the whole answer leaves out fields that every row has. */
export const briefLists: Idiom = ({ evidence, drafts }) => {
  for (const draft of drafts.values()) {
    if (!draft.declared) continue
    const shown = evidence
      .of(draft.name)
      .filter(isList)
      .flatMap(demand => wholeRows(demand, draft))
    if (shown.length === 0) continue
    for (const { name, required, hidden } of draft.fields.values())
      if (required && !hidden && !shown.some(row => name in row)) draft.list.without.add(name)
  }
}

const isList = (demand: Demand) => demand.succeeds && demand.route?.query['fields'] === undefined && isListing(demand)

/** The rows of answers that are said to be exactly so: what stands in their list. */
const wholeRows = ({ example }: Demand, draft: DraftResource) =>
  example.expected.flatMap(({ fact }) => {
    if (fact.is !== 'body' || !fact.exact) return []
    const lists: readonly unknown[] = Array.isArray(fact.value)
      ? [fact.value]
      : Object.values(objectOf(fact.value) ?? {})
    const rows = lists.filter(list => Array.isArray(list)).flatMap(list => objectsIn(list as readonly Template[]))
    return rows.filter(row => [...draft.fields.keys()].some(name => name in row))
  })
