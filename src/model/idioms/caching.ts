import type { Operation } from '../api-model.ts'
import { policiesOf } from '../evidence.ts'
import type { Idiom } from '../infer.ts'
import { operationAt } from './limits.ts'

/** `books are cached for 10 minutes`: whatever reads them; or one path: `GET /api/v1/rates is cached for 1 hour`. */
export const caching: Idiom = ({ evidence, drafts }) => {
  for (const { fact, place } of policiesOf(evidence, 'cached')) {
    const draft = drafts.get(fact.resource)!
    const reads = [...draft.operations].filter(([, operation]) => isKept(operation))
    for (const [key, operation] of reads)
      draft.operations.set(key, { ...operation, cached: fact.ms, from: [...operation.from, place] })
    if (reads.length === 0)
      evidence.report({
        place,
        what: `no scenario reads ${fact.resource}, so there is nothing to be cached`,
        advice: 'Show what is read: When the client lists them, and what is answered.',
      })
  }
  for (const { fact, place } of policiesOf(evidence, 'cached-path')) {
    const found = operationAt(evidence, drafts, 'GET', fact.path)
    const operation = found?.owner.operations.get(found.key)
    if (found && operation)
      found.owner.operations.set(found.key, { ...operation, cached: fact.ms, from: [...operation.from, place] })
    else
      evidence.report({
        place,
        what: `no scenario sends GET ${fact.path}`,
        advice: 'Show what it does: When the client sends it, and what is answered.',
      })
  }
}

/** What hands out tokens is new each time, and what is still to be written keeps nothing. */
const isKept = ({ method, kind, session }: Operation): boolean =>
  method === 'GET' && kind !== 'stub' && kind !== 'download' && !session
