import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { after, before, describe, it } from 'node:test'
import { TestProject } from '../support/project.ts'

const declared = `
  Background:
    Given a boat has these fields:
      | field | type    | rules            |
      | name  | string  | required, max 20 |
      | berth | integer | required, min 1  |
`
const boats = `Feature: Boats
${declared}
  @quick
  Scenario: A boat is moored
    When the client creates a boat with:
      | name  | Argo |
      | berth | 7    |
    Then the response status is 201

  Scenario Outline: A boat without a place, <berth>
    When the client creates a boat with:
      | name  | Argo    |
      | berth | <berth> |
    Then the response status is 422

    Examples:
      | berth |
      | 0     |
      | -3    |

  Scenario: A boat is found (by its key)
    Given a boat exists with:
      | name  | Argo |
      | berth | 7    |
    When the client reads the boat "Argo"
    Then the response field "berth" is 7
`
const leaving = `Feature: Leaving
${declared}
  @quick
  Scenario: A boat leaves
    Given a boat exists with:
      | name  | Argo |
      | berth | 7    |
    When the client deletes the boat "Argo"
    Then the response status is 204
`

let project: TestProject
interface Data {
  readonly scenarios: { readonly total: number; readonly passed: number }
  readonly run: { readonly of: number; readonly shard?: string; readonly order?: string }
  readonly results: readonly { readonly scenario: string; readonly uri: string; readonly line: number }[]
  readonly failures: readonly { readonly scenario: string }[]
}

async function bdd(...args: readonly string[]) {
  const { status, output } = await project.brine('bdd', '--backend', 'embedded', '--json', 'run.json', ...args)
  const data = JSON.parse(await project.read('run.json')) as Data // written by the run
  return { status, output, data, names: data.results.map(({ scenario }) => scenario) }
}

before(async () => {
  project = await TestProject.create({ boats, leaving })
  const { status, output } = await bdd()
  assert.equal(status, 0, output)
})
after(() => project.remove())

describe('a run can be about some scenarios', () => {
  it('by a part of their name, in any case', async () => {
    const { names, output } = await bdd('--name', 'a boat LEAVES')
    assert.deepEqual(names, ['A boat leaves'])
    assert.match(output, /^features 2 files, 1 of 5 scenarios$/m)
    assert.deepEqual((await bdd('--name', 'found (by')).names, ['A boat is found (by its key)'])
  })

  it('by several names, and by a regular expression', async () => {
    const { names } = await bdd('--name', 'leaves', '--name', '/^A boat without .* -?\\d$/')
    assert.deepEqual(names, ['A boat without a place, 0', 'A boat without a place, -3', 'A boat leaves'])
  })

  it('by all of it together: names, tags, paths, lines', async () => {
    assert.deepEqual((await bdd('--tags', '@quick', '--name', 'moored', 'features/boats.feature')).names, [
      'A boat is moored',
    ])
    assert.deepEqual((await bdd('features/boats.feature:25')).names, ['A boat without a place, -3'])
  })
})

describe('the order of a run', () => {
  it('is told as a seed that brings the same order back', async () => {
    const first = await bdd('--order', 'random')
    const [, seed = ''] = /order random:(\d+)/.exec(first.output) ?? []
    assert.equal(first.data.run.order, `random:${seed}`)
    assert.deepEqual(await order(seed), await order(seed))
    assert.notDeepEqual(await order('1'), await order('2'))
  })

  /** As the scenarios came about: each of them logs its name. */
  async function order(seed: string): Promise<readonly string[]> {
    await project.write(
      'steps/log.ts',
      `import { appendFileSync } from 'node:fs'
import { Before } from '@cucumber/cucumber'
Before(({ pickle }) => appendFileSync('order.log', pickle.name + '\\n'))
`,
    )
    await project.write('order.log', '')
    const { status, output } = await bdd('--order', `random:${seed}`, '--no-generate')
    assert.equal(status, 0, output)
    return (await project.read('order.log')).split('\n')
  }
})

describe('what failed', () => {
  it('is run again by itself until it is green, and then there is nothing to run', async () => {
    await project.edit('src/services/boats.ts', 'boats.add(fields)', 'boats.add({ ...fields, berth: 8 })')
    await project.edit('features/boats.feature', 'is 201', 'is 201\n    And the response field "berth" is 7')
    const red = await bdd()
    assert.deepEqual([red.status, red.data.failures.length], [1, 1], red.output)
    // where it stands does not matter, and what runs in between neither
    await project.edit('features/boats.feature', 'Feature: Boats', '# a comment\n\nFeature: Boats')
    assert.equal((await bdd('--name', 'leaves')).status, 0)
    const again = await bdd('--failed')
    assert.deepEqual([again.status, ...again.names], [1, 'A boat is moored'])
    await project.edit('src/services/boats.ts', '{ ...fields, berth: 8 }', 'fields')
    assert.equal((await bdd('--failed')).status, 0)
    const { status, output } = await project.brine('bdd', '--failed')
    assert.equal(status, 2)
    assert.match(output, /^none of these scenarios was red the last time$/m)
  })

  it('is remembered outside of version control, beside the manifest that belongs into it', () => {
    const git = (...args: readonly string[]) =>
      spawnSync('git', args, { cwd: project.root, encoding: 'utf8' }).stdout.trim().split('\n')
    git('init', '--quiet')
    git('add', '.')
    const known = git('ls-files', '.brine')
    assert.deepEqual(known, ['.brine/.gitignore', '.brine/manifest.json'])
  })
})

describe('shards', () => {
  const files = ['one.json', 'two.json', 'three.json']
  const shard = (index: number, file: string, ...more: readonly string[]) =>
    project.brine('bdd', '--backend', 'embedded', '--shard', `${index}/3`, '--json', file, ...more)

  before(async () => {
    for (const [n, file] of files.entries()) {
      const { status, output } = await shard(n + 1, file)
      assert.equal(status, 0, output)
      assert.match(output, new RegExp(`shard ${n + 1}/3`))
    }
  })

  it('have every scenario once between them', async () => {
    const { status, output } = await project.brine('merge', ...files, '--json', 'run.json')
    assert.equal(status, 0, output)
    assert.match(output, /5 passed of 5 scenarios/)
    const data = JSON.parse(await project.read('run.json')) as Data // written by the command
    assert.deepEqual(
      data.results.map(({ uri, line }) => `${uri}:${line}`),
      [12, 27, 28, 30].map(line => `features/boats.feature:${line}`).concat('features/leaving.feature:10'),
    )
    const parts = await Promise.all(files.map(async file => JSON.parse(await project.read(file)) as Data))
    assert.deepEqual(
      parts.map(({ scenarios, run }) => [scenarios.total, run.of]),
      [2, 2, 1].map(total => [total, 5]),
    )
  })

  it('are refused when one is missing, or there twice, or of other features', async () => {
    const refused = async (said: RegExp, ...args: readonly string[]) => {
      const { status, output } = await project.brine('merge', ...args)
      assert.equal(status, 2, output)
      assert.match(output, said)
    }
    await refused(/^shard 2\/3 is missing$/m, 'one.json', 'three.json')
    await refused(/^shard 1\/3 is there twice \(one\.json\)$/m, ...files, 'one.json')
    await refused(/^there is no run to merge$/m)
    await refused(/^nowhere\.json cannot be read/m, 'nowhere.json')
    await refused(/^package\.json is no run that this version of brine has written/m, 'package.json')
    await refused(/^brine\.json|^there is no option --fast/m, '--fast')
    await project.edit('features/leaving.feature', 'A boat leaves', 'A boat puts to sea')
    await shard(3, 'three.json')
    await refused(/^three\.json is a run of other features than one\.json$/m, ...files)
  })

  it('are red together when one of them is, and the merge says which scenario', async () => {
    await project.edit('features/leaving.feature', 'is 204', 'is 205')
    for (const [n, file] of files.entries()) await shard(n + 1, file, '--no-generate')
    const { status, output } = await project.brine('merge', ...files)
    assert.equal(status, 1)
    assert.match(output, /✗ A boat puts to sea\n {2}features\/leaving\.feature:10/)
    assert.match(output, /4 passed, 1 failed of 5 scenarios/)
  })

  it('with nothing in them are never green', async () => {
    const { status, output } = await project.brine('bdd', '--shard', '6/6')
    assert.equal(status, 2)
    assert.match(output, /^shard 6 of 6 is empty: there are only 5 scenarios$/m)
  })
})
