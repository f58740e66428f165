import type { Expectation, Place, Placed, Specification } from '../spec/index.ts'

/** Acts about being signed in that are told in words; `reuse` comes with a refresh token for the second time. */
export type SessionAct = 'sign-in' | 'refresh' | 'reuse' | 'sign-out'

/** What is expected of the answer to such an act. */
export interface SessionExample {
  readonly place: Place
  readonly expected: readonly Placed<Expectation>[]
}

/** What scenarios show of the clients that send their requests. */
export interface Visitors {
  /** Some client signs in, or is said to be anonymous. */
  readonly known: boolean
  /** The steps that say so. */
  readonly from: readonly Place[]
  readonly roles: ReadonlySet<string>
  readonly acts: Readonly<Record<SessionAct, readonly SessionExample[]>>
  /** They ask by a tag whether something is still as they know it. */
  readonly conditional: boolean
  /** Seconds that access tokens live. */
  readonly lifetimes: readonly number[]
}

export function visitorsOf({ scenarios }: Specification): Visitors {
  const from: Place[] = []
  let conditional = false
  const roles = new Set<string>()
  const acts: Record<SessionAct, SessionExample[]> = { 'sign-in': [], refresh: [], reuse: [], 'sign-out': [] }
  const lifetimes: number[] = []
  for (const { steps } of scenarios) {
    let current: Placed<Expectation>[] | undefined
    for (const { facts, place } of steps)
      for (const fact of facts) {
        if (fact.is === 'sign-in' || fact.is === 'refresh' || fact.is === 'sign-out') {
          current = []
          acts[fact.is === 'refresh' && fact.spent ? 'reuse' : fact.is].push({ place, expected: current })
          from.push(place)
        } else if (fact.is === 'request' || fact.is === 'act' || fact.is === 'client') current = undefined
        else if (tells(fact)) current?.push({ fact, place })
        if (fact.is === 'client' || (fact.is === 'rows' && fact.registered === true)) from.push(place)
        conditional ||=
          (fact.is === 'again' && fact.tagged === true) ||
          (fact.is === 'header' && /^if-none-match$/i.test(fact.name)) ||
          (fact.is === 'answer-header' && /^etag$/i.test(fact.name) && !isVersion(fact.value))
        if (fact.is === 'client' && fact.who.is === 'role') roles.add(fact.who.role)
        if (fact.is === 'token-lasts') lifetimes.push(fact.seconds)
      }
  }
  return { known: from.length > 0, from, conditional, roles, acts, lifetimes: lifetimes.toSorted((a, b) => a - b) }
}

const told = ['status', 'rejected', 'body', 'body-cells', 'field', 'format', 'lacks', 'answer-header'] as const

const tells = (fact: { readonly is: string }): fact is Extract<Expectation, { is: (typeof told)[number] }> =>
  (told as readonly string[]).includes(fact.is)

/** The tag of a row whose changes are counted. */
const isVersion = (value: string) => /^"?\d+"?$/.test(value)
