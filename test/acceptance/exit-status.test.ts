import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { freshCheckout, type Project } from './project.ts'

const notes = `Feature: Notes

  Background:
    Given a note has these fields:
      | field | type   | rules            |
      | text  | string | required, max 40 |

  Scenario: A note is written
    When the client creates a note with:
      | text | buy milk |
    Then the response status is 201

  Scenario: A note needs a text
    When the client sends POST /notes with body:
      """
      {}
      """
    Then the response status is 422
`

describe('the exit status', () => {
  let project: Project
  before(async () => {
    project = await freshCheckout({ 'features/notes.feature': notes })
  })
  after(() => project.remove())

  it('is 0 when every scenario is green', async () => {
    const { exit, output } = await project.bdd()
    assert.equal(exit, 0, output)
  })

  it('is 1 when a scenario is red, which says what was expected and what came', async () => {
    const { exit, output } = await withFeature('A note is red', 'the response status is 418')
    assert.equal(exit, 1, output)
    assert.match(output, /features\/more\.feature:5/)
    assert.match(output, /418/)
  })

  it('is 1 when a step means nothing', async () => {
    const { exit, output } = await withFeature('A note is odd', 'the note is sung')
    assert.equal(exit, 1, output)
    assert.match(output, /the note is sung/)
  })

  it('is 1 when code is missing and none may be written', async () => {
    const other = await freshCheckout({ 'features/notes.feature': notes })
    const { exit, json, output } = await other.bdd(['--no-generate'])
    assert.equal(exit, 1, output)
    assert.deepEqual(json?.generated, [])
    assert.deepEqual([...(await other.files('app').catch(() => []))], [])
    await other.remove()
  })

  it('is 2 when no scenario is selected', async () => {
    const { exit, output } = await project.bdd(['--tags', '@nothing'])
    assert.equal(exit, 2, output)
  })

  it('is 2 when a feature cannot be read, and nothing is written', async t => {
    const before = await project.files('app')
    await project.write({
      'features/more.feature': 'Feature: More\n  Scenario: Broken\n    Given it rains\n    Whenever\n',
    })
    t.after(() => rm(join(project.root, 'features/more.feature')))
    const { exit, output } = await project.bdd()
    assert.equal(exit, 2, output)
    assert.match(output, /features\/more\.feature:4:5/)
    assert.deepEqual(await project.files('app'), before)
  })

  it('is 2 when the arguments are wrong', async () => {
    for (const args of [['--colour'], ['--backend', 'cloud'], ['features/none.feature']]) {
      const { exit, output } = await project.bdd(args)
      assert.equal(exit, 2, output)
    }
  })

  it('is 3 when a backend cannot be had', async () => {
    const { exit, output } = await project.bdd(['--backend', 'given', 'features/notes.feature'])
    assert.equal(exit, 3, output)
  })

  async function withFeature(name: string, then: string) {
    const text = `Feature: More\n\n  Scenario: ${name}\n    When the client sends GET /notes\n    Then ${then}\n`
    await project.write({ 'features/more.feature': text })
    return project.bdd(['features/more.feature'])
  }
})
