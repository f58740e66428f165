import type { ApiModel } from '../api-model.ts'
import { policiesOf, type Evidence } from '../evidence.ts'

/** Whose pages may call the API, as stated: those of any origin, or of the origins named. */
export function crossOrigin(evidence: Evidence): ApiModel['origins'] {
  const stated = policiesOf(evidence, 'cross-origin').map(({ fact }) => fact.origin)
  if (stated.length === 0) return undefined
  const named = stated.filter(origin => origin !== undefined)
  return named.length < stated.length ? 'any' : [...new Set(named)].toSorted()
}
