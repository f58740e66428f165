import type { Template } from '../../spec/index.ts'
import type { Field } from '../api-model.ts'
import type { DraftResource } from '../draft.ts'
import { objectsIn, type Demand } from '../evidence.ts'
import type { Idiom } from '../infer.ts'
import { sentItem } from './wrapping.ts'
import { scalar } from '../types.ts'
import { items } from './keys.ts'
import { isListing } from '../sights.ts'

/** Money is exact text, `"12.50"`, unless an example shows a JSON number: then it is a number in the whole API. */
export const amounts: Idiom = ({ evidence, drafts }) => {
  const shown = evidence.demands.some(demand => {
    const draft = demand.resource === undefined ? undefined : drafts.get(demand.resource)
    return draft !== undefined && demand.succeeds && shownItems(demand, draft).some(item => hasNumber(item, draft))
  })
  if (!shown) return
  for (const draft of drafts.values())
    for (const field of draft.fields.values())
      if (isMoney(field)) draft.fields.set(field.name, { ...field, type: scalar('amount') })
}

const isMoney = ({ type }: Field) => type.is === 'scalar' && type.of === 'money'

const hasNumber = (item: Readonly<Record<string, Template>>, { fields }: DraftResource) =>
  Object.entries(item).some(([name, value]) => {
    const field = fields.get(name)
    return field && isMoney(field) && (typeof value === 'number' || value === '#number')
  })

/** What JSON an example writes of the resource. Cells are no JSON: `7.5` in one may be either. */
function shownItems(demand: Demand, draft: DraftResource): readonly Readonly<Record<string, Template>>[] {
  const { act, expected } = demand.example
  const sent = act.is === 'request' && act.body && 'json' in act.body ? sentItem(demand, draft) : undefined
  const isList = isListing(demand)
  return [
    ...objectsIn([sent]),
    ...expected.flatMap(({ fact }) => {
      if (fact.is === 'body') {
        const found = items(fact.value, draft.wrapped)
        return isList ? found.filter(item => !Object.values(item).some(Array.isArray)) : found
      }
      if (fact.is !== 'field') return []
      const [, row, name = ''] = /^(?:([\w-]*\[\d+\]|[\w-]+)\.)?([\w-]+)$/.exec(fact.path) ?? []
      return isList && !row?.includes('[') ? [] : [{ [name]: fact.value }]
    }),
  ]
}
