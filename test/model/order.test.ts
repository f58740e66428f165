import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { generate } from '../../src/generate/index.ts'
import { inferModel } from '../../src/model/index.ts'
import { specify } from '../support/specification.ts'
import { kit, projects, skipReason, specificationOf, type SpecifiedProject } from '../support/specifications.ts'

type Features = Readonly<Record<string, string>>

/** What is generated, apart from where it comes from. */
async function codeOf(features: Features): Promise<Features> {
  const specification = await specify(features)
  assert.deepEqual(specification.problems, [])
  return Object.fromEntries(generate(inferModel(specification).model).map(({ path, text }) => [path, text]))
}

async function textsOf(project: SpecifiedProject): Promise<Features> {
  const { features } = await specificationOf(project)
  const texts = features.map(async ({ uri }) => [uri, await readFile(join(project.root, uri), 'utf8')] as const)
  return Object.fromEntries(await Promise.all(texts))
}

/** The same features: their files under other names, rules and scenarios in another order. */
function shuffle(features: Features, random: () => number): Features {
  const files = shuffled(Object.values(features), random)
  return Object.fromEntries(
    files.map((text, n) => {
      const [head = '', ...rules] = text.split(/^(?=(?: *@.*\n)* *Rule:)/m)
      const parts = [head, ...shuffled(rules, random)].map(part => scenariosShuffled(part, random))
      return [`features/${n}.feature`, parts.join('')]
    }),
  )
}

function scenariosShuffled(text: string, random: () => number): string {
  const [head = '', ...scenarios] = text.split(/^(?=(?: *@.*\n)* *Scenario[^:\n]*:)/m)
  return [head, ...shuffled(scenarios, random).map(scenario => `${scenario.trimEnd()}\n\n`)].join('')
}

const shuffled = <T>(all: readonly T[], random: () => number): readonly T[] =>
  all
    .map(one => ({ one, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ one }) => one)

/** Numbers from 0 to 1, the same for the same seed. */
const randomOf = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
  return seed / 2 ** 31
}

/** Paths whose texts differ, so that a failure says no more than that. */
const differing = (a: Features, b: Features) =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(path => a[path] !== b[path])

describe('the order of files, rules and scenarios is of no account', async () => {
  for (const project of [kit, ...projects])
    it(project.name, { skip: await skipReason(project) }, async () => {
      const texts = await textsOf(project)
      const code = await codeOf(texts)
      assert.ok(Object.keys(code).length > 10)
      for (const seed of [1, 2, 3, 4, 5]) {
        const other = shuffle(texts, randomOf(seed))
        assert.notDeepEqual(Object.values(other), Object.values(texts))
        assert.deepEqual(differing(await codeOf(other), code), [], `seed ${seed}`)
      }
    })

  it('nor for the scenario that a stub is named after', async () => {
    const steps = 'When the client sends POST /orders/{order.id}/print-label\nThen the response status is 200'
    const [one = '', other = ''] = [1, 2].map(n => `  Scenario: No. ${n}\n${steps.replace(/^/gm, '    ')}\n\n`)
    const [first, second] = await Promise.all(
      [one + other, other + one].map(text => codeOf({ 'features/a.feature': `Feature: Orders\n${text}` })),
    )
    assert.deepEqual(differing(first!, second!), [])
  })
})
