import { expectedStatus } from '../../spec/index.ts'
import { policiesOf } from '../evidence.ts'
import type { Idiom } from '../infer.ts'

/**
 * `concurrent changes to an event are refused`: who changes a row may say by `If-Match` which version that is a change
 * of. Where an example shows a 428, everybody has to.
 */
export const versions: Idiom = ({ evidence, drafts }) => {
  for (const { fact, place } of policiesOf(evidence, 'versioned')) {
    const draft = drafts.get(fact.resource)!
    const own = evidence.of(draft.name)
    const required = own.some(({ example }) => expectedStatus(example) === 428)
    draft.versioned = { required, from: [...(draft.versioned?.from ?? []), place] }
  }
}
