import { isAct, isExpectation, isState, type Act, type Expectation, type Fact, type State } from './fact.ts'
import type { Place } from './place.ts'
import type { Scenario } from './specification.ts'

export interface Placed<F extends Fact> {
  readonly fact: F
  readonly place: Place
}

/** One request of a scenario, with what was there before it and what is expected after it. */
export interface Example {
  readonly scenario: Scenario
  readonly act: Extract<Act, { is: 'request' | 'act' }>
  readonly place: Place
  readonly before: readonly Placed<State>[]
  readonly expected: readonly Placed<Expectation>[]
  /** Parts of its answer that later steps refer to: `response.items[0].id`. */
  readonly references: readonly string[]
}

/** Divides a scenario into its examples. A repeated or followed request adds its expectations to the request it repeats. */
export function examplesOf(scenario: Scenario): readonly Example[] {
  const examples: {
    act: Example['act']
    place: Place
    before: Placed<State>[]
    expected: Placed<Expectation>[]
    references: string[]
  }[] = []
  const before: Placed<State>[] = []
  let repeated = false
  for (const { facts, place } of scenario.steps)
    for (const fact of facts) {
      const current = examples.at(-1)
      current?.references.push(...responseReferences(fact))
      if (isAct(fact)) {
        if (fact.is === 'again') repeated = true
        else if (fact.is === 'request' || fact.is === 'act') {
          examples.push({ act: fact, place, before: [...before], expected: [], references: [] })
          repeated = false
        }
      } else if (isState(fact)) before.push({ fact, place })
      else if (isExpectation(fact) && !repeated) current?.expected.push({ fact, place })
    }
  return examples.map(example => ({ scenario, ...example }))
}

/** The status that is expected of an example's answer; undefined where none is stated. */
export function expectedStatus({ expected }: Example): number | undefined {
  for (const { fact } of expected) if (fact.is === 'status' || fact.is === 'rejected') return fact.status
  const some = expected.flatMap(({ fact }) => (fact.is === 'some-status' ? [fact.status] : []))
  return some.length ? Math.min(...some) : undefined
}

export const succeeds = (example: Example): boolean => (expectedStatus(example) ?? 200) < 400

const responseReferences = (fact: Fact): string[] =>
  [...JSON.stringify(fact).matchAll(/(?:\{|\$ref":")(response(?:\.[\w$-]+|\[\d+\])*)/g)].map(found => found[1]!)
