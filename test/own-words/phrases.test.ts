import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { changedPaths, TestProject } from '../support/project.ts'
import { features, words } from './shop.ts'

let project: TestProject
const bdd = (...args: string[]) => project.brine('bdd', '--backend', 'embedded', '--json', 'run.json', ...args)
afterEach(() => project.remove())

const shop = async (edit: (text: string) => string = text => text) => {
  project = await TestProject.create(features)
  await project.write('steps/words.feature', edit(words))
}

describe('phrases of a project’s own', () => {
  it('say what their steps say: a service comes from them, and is verified by them', async () => {
    await shop()
    const first = await bdd()
    assert.equal(first.status, 0, first.output)
    assert.match(await project.read('src/schemas/sales.ts'), /copies: z/)
    const before = await project.files('src')
    const second = await bdd()
    assert.equal(second.status, 0, second.output)
    assert.deepEqual(changedPaths(before, await project.files('src')), [])

    const line = (await project.read('src/schemas/sales.ts')).split('\n').findIndex(text => /copies: z/.test(text)) + 1
    const page = await project.read('site/words.html')
    assert.match(page, /the customer &lt;name&gt; buys &lt;count&gt; copies[\s\S]*When the client creates a sale with:/)
    assert.match(page, /A customer buys/)
    const why = await project.brine('why', `src/schemas/sales.ts:${line}`)
    assert.match(why.output, /features\/sales\.feature:3 {2}Given a shop that sells records/)

    await project.edit('src/schemas/sales.ts', /z\.int32\(\)[^,\n]*|z\.int\(\)[^,\n]*/, 'z.int()')
    const red = await bdd('--no-generate')
    assert.equal(red.status, 1, red.output)
    assert.match(red.output, /the sale is refused because of "copies"/)
    assert.match(red.output, /the sale fails with 422 {2}steps\/words\.feature:\d+/)
    assert.match(red.output, /the request is rejected with 422 {2}steps\/words\.feature:\d+/)
  })

  it('are among the nearest ones of a step that nothing says', async () => {
    await shop()
    await project.edit('features/sales.feature', 'buys 2 copies', 'purchases 2 copies')
    const { status, output } = await bdd('--no-generate')
    assert.equal(status, 1, output)
    assert.match(
      output,
      /no phrase says this[\s\S]*Did you mean:[\s\S]*the customer <name> buys <count> copies of "<title>"/,
    )
  })
})

describe('phrases of a project’s own that make no sense', () => {
  const refused = async (edit: (text: string) => string, ...said: readonly RegExp[]) => {
    await shop(edit)
    const { status, output } = await bdd()
    assert.equal(status, 2, output)
    for (const text of said) assert.match(output, text)
    assert.deepEqual(await project.files('src'), {})
  }

  it('one that goes round', () =>
    refused(
      text => text.replace('Then the request is rejected with <status>', 'Then the sale is refused because of "x"'),
      /steps\/words\.feature:\d+:13: this phrase says itself/,
      /the sale fails with <status> \(steps\/words\.feature:\d+\)/,
    ))

  it('one that is built in', () =>
    refused(
      text => text.replace('the sale is noted', 'the response status is <status>'),
      /steps\/words\.feature:\d+:13: two phrases say this/,
      /the response status is \{status\} {3}\(built in, D1 in docs\/vocabulary\.md\)/,
    ))

  it('two that say the same', () =>
    refused(
      text => text.replace('the sale is noted', 'the customer "<who>" has <n> copies'),
      /two phrases say this/,
      /and steps\/words\.feature:\d+:13/,
    ))

  it('one of steps that nothing says', () =>
    refused(
      text => text.replace('Then the response status is 201', 'Then the response state is 201'),
      /steps\/words\.feature:\d+:10: no phrase says this/,
      /the response status is \{status\}/,
    ))

  it('one with a name that its title does not have', () =>
    refused(
      text => text.replace('| stock | <count> |', '| stock | <number> |'),
      /the phrase has no <number>/,
      /It has: <count>, <title>/,
    ))

  it('one that is no plain scenario', () =>
    refused(text => text.replace('Scenario: the sale is noted', 'Scenario Outline: the sale is noted'), /is no phrase/))

  it('one whose values lead to a step that cannot be', () =>
    refused(
      text =>
        text
          .replace('is rejected with <status>', 'is rejected with <status> and error "<status>"')
          .replace('fails with 422', 'fails with maybe'),
      /no phrase says this/,
      /and features\/sales\.feature:\d+:/,
    ))
})
