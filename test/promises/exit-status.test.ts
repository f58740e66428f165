import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { TestProject } from '../support/project.ts'
import { keepers } from './zoo.ts'

let project: TestProject
const bdd = (...args: string[]) => project.brine('bdd', '--backend', 'embedded', '--json', 'run.json', ...args)

before(async () => {
  project = await TestProject.create({ keepers })
})
after(() => project.remove())

describe('exit status', () => {
  it('is 2 for a folder without features: no scenario is never green', async () => {
    const { status, output } = await bdd('nowhere')
    assert.equal(status, 2)
    assert.match(output, /no feature file is found at nowhere/)
  })

  it('is 2 for tags that no scenario has', async () => {
    const { status, output } = await bdd('--tags', '@never')
    assert.equal(status, 2)
    assert.match(output, /no scenario has the tags @never/)
  })

  it('is 2 for an option that is not there, naming those that are', async () => {
    const { status, output } = await bdd('--fast')
    assert.equal(status, 2)
    assert.match(output, /there is no option --fast[\s\S]*--dry-run/)
  })

  it('is 1 while nothing may be generated, and nothing is', async () => {
    const { status } = await bdd('--no-generate')
    assert.equal(status, 1)
    assert.deepEqual(await project.files('src'), {})
    assert.equal((await project.json()).failures[0]?.kind, 'absent')
  })

  it('says what a dry run would write, and writes nothing', async () => {
    const { status, output } = await bdd('--dry-run')
    assert.equal(status, 0)
    assert.match(output, /create +src\/services\/keepers\.ts/)
    assert.deepEqual(await project.files('src'), {})
  })

  it('is 0 when everything is green', async () => {
    const { status, output } = await bdd()
    assert.equal(status, 0, output)
    assert.deepEqual((await project.json()).scenarios, { total: 2, passed: 2, failed: 0, stubbed: 0, notRun: 0 })
  })

  it('is 1 while a method is yours to write, and names its place', async () => {
    await project.write(
      'features/breaks.feature',
      `Feature: Breaks
  Scenario: A keeper takes a break
    Given a keeper exists with:
      | name | Hagar |
    When the client sends POST /api/v1/keepers/{keeper.id}/rest
    Then the response status is 200
`,
    )
    const { status, output } = await bdd()
    assert.equal(status, 1)
    assert.match(output, /to write +src\/services\/keepers\.ts:\d+ +Breaks: A keeper takes a break/)
    assert.equal((await project.json()).scenarios['stubbed'], 1)
  })

  it('is 1 when the service behaves otherwise than the features say', async () => {
    await project.remove()
    project = await TestProject.create({ keepers })
    await bdd()
    await project.edit('src/services/keepers.ts', 'keepers.add(fields)', "keepers.add({ ...fields, shift: 'night' })")
    const { status, output } = await bdd()
    assert.equal(status, 1)
    assert.match(output, /A keeper is taken on[\s\S]*behaviour/)
    assert.match(await project.read('src/services/keepers.ts'), /'night'/)
  })
})
