import { article } from '../../spec/index.ts'
import { policiesOf } from '../evidence.ts'
import type { Idiom } from '../infer.ts'

/** Some fields of a resource under a name of their own: rows of the one, read and shown as the other. */
export const views: Idiom = ({ evidence, drafts }) => {
  for (const { fact, place } of policiesOf(evidence, 'view')) {
    const draft = drafts.get(fact.resource)!
    const source = drafts.get(fact.of)!
    const unknown = fact.fields.find(name => source.declared && !source.fields.has(name))
    if (unknown !== undefined)
      evidence.report({
        place,
        what: `${article(fact.of)} has no field "${unknown}"`,
        advice: `Its fields are: ${[...source.fields.keys()].join(', ')}.`,
      })
    for (const name of fact.fields) {
      const field = source.fields.get(name)
      if (field) draft.fields.set(name, { ...field, readOnly: true, required: false })
    }
    draft.view = { of: fact.of, fields: fact.fields.filter(name => source.fields.has(name)) }
    draft.declared = true
    draft.stored = false
    draft.times = undefined
    draft.key = { ...source.key, hidden: true }
    draft.from.push(place)
  }
}
