import type { Demand } from './evidence.ts'

/** The code under which examples of these requests are refused with a 409: the first by name, so that order does not matter. */
export function shownCode(demands: readonly Demand[], _by: string): string | undefined {
  const codes = demands.flatMap(({ example }) =>
    example.expected.flatMap(({ fact }) =>
      fact.is === 'rejected' && fact.status === 409 && fact.error !== undefined ? [fact.error] : [],
    ),
  )
  return codes.toSorted()[0]
}
