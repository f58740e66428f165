import type { Fact, Scenario, Specification, Step } from '../../src/spec/index.ts'

/** The same features, in which steps state what `state` makes of them. */
export function restate(
  specification: Specification,
  state: (step: Step, scenario: Scenario) => readonly Fact[],
): Specification {
  const scenarios = specification.scenarios.map(scenario => ({
    ...scenario,
    steps: scenario.steps.map(step => ({ ...step, facts: state(step, scenario) })),
  }))
  return { ...specification, scenarios }
}

/** A step and the scenario that it stands in. */
export interface Standing {
  readonly scenario: Scenario
  readonly step: Step
}

/** Where steps of a phrase stand, by its id. */
export const standings = ({ scenarios }: Specification, id: string): readonly Standing[] =>
  scenarios.flatMap(scenario => scenario.steps.filter(step => step.phrase?.id === id).map(step => ({ scenario, step })))

/** Steps are told apart by their line, since an example has no outlines and no background. */
export const isAt = (step: Step, { step: other }: Standing): boolean => step.place.line === other.place.line
