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

/** What is generated from a specification; `values` are the types of keys, and the fields, by resource. */
export interface Version {
  readonly files: readonly GeneratedFile[]
  readonly values: ReadonlyMap<string, { readonly key: string; readonly fields: ReadonlySet<string> }>
}

/**
 * Whether rows hold at least what they held before. Who wrote code about a field that is gone, or about keys of another
 * type, is told what is kept, and mends it: no tool knows what is meant to become of that.
 */
export const holdsAtLeast = (now: Version, before: Version): boolean =>
  [...before.values].every(([resource, { key, fields }]) => {
    const left = now.values.get(resource)
    return !left || (left.key === key && fields.isSubsetOf(left.fields))
  })

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
    if (problems.length > 0) continue
    const values = model.resources.map(
      ({ name, key, fields }) => [name, { key: key.type, fields: new Set(fields.map(field => field.name)) }] as const,
    )
    return { files: generate(model), values: new Map(values) }
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
