import { policiesOf } from '../evidence.ts'
import type { Idiom } from '../infer.ts'
import { parseRoute } from '../routes.ts'

/** `POST /payments is idempotent by the header "Idempotency-Key"`: a request that is repeated under one key counts once. */
export const once: Idiom = ({ evidence, drafts }) => {
  for (const { fact, place } of policiesOf(evidence, 'idempotent')) {
    const { method, header } = fact
    const { template } = parseRoute(fact.path, { known: evidence.resources, method })
    const key = `${method} ${template}`
    const owner = [...drafts.values()].find(({ operations }) => operations.has(key))
    const operation = owner?.operations.get(key)
    if (!owner || !operation)
      evidence.report({
        place,
        what: `no scenario sends ${method} ${fact.path}`,
        advice: 'Show what it does: When the client sends it, and what is answered.',
      })
    else owner.operations.set(key, { ...operation, once: header, from: [...operation.from, place] })
  }
}
