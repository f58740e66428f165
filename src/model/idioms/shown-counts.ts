import { plural, words } from '../../spec/index.ts'
import type { DraftResource } from '../draft.ts'
import type { Idiom } from '../infer.ts'
import { referenceTo } from './relations.ts'
import { sentItem } from './wrapping.ts'

/** A number that no client sends, named for rows that belong to this one, counts them: `comments`, `commentsCount`. */
export const shownCounts: Idiom = ({ evidence, drafts }) => {
  for (const draft of drafts.values()) {
    if (draft.declared) continue
    const sent = new Set(evidence.of(draft.name).flatMap(demand => Object.keys(sentItem(demand, draft) ?? {})))
    for (const field of draft.fields.values()) {
      const isNumber = field.type.is === 'scalar' && field.type.of === 'integer'
      if (!isNumber || field.derived || sent.has(field.name)) continue
      const child = [...drafts.values()].find(one => counts(field.name, one) && referenceTo(one, draft.name))
      if (!child) continue
      const derived = { is: 'count', of: plural(child.name) } as const
      draft.fields.set(field.name, { ...field, default: undefined, readOnly: true, derived })
    }
  }
}

function counts(field: string, { name }: DraftResource): boolean {
  const said = words(field).join(' ')
  return [plural(name), `${plural(name)} count`, `${name} count`, `count of ${plural(name)}`].includes(said)
}
