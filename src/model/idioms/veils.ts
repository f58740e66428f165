import { article } from '../../spec/index.ts'
import type { Idiom } from '../infer.ts'
import { above } from './sights.ts'

/** Fields that not everybody sees or writes: whoever may what one of the roles may is among them. */
export const veils: Idiom = ({ evidence, drafts }) => {
  for (const draft of drafts.values())
    for (const [name, field] of draft.fields) {
      const { seen, written } = field
      if (!seen && !written) continue
      for (const few of [seen, written]) {
        if (!few?.owner || draft.owner !== undefined) continue
        evidence.report({
          place: field.from[0]!,
          what: `${article(draft.name)} has no owner who could see or write its ${name}`,
          advice: 'Say whose it is: only its owner may update …, or a field that is derived: owner.',
        })
      }
      const wide = (few: NonNullable<typeof seen>) => ({
        ...few,
        roles: [...new Set(few.roles.flatMap(role => [role, ...above(role, evidence)]))].toSorted(),
      })
      draft.fields.set(name, {
        ...field,
        ...(seen && { seen: wide(seen) }),
        ...(written && { written: wide(written) }),
      })
    }
}
