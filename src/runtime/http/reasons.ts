import type { Failure } from './problems.ts'

/** One thing that is wrong: with a field, or with the request as a whole. */
export interface Reason {
  readonly field?: string | undefined
  readonly message: string
}

/** All that is wrong, for a body that has an entry for each; a failure that is about no field is one reason of its own. */
export const reasons = ({ errors, detail }: Failure): readonly [Reason, ...Reason[]] => {
  const [first, ...others] = errors
  return first ? [first, ...others] : [{ message: detail }]
}

/**
 * What `each` makes of the reasons, under their fields; what is wrong with the request as a whole stands under `request`.
 *
 * @example byField(reasons(failure), ({ message }) => message) // { title: ['is required'] }
 */
export function byField<T>(all: readonly Reason[], each: (reason: Reason) => T): Record<string, T[]> {
  const groups = Map.groupBy(all, ({ field = 'request' }) => field)
  return Object.fromEntries([...groups].map(([field, group]) => [field, group.map(each)]))
}

/** All of it in one sentence: `title is required, price is at least 1`. */
export const sentence = (failure: Failure): string =>
  reasons(failure)
    .map(({ field, message }) => (field === undefined ? message : `${field} ${message}`))
    .join(', ')
