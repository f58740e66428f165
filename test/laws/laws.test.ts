import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { generate, seedsOf } from '../../src/generate/index.ts'
import { inferModel, type ApiModel } from '../../src/model/index.ts'
import { isAct, isPolicy, isState, showProblem, type Fact, type Specification } from '../../src/spec/index.ts'
import type { ScenarioResult } from '../../src/verify/index.ts'
import { vocabulary } from '../../steps/index.ts'
import { startPipeline } from '../support/pipeline.ts'
import { alter } from './alterations.ts'
import { isAt, restate, standings, type Standing } from './facts.ts'
import { nothing } from './nothing.ts'

const pipeline = await startPipeline()
after(() => pipeline.stop())
const examples = await Promise.all(
  vocabulary.phrases.map(async phrase => [phrase, await pipeline.read({ [phrase.id]: phrase.example })] as const),
)

for (const [{ id, expression }, features] of examples) {
  const { model, problems } = inferModel(features)
  const others = restate(features, step => (step.phrase?.id === id ? [] : step.facts))
  const { model: without } = inferModel(others)
  const own = standings(features, id)

  describe(`${id}, ${expression}`, () => {
    it('has an example that says it, without problems', () => {
      assert.deepEqual(
        [...features.problems, ...problems].map(problem => showProblem(problem)),
        [],
      )
      assert.ok(own.length > 0)
      assert.ok(features.scenarios.every(({ steps }) => steps.every(({ phrase }) => phrase)))
    })

    it('is red against an empty service', async () => {
      await pipeline.serve()
      for (const result of await pipeline.verify(features, model)) assertRed(result)
      // nor does the step itself pass on nothing, when no other comes before it but the requests
      for (const standing of own.filter(({ step }) => !step.facts.every(isAct))) {
        const alone = restate(features, step => (isAt(step, standing) || step.facts.every(isAct) ? step.facts : idle))
        const [result] = await pipeline.verify(alone, model, [standing.scenario.id])
        assertRed(result, line => line === standing.step.place.line)
      }
    })

    it('is green against what its own facts generate', async () => {
      await pipeline.serve(model)
      for (const { status, failure } of await pipeline.verify(features, model))
        assert.equal(status, 'passed', failure?.message)
    })

    for (const standing of own)
      for (const [fact, altered] of alterationsAt(standing))
        it(`is red when it says ${difference(fact, altered)}`, async () => {
          await pipeline.serve(model)
          const changed = restate(features, step =>
            isAt(step, standing) ? step.facts.map(one => (one === fact ? altered : one)) : step.facts,
          )
          const [result] = await pipeline.verify(changed, model, [standing.scenario.id])
          // what is brought about otherwise is missed by a later step, what is expected otherwise by this one
          const { line } = standing.step.place
          assertRed(result, missed => (isAct(fact) || isState(fact) ? missed > line : missed === line))
        })

    // a policy's step only asks whether what it is about is there: that it is kept shows in the service without it
    const teaches = !isDeepStrictEqual(code(without), code(model))
    // what was called otherwise shows where rows are kept from before: test/evolving
    const past = own.some(({ step }) => step.facts.some(({ is }) => is === 'was-called'))
    if (!past && (teaches || own.some(({ step }) => step.facts.some(isPolicy))))
      it('is red when the service is generated without it', async () => {
        // an example of the refusal teaches the rule, too: then the statement has to teach it by itself
        const [all, rest] = teaches ? [model, without] : [features, others].map(it => inferModel(unrefused(it)).model)
        assert.notDeepEqual(code(rest!), code(all!), 'nothing is generated from it')
        await pipeline.serve(rest)
        const results = await pipeline.verify(features, model)
        for (const { scenario } of own) assertRed(results.find(result => result.id === scenario.id))
      })
  })
}

describe('where there is no service', () => {
  for (const [n, { name, feature }] of nothing.entries())
    it(name, async () => {
      const features = await pipeline.read({ [`nothing-${n}`]: feature })
      await pipeline.serve()
      for (const { status } of await pipeline.verify(features, inferModel(features).model))
        assert.notEqual(status, 'passed')
    })
})

/** The same features without what they say of refusals. */
const unrefused = (specification: Specification): Specification =>
  restate(specification, step =>
    step.facts.filter(fact => fact.is !== 'rejected' && !(fact.is === 'status' && fact.status >= 400)),
  )

/** What a step states that does nothing: it takes away a header that nobody sends. */
const idle: readonly Fact[] = [{ is: 'header', name: 'x-idle', value: '' }]

/** What is generated, apart from where it comes from. */
function code(model: ApiModel): unknown {
  return [...generate(model).map(({ path, text }) => [path, text]), ...seedsOf(model)]
}

function alterationsAt({ step }: Standing): readonly (readonly [fact: Fact, altered: Fact])[] {
  return step.facts.flatMap(fact => (isPolicy(fact) ? [] : alter(fact).map(altered => [fact, altered] as const)))
}

/**
 * Red is an expectation that is not met: a service that does not start, or a step that breaks, proves nothing.
 *
 * @param where whether it is the step in this line that may fail
 */
function assertRed(result: ScenarioResult | undefined, where: (line: number) => boolean = () => true): void {
  // a stub that names its scenario is as red as what is wrong
  assert.match(result?.status ?? 'none', /^(?:failed|stubbed)$/)
  const { kind, message, place } = result!.failure!
  assert.equal(kind, 'expectation', message)
  assert.ok(where(place.line), `another step failed: ${message}`)
}

/** The members of a fact that an alteration changes. */
function difference(fact: Fact, altered: Fact): string {
  const before = new Map<string, unknown>(Object.entries(fact))
  const changed = Object.entries(altered).filter(([name, value]) => !isDeepStrictEqual(value, before.get(name)))
  return changed.map(([name, value]) => `${name} ${JSON.stringify(value)}`).join(', ')
}
