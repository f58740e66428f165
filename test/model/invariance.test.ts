import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { generate } from '../../src/generate/index.ts'
import { inferModel } from '../../src/model/index.ts'
import type { Fact, Specification } from '../../src/spec/index.ts'
import { kit, projects, skipReason, specificationOf } from '../support/specifications.ts'
import { otherValues } from './other-values.ts'

const codeOf = (specification: Specification): Readonly<Record<string, string>> =>
  Object.fromEntries(generate(inferModel(specification).model).map(({ path, text }) => [path, text]))

/** The same specification with other facts. */
const restated = (specification: Specification, change: (fact: Fact) => Fact): Specification => ({
  ...specification,
  scenarios: specification.scenarios.map(scenario => ({
    ...scenario,
    steps: scenario.steps.map(step => ({ ...step, facts: step.facts.map(change) })),
  })),
})

/** Lines that differ, so that a failure says no more than that. */
function differing(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): readonly string[] {
  const paths = [...new Set([...Object.keys(a), ...Object.keys(b)])].toSorted()
  return paths
    .filter(path => a[path] !== b[path])
    .flatMap(path => {
      const [left, right] = [a, b].map(side => (side[path] ?? '').split('\n'))
      const lines = left!.filter(line => !right!.includes(line)).map(line => `- ${line}`)
      return [path, ...lines, ...right!.filter(line => !left!.includes(line)).map(line => `+ ${line}`)]
    })
}

describe('other example values give the same code', async () => {
  for (const project of [kit, ...projects])
    it(project.name, { skip: await skipReason(project) }, async () => {
      const specification = await specificationOf(project)
      const change = otherValues(specification)
      const other = restated(specification, change)
      const facts = (one: Specification) =>
        JSON.stringify(one.scenarios.map(({ steps }) => steps.map(step => step.facts)))
      assert.notEqual(facts(other), facts(specification))
      assert.deepEqual(differing(codeOf(specification), codeOf(other)), [])
    })
})
