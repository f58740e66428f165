import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { TestProject } from '../support/project.ts'

const notes = `Feature: Notes

  Background:
    Given a note has these fields:
      | field | type   | rules            |
      | text  | string | required, max 40 |

  Scenario: A note is written
    When the client creates a note with:
      | text | buy milk |
    Then the response status is 201
`

describe('a run that is not green says why', () => {
  let project: TestProject
  before(async () => {
    project = await TestProject.create({ notes })
    const { status, output } = await bdd()
    assert.equal(status, 0, output)
  })
  after(() => project.remove())

  it('a red scenario: the place, what was expected, what came', async t => {
    const { status, output } = await bddWith(t, 'When the client sends GET /notes', 'Then the response status is 418')
    assert.equal(status, 1)
    assert.match(output, /features\/more\.feature:5/)
    assert.match(output, /the response status is 200, not 418/)
  })

  it('a step that means nothing: the line with a caret, and the nearest phrases', async t => {
    const { status, output } = await bddWith(t, 'When the client gets /notes', 'Then the response status is 200')
    assert.equal(status, 1)
    assert.match(output, /features\/more\.feature:4:\d+: .*\n +When the client gets \/notes\n +\^+\n/)
    assert.match(output, /the client sends \{method\} \{path\}/)
  })

  it('a feature that cannot be read: the place; and nothing is written', async t => {
    const before = await project.files('src')
    const { status, output } = await bddWith(t, 'Given it rains', 'Whenever')
    assert.equal(status, 2)
    assert.match(output, /features\/more\.feature:5:5: .*\n +Whenever\n +\^/)
    assert.deepEqual(await project.files('src'), before)
  })

  it('a backend that nobody knows, or that cannot be had: another status for each', async () => {
    assert.equal((await bdd('--backend', 'cloud')).status, 2)
    assert.equal((await bdd('--backend', 'given')).status, 3)
  })

  const bdd = (...args: string[]) => project.brine('bdd', ...(args.length > 0 ? args : ['--backend', 'embedded']))

  async function bddWith(t: { after(end: () => Promise<void>): void }, ...steps: readonly string[]) {
    const path = 'features/more.feature'
    await project.write(path, `Feature: More\n\n  Scenario: One more\n${steps.map(step => `    ${step}\n`).join('')}`)
    t.after(() => rm(join(project.root, path)))
    return bdd()
  }
})
