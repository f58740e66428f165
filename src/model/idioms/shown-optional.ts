import { expectedStatus, words } from '../../spec/index.ts'
import type { Field } from '../api-model.ts'
import type { DraftResource } from '../draft.ts'
import { policiesOf, type Demand } from '../evidence.ts'
import type { Idiom } from '../infer.ts'
import { isCreation } from '../sights.ts'
import { sentItem } from './wrapping.ts'

/**
 * A row belongs to another one, and an example makes it without: it may do without. No table says that it must have it, and
 * the path does not say which.
 */
export const shownOptional: Idiom = ({ evidence, drafts }) => {
  for (const { fact } of policiesOf(evidence, 'belongs')) {
    const draft = drafts.get(fact.child)!
    const own = evidence.of(draft.name)
    const isBelow =
      draft.path.includes(`{${fact.parent}}`) || own.some(({ route }) => route?.parents.includes(fact.parent))
    // what is told in words may go to the path under the parent
    const made = own.filter(
      demand => isCreation(demand) && isTaken(demand) && !(isBelow && demand.example.act.is === 'act'),
    )
    for (const field of draft.fields.values())
      if (
        field.type.is === 'reference' &&
        field.type.resource === fact.parent &&
        !isDemanded(field, draft) &&
        made.some(demand => !isNamed(field, demand, draft))
      )
        draft.fields.set(field.name, { ...field, required: false })
  }

  /** A table says so. */
  function isDemanded({ name }: Field, draft: DraftResource): boolean {
    return policiesOf(evidence, 'fields').some(
      ({ fact }) =>
        fact.resource === draft.name &&
        fact.fields.some(({ field, rules }) => field === name && /(?:^|,)\s*required\s*(?:,|$)/.test(rules)),
    )
  }
}

const isTaken = ({ succeeds, example }: Demand): boolean => succeeds && (expectedStatus(example) ?? 400) < 300

/** The path or the body says whose it is. */
function isNamed({ name, type }: Field, demand: Demand, draft: DraftResource): boolean {
  if (type.is !== 'reference' || demand.route?.parents.includes(type.resource)) return true
  const sent = sentItem(demand, draft)
  return sent === undefined || Object.keys(sent).some(key => key === name || words(key).join(' ') === type.relation)
}
