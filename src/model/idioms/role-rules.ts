import { article, words, type Condition } from '../../spec/index.ts'
import { policiesOf } from '../evidence.ts'
import type { Idiom } from '../infer.ts'

/** References to users of a role only: whoever lacks it does not exist there. */
export const roleRules: Idiom = ({ evidence, drafts }) => {
  for (const { fact, place } of policiesOf(evidence, 'has-role')) {
    const draft = drafts.get(fact.resource)!
    const field = [...draft.fields.values()].find(
      ({ name, type }) =>
        type.is === 'reference' &&
        type.resource === evidence.users &&
        (name === fact.field || words(name).join(' ') === `${words(fact.field).join(' ')} id`),
    )
    if (!field) {
      evidence.report({
        place,
        what: `${article(fact.resource)} has no field "${fact.field}" that refers to ${article(evidence.users)}`,
        advice: `Declare it in the field table: | ${fact.field} | ${evidence.users} | |.`,
      })
      continue
    }
    const where: Condition = { is: 'compare', path: ['role'], by: 'is', to: { is: 'value', value: fact.role } }
    draft.rules.push({ is: 'needs', reference: field.name, where, error: 'validation_failed', from: [place] })
  }
}
