import { isOfSession, type Act, type Scenario, type Who } from '../spec/index.ts'

/** A request of a scenario, with the statuses that the scenario states of its answers. */
export interface Stated {
  readonly act: Extract<Act, { is: 'request' | 'act' | 'sign-in' | 'refresh' | 'sign-out' }>
  /** Who sends it, where the scenario says so. */
  readonly who: Who | undefined
  readonly statuses: readonly number[]
  /** Nothing is said of its first answer, so it must be a success. */
  readonly succeeds: boolean
}

/** What a scenario states about statuses, also of requests that it repeats: `1 of the responses has the status 429`. */
export function statedBy(scenario: Scenario): readonly Stated[] {
  const found: { act: Stated['act']; who: Who | undefined; statuses: number[]; succeeds: boolean }[] = []
  let repeated = false
  let who: Who | undefined
  for (const { facts } of scenario.steps)
    for (const fact of facts) {
      const current = found.at(-1)
      if (fact.is === 'client') who = fact.who
      else if (fact.is === 'request' || fact.is === 'act' || isOfSession(fact)) {
        found.push({ act: fact, who, statuses: [], succeeds: true })
        repeated = false
        if (fact.is === 'sign-in') who = { is: 'user', name: fact.login }
      } else if (fact.is === 'again' || fact.is === 'follow') repeated = true
      else if (current && (fact.is === 'status' || fact.is === 'rejected' || fact.is === 'some-status')) {
        current.statuses.push(fact.status)
        if (!repeated) current.succeeds = false
      }
    }
  return found
}
