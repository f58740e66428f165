import type { ErrorKind } from '../../spec/index.ts'
import type { ApiModel } from '../api-model.ts'
import { policiesOf, type Evidence } from '../evidence.ts'

/** Statuses and wording of errors, where the specification states its own. */
export function errors(evidence: Evidence): ApiModel['errors'] {
  const statuses: Partial<Record<ErrorKind, number>> = {}
  for (const { fact, place } of policiesOf(evidence, 'answered')) {
    const before = statuses[fact.kind]
    if (before !== undefined && before !== fact.status)
      evidence.report({
        place,
        what: `the same kind of error is answered with ${fact.status} here and with ${before} elsewhere`,
        advice: 'State it once for the whole API.',
      })
    statuses[fact.kind] = fact.status
  }
  const messages = policiesOf(evidence, 'worded').map(({ fact }) => [fact.message, fact.text] as const)
  return { statuses, messages: Object.fromEntries(messages.toSorted(([a], [b]) => (a < b ? -1 : 1))) }
}
