import type { Expectation, Placed, Specification } from '../spec/index.ts'

/** What scenarios show of the clients that send their requests. */
export interface Visitors {
  /** Some client signs in, or is said to be anonymous. */
  readonly known: boolean
  readonly roles: ReadonlySet<string>
  /** What is expected of answers to a sign-in in words. */
  readonly signIns: readonly (readonly Placed<Expectation>[])[]
  /** Seconds that access tokens live. */
  readonly lifetimes: readonly number[]
}

export function visitorsOf({ scenarios }: Specification): Visitors {
  let known = false
  const roles = new Set<string>()
  const signIns: Placed<Expectation>[][] = []
  const lifetimes: number[] = []
  for (const { steps } of scenarios) {
    let current: Placed<Expectation>[] | undefined
    for (const { facts, place } of steps)
      for (const fact of facts) {
        if (fact.is === 'sign-in') signIns.push((current = []))
        else if (fact.is === 'request' || fact.is === 'act' || fact.is === 'client') current = undefined
        else if (fact.is === 'status' || fact.is === 'body' || fact.is === 'field' || fact.is === 'format')
          current?.push({ fact, place })
        known ||= fact.is === 'sign-in' || fact.is === 'client' || (fact.is === 'rows' && fact.registered === true)
        if (fact.is === 'client' && fact.who.is === 'role') roles.add(fact.who.role)
        if (fact.is === 'token-lasts') lifetimes.push(fact.seconds)
      }
  }
  return { known, roles, signIns, lifetimes: lifetimes.toSorted((a, b) => a - b) }
}
