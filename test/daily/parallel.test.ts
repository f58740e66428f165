import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { startBackends } from '../../src/backends/index.ts'
import { bare } from '../backends/environment.ts'
import { TestProject } from '../support/project.ts'

/** Scenarios that all have the same rows: in one database they would stand in each other's way. */
const lamps = `Feature: Lamps
  Background:
    Given a lamp has these fields:
      | field | type   | rules            |
      | name  | string | required, unique |

  Scenario Outline: Only one lamp shines, <n>
    Given no lamps exist
    When the client creates a lamp with:
      | name | Pharos |
    Then the response status is 201
    When the client lists lamps
    Then the response lists 1 lamps

    Examples:
      | n |
${Array.from({ length: 24 }, (_, n) => `      | ${n + 1} |`).join('\n')}
`

const log = `import { appendFileSync } from 'node:fs'
import { After } from '@cucumber/cucumber'
import type { BrineWorld } from 'brine/steps'
After(function (this: BrineWorld, { pickle }) {
  appendFileSync('lamps.log', this.scene.target.address + ' ' + pickle.name + '\\n')
})
`

let project: TestProject
before(async () => {
  project = await TestProject.create({ lamps })
  await project.write('steps/log.ts', log)
})
after(() => project.remove())

const bdd = (...args: readonly string[]) => project.brine('bdd', '--backend', 'embedded', ...args)

describe('--parallel 3', () => {
  it('makes a service from nothing, and proves it', async () => {
    const { status, output } = await bdd('--parallel', '3')
    assert.equal(status, 0, output)
    assert.match(output, /^on .*a database of each for 3 at a time/m)
    assert.match(output, /24 of 24 scenarios, in a fresh process: green/)
  })

  it('runs every scenario once, on three services, each with databases of its own', async () => {
    await project.write('lamps.log', '')
    const { status, output } = await bdd('--parallel', '3', '--order', 'random:5')
    assert.equal(status, 0, output)
    const lines = (await project.read('lamps.log')).trim().split('\n')
    const names = lines.map(line => line.slice(line.indexOf(' ') + 1))
    assert.equal(new Set(names).size, 24)
    assert.equal(names.length, 24)
    assert.equal(new Set(lines.map(line => line.split(' ')[0])).size, 3)
  })

  it('needs as many Redis databases, and says so where one is named', async t => {
    const given = await startBackends('embedded', bare)
    t.after(() => given.stop())
    const env = { DATABASE_URL: given.postgres.url, REDIS_URL: given.redis.url.replace(/\/0$/, '') }
    const { status, output } = await project.brineIn(env, 'bdd', '--backend', 'given', '--parallel', '2')
    assert.equal(status, 0, output)
    const named = { ...env, REDIS_URL: `${env.REDIS_URL}/7` }
    const refused = await project.brineIn(named, 'bdd', '--backend', 'given', '--parallel', '2')
    assert.equal(refused.status, 3)
    assert.match(refused.output, /REDIS_URL names one database \(\/7\).*Leave the number out/)
  })
})
