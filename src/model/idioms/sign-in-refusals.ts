import type { Expectation, Placed } from '../../spec/index.ts'
import type { Refusal } from '../api-model.ts'
import type { Demand } from '../evidence.ts'

/** The refusal that examples show, where it is not the usual one. */
export function refusalOf(
  demands: readonly Demand[],
  acts: readonly (readonly Placed<Expectation>[])[],
  statuses: readonly number[] = [400, 401, 403],
): Refusal | undefined {
  const shown = [...demands.flatMap(({ example }) => [example.expected, example.repeated]), ...acts]
    .filter(expected => !expected.some(({ fact }) => fact.is === 'reports'))
    .flat()
  const all = shown.flatMap(({ fact }) =>
    (fact.is === 'rejected' && statuses.includes(fact.status) && fact.error !== 'validation_failed') ||
    (fact.is === 'status' && statuses.includes(fact.status))
      ? [{ status: fact.status, code: fact.is === 'rejected' ? fact.error : undefined }]
      : [],
  )
  const named = all.filter(({ code }) => code !== undefined).toSorted((a, b) => (a.code! < b.code! ? -1 : 1))
  const [first] = [...named, ...all]
  if (!first || (first.code === undefined && first.status === 401)) return undefined
  return { status: first.status, code: first.code ?? usualCodes[first.status] ?? 'unauthenticated' }
}

/** None where it is the usual one. */
export const unusual = (refusal: Refusal | undefined): Refusal | undefined =>
  refusal?.status === 401 && refusal.code === usualCodes[401] ? undefined : refusal

const usualCodes: Readonly<Record<number, string>> = {
  400: 'bad_request',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
}

export const usualRefusal: Refusal = { status: 401, code: 'unauthenticated' }
