import type { DraftResource } from '../draft.ts'
import { policiesOf, type Evidence } from '../evidence.ts'
import type { Idiom } from '../infer.ts'
import { isAbsent } from '../singles.ts'
import { referenceTo } from './relations.ts'

/**
 * What there is one of, for the whole service, for each row of a parent or for each client: `/settings`,
 * `/shops/{shop.id}/profile`, `/me/settings`. It is there from the start, with its defaults, unless a field is required that has none, or an example shows that it is not.
 */
export const singles: Idiom = ({ evidence, drafts }) => {
  for (const draft of drafts.values()) {
    const owner = isOneForEach(draft, evidence) ? draft.fields.get(draft.owner!) : undefined
    if (!draft.single && !owner) continue
    const parent = evidence.of(draft.name)[0]?.route?.parents.at(-1)
    const reference = owner ?? (parent === undefined ? undefined : referenceTo(draft, parent))
    if (reference) draft.fields.set(reference.name, { ...reference, unique: true })
    draft.single = { begins: begins(draft, reference?.name, evidence) }
    if (!showsKey(draft, evidence)) draft.key = { ...draft.key, hidden: true }
  }
}

/** What belongs to a client, is asked for under the client's own path, and nowhere else. */
function isOneForEach({ name, owner, view }: DraftResource, evidence: Evidence): boolean {
  const own = policiesOf(evidence, 'own').find(({ fact }) => fact.resource === name)
  if (!own || owner === undefined || view || name === evidence.users) return false
  return evidence.of(name).every(({ route }) => route?.template === own.fact.path)
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
