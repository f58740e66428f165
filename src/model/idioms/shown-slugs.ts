import type { Template } from '../../spec/index.ts'
import type { DraftResource } from '../draft.ts'
import type { Demand } from '../evidence.ts'
import type { Idiom } from '../infer.ts'
import { answered, isCreation } from '../sights.ts'
import { slugged } from '../values.ts'
import { sentItem } from './wrapping.ts'

/**
 * A text that no client sends, and that is one that is sent as it stands in an address: `"slug": "how-to-train"` of the title
 * `How to train`. No table declares it.
 */
export const shownSlugs: Idiom = ({ evidence, drafts }) => {
  for (const draft of drafts.values()) {
    if (draft.declared || draft.view) continue
    const own = evidence.of(draft.name)
    const sent = new Set(own.flatMap(demand => Object.keys(sentItem(demand, draft) ?? {})))
    const made = own.filter(demand => demand.succeeds && isCreation(demand))
    for (const field of draft.fields.values()) {
      if (sent.has(field.name) || field.derived || field.type.is !== 'scalar' || field.type.of !== 'string') continue
      const [of, ...others] = new Set(made.flatMap(demand => sourcesOf(field.name, demand, draft)))
      if (of === undefined || of === UNTOLD || others.length > 0) continue
      draft.fields.set(field.name, { ...field, readOnly: true, unique: true, derived: { is: 'slug', of } })
    }
  }
}

/** A value that comes from somewhere else. */
const UNTOLD = ''

/** The texts of a request whose slug its answer shows in the field. */
function sourcesOf(name: string, demand: Demand, draft: DraftResource): readonly string[] {
  const sent: Readonly<Record<string, Template>> = sentItem(demand, draft) ?? {}
  return answered(demand, draft).flatMap(({ object }) => {
    const value = object[name]
    const isOf = (text: Template | undefined) => typeof text === 'string' && text !== value && slugged(text) === value
    if (typeof value !== 'string' || value.startsWith('#')) return []
    const found = Object.keys(sent).filter(one => isOf(sent[one]))
    return found.length > 0 ? found : [UNTOLD]
  })
}
