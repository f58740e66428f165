import type { DraftResource } from '../draft.ts'
import type { Effect } from '../effects.ts'
import { policiesOf } from '../evidence.ts'
import type { Inference } from '../infer.ts'
import { isSent } from '../operation.ts'
import type { Act } from '../row-history.ts'

/** What is taken does not bring a field below 0, unless that is stated already. */
export function notBelow(
  draft: DraftResource,
  { demand, refused = 409 }: Act,
  sets: readonly Effect[],
  { evidence, explained }: Inference,
): void {
  explained.add(demand)
  for (const { name, to } of sets) {
    const known = draft.rules.find(rule => rule.is === 'always' && rule.field === name && rule.by === 'at least')
    const stated = policiesOf(evidence, 'bounded').some(
      ({ fact }) => fact.resource === draft.name && fact.field === name && fact.by === 'at least',
    )
    if (!isSent(to) || to.by !== 'minus' || known || stated) continue
    const error = demand.example.expected.flatMap(({ fact }) =>
      fact.is === 'rejected' && fact.error !== undefined ? [fact.error] : [],
    )[0]
    draft.rules.push({
      is: 'always',
      field: name,
      by: 'at least',
      bound: 0,
      ...(error !== undefined && { error }),
      ...(refused !== 409 && { status: refused }),
      from: [demand.place],
    })
  }
}
