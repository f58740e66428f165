import type { DraftResource } from '../draft.ts'
import type { Evidence } from '../evidence.ts'
import type { Idiom } from '../infer.ts'
import { isAbsent } from '../singles.ts'
import { referenceTo } from './relations.ts'

/**
 * What there is one of, for the whole service or for each row of a parent: `/settings`, `/shops/{shop.id}/profile`. It is
 * there from the start, with its defaults, unless a field is required that has none, or an example shows that it is not.
 */
export const singles: Idiom = ({ evidence, drafts }) => {
  for (const draft of drafts.values()) {
    if (!draft.single) continue
    const parent = evidence.of(draft.name)[0]?.route?.parents.at(-1)
    const reference = parent === undefined ? undefined : referenceTo(draft, parent)
    if (reference) draft.fields.set(reference.name, { ...reference, unique: true })
    draft.single = { begins: begins(draft, reference?.name, evidence) }
    if (!showsKey(draft, evidence)) draft.key = { ...draft.key, hidden: true }
  }
}

function begins(draft: DraftResource, reference: string | undefined, evidence: Evidence): boolean {
  const lacking = [...draft.fields.values()].some(
    ({ name, required, default: initial, derived }) =>
      name !== reference && required && initial === undefined && !derived,
  )
  return !lacking && !evidence.of(draft.name).some(isAbsent)
}

const showsKey = ({ name, key, wrapped }: DraftResource, evidence: Evidence): boolean =>
  evidence.of(name).some(({ succeeds, example }) =>
    example.expected.some(({ fact }) => {
      if (!succeeds) return false
      if (fact.is === 'field' || fact.is === 'format') return [key.name, `${wrapped}.${key.name}`].includes(fact.path)
      return fact.is === 'body' && new RegExp(`"${key.name}":`).test(JSON.stringify(fact.value))
    }),
  )
