import { generate, type GeneratedFile } from '../../src/generate/index.ts'
import { inferModel } from '../../src/model/index.ts'
import { isPolicy, type Fact, type Specification } from '../../src/spec/index.ts'

/** Chooses a whole number below the given one. */
export type Choose = (below: number) => number

/** A source of choices that are the same for the same seed (mulberry32). */
export function chooser(seed: number): Choose {
  let state = seed >>> 0
  return below => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

/** What is generated from a specification; `keys` are the types of the keys in it. */
export interface Version {
  readonly files: readonly GeneratedFile[]
  readonly keys: ReadonlyMap<string, string>
}

/** Whether callers pass the same keys: a key of another type is for those to mend who call with it. */
export const haveSameKeys = (a: Version, b: Version): boolean =>
  [...a.keys].every(([resource, type]) => (b.keys.get(resource) ?? type) === type)

/**
 * The specification without some of its scenarios and without some fields that nothing needs: what it may have been
 * before, or may become. Undefined where that makes no sense any more.
 */
export function variant(specification: Specification, choose: Choose): Version | undefined {
  const share = 1 + choose(4)
  const scenarios = specification.scenarios.map(scenario => {
    const whole = choose(6) >= share
    const steps = scenario.steps.map(step => ({ ...step, facts: whole ? step.facts : step.facts.filter(isPolicy) }))
    return { ...scenario, steps }
  })
  const fewer = { ...specification, scenarios: withoutFields(scenarios, choose) }
  for (const one of [fewer, { ...specification, scenarios }]) {
    const { model, problems } = inferModel(one)
    if (problems.length === 0)
      return { files: generate(model), keys: new Map(model.resources.map(({ name, key }) => [name, key.type])) }
  }
  return undefined
}

/** Takes a row out of some field tables, the same wherever the table is repeated. */
function withoutFields(scenarios: Specification['scenarios'], choose: Choose): Specification['scenarios'] {
  const gone = new Map<string, boolean>()
  const isGone = (resource: string, field: string): boolean => {
    const key = `${resource}.${field}`
    const known = gone.get(key) ?? choose(8) === 0
    gone.set(key, known)
    return known
  }
  const fewer = (fact: Fact): Fact =>
    fact.is === 'fields' ? { ...fact, fields: fact.fields.filter(({ field }) => !isGone(fact.resource, field)) } : fact
  return scenarios.map(scenario => ({
    ...scenario,
    steps: scenario.steps.map(step => ({ ...step, facts: step.facts.map(fewer) })),
  }))
}
