import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { TestProject } from '../support/project.ts'

let project: TestProject
const bdd = (...args: string[]) => project.brine('bdd', '--backend', 'embedded', '--json', 'run.json', ...args)
afterEach(() => project.remove())

const garden = (steps: string) => `Feature: Garden
  Background:
    Given a plant has these fields:
      | field | type    | rules            |
      | name  | string  | required, max 40 |
      | water | integer | min 0            |

  Scenario: A plant is told
${steps}
`

const definitions = `import assert from 'node:assert/strict'
import { Before, Given, Then } from '@cucumber/cucumber'
import type { BrineWorld } from 'brine/steps'

Before(function (this: BrineWorld) {
  this.scene.headers.set('x-gardener', 'Hagar')
})

Given('a thirsty {string}', async function (this: BrineWorld, name: string) {
  const [plant] = await this.scene.target.insert('plant', [{ name, water: 0 }])
  this.scene.remember('plant', plant!)
})

Then('the {string} is dry', async function (this: BrineWorld, name: string) {
  const { request, answer } = this.scene.latest('dryness')
  assert.equal(request.headers['x-gardener'], 'Hagar')
  assert.equal((answer.json as { water: number }).water, 0)
  assert.equal((await this.scene.target.find('plant', { name })).length, 1)
})
`

describe('step definitions of a project’s own', () => {
  it('stand beside the phrases: they seed, they look, and their hooks run', async () => {
    const steps = `    Given a thirsty "fern"
    When the client reads the plant "fern"
    Then the response status is 200
    And the "fern" is dry`
    project = await TestProject.create({ garden: garden(steps) })
    await project.write('steps/garden.ts', definitions)
    const green = await bdd()
    assert.equal(green.status, 0, green.output)

    await project.edit('steps/garden.ts', 'water: 0 }', 'water: 3 }')
    const red = await bdd('--no-generate')
    assert.equal(red.status, 1, red.output)
    assert.match(red.output, /the "fern" is dry[\s\S]*3 !== 0[\s\S]*steps\/garden\.ts/)
  })

  it('that say what a phrase says are an error with both places', async () => {
    project = await TestProject.create({
      garden: garden('    When the client lists plants\n    Then the response status is 200'),
    })
    await project.write(
      'steps/garden.ts',
      "import { When } from '@cucumber/cucumber'\n\nWhen(/^the client lists/, () => {})\n",
    )
    const { status, output } = await bdd()
    assert.equal(status, 2, output)
    assert.match(output, /features\/garden\.feature:9:10: a phrase and a step definition say this/)
    assert.match(output, /the client lists \{resource\} {3}\(built in, C9\)/)
    assert.match(output, /\/\^the client lists\/ {3}\(steps\/garden\.ts:3\)/)
    assert.deepEqual(await project.files('src'), {})
  })

  it('that cannot be loaded are an error with the place', async () => {
    project = await TestProject.create({
      garden: garden('    When the client lists plants\n    Then the response status is 200'),
    })
    await project.write('steps/garden.ts', "import { When } from '@cucumber/cucumber'\n\nWhen(, () => {})\n")
    const { status, output } = await bdd()
    assert.equal(status, 2, output)
    assert.match(output, /steps\/garden\.ts:3/)
  })
})

describe('a step that nothing says', () => {
  const steps = `    Given 3 plants exist
    When the gardener waters 2 of "fern" with:
      | litres | 1 |
    And the gardener waters 5 of "moss" with:
      | litres | 2 |
    Then the ground isn't dry`

  it('gets a definition to fill in, once, and what is there stays', async () => {
    project = await TestProject.create({ garden: garden(steps) })
    const first = await bdd()
    assert.equal(first.status, 1, first.output)
    assert.match(first.output, /no phrase says this/)
    assert.match(first.output, /to write steps\/pending\.ts:\d+ {2}When the gardener waters 2 of "fern" with:/)
    const written = await project.read('steps/pending.ts')
    assert.equal(
      written,
      `import { Then, When, type DataTable } from '@cucumber/cucumber'
import type { BrineWorld } from 'brine/steps'

// features/garden.feature:10
When('the gardener waters {int} of {string} with:', function (this: BrineWorld, int: number, string: string, table: DataTable) {
  return 'pending'
})

// features/garden.feature:14
Then('the ground isn\\'t dry', function (this: BrineWorld) {
  return 'pending'
})
`,
    )
    const second = await bdd()
    assert.equal(second.status, 1, second.output)
    assert.match(second.output, /to write steps\/pending\.ts:5/)
    assert.doesNotMatch(second.output, /no phrase says this/)
    assert.equal(await project.read('steps/pending.ts'), written)

    await project.edit('steps/pending.ts', "  return 'pending'", '  // the hose')
    await project.edit(
      'features/garden.feature',
      'Given 3 plants exist',
      'Given the sun shines\n    And 3 plants exist',
    )
    const mine = await project.read('steps/pending.ts')
    const third = await bdd()
    assert.equal(third.status, 1, third.output)
    const added = await project.read('steps/pending.ts')
    assert.ok(added.startsWith(mine))
    assert.match(
      added.slice(mine.length),
      /^\nimport \{ Given \} from '@cucumber\/cucumber'\n\n[\s\S]*Given\('the sun shines'/,
    )

    await project.write(
      'steps/pending.ts',
      added.replaceAll("  return 'pending'\n", '').replaceAll('  // the hose\n', ''),
    )
    const last = await bdd()
    assert.equal(last.status, 0, last.output)
  })

  it('gets none where nothing is to be written', async () => {
    project = await TestProject.create({ garden: garden(steps) })
    const { status, output } = await bdd('--no-generate')
    assert.equal(status, 1, output)
    assert.match(output, /no phrase says this/)
    assert.deepEqual(await project.files('steps'), {})
  })
})
