import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { startBackends } from '../../src/backends/index.ts'
import { bare } from '../backends/environment.ts'
import { TestProject } from '../support/project.ts'

const lamps = `Feature: Lamps
  Scenario: None
    Given no lamps exist
    When the client lists lamps
    Then the response lists 0 lamps
`

let project: TestProject
before(async () => {
  project = await TestProject.create({ lamps })
})
after(() => project.remove())

/** The line that says what a run stands on, and the status. */
async function on(env: NodeJS.ProcessEnv, ...args: readonly string[]) {
  const { status, output } = await project.brineIn({ DATABASE_URL: '', REDIS_URL: '', ...env }, 'bdd', ...args)
  return { status, output, on: /^on +(.*)$/m.exec(output)?.[1] }
}

describe('PostgreSQL and Redis are chosen separately', () => {
  it('on the command line', async t => {
    const given = await startBackends('embedded', bare)
    t.after(() => given.stop())
    const {
      status,
      output,
      on: said,
    } = await on({ DATABASE_URL: given.postgres.url }, '--backend', 'postgres=given,redis=embedded')
    assert.equal(status, 0, output)
    assert.match(said ?? '', /^PostgreSQL \S+ \(given\) · Redis stand-in \(embedded\)$/)
  })

  it('in the configuration, where the command line says nothing', async t => {
    t.after(() => project.write('brine.config.ts', 'export default {}\n'))
    await project.write('brine.config.ts', "export default { backend: { postgres: 'embedded', redis: 'given' } }\n")
    const missing = await on({})
    assert.equal(missing.status, 3, missing.output)
    assert.match(missing.output, /^REDIS_URL is not set\. Set REDIS_URL to redis:/m)
    assert.deepEqual(missing.output.match(/is not set/g)?.length, 1)
    const { status, output, on: said } = await on({}, '--backend', 'redis=embedded')
    assert.equal(status, 0, output)
    assert.match(said ?? '', /^PostgreSQL \S+ \(embedded\) · Redis stand-in \(embedded\)$/)
  })

  it('and what is missing of both is said at once', async () => {
    const { status, output } = await on({}, '--backend', 'given')
    assert.equal(status, 3)
    assert.match(
      output,
      /^DATABASE_URL is not set; REDIS_URL is not set\. Set DATABASE_URL to postgres:.* Set REDIS_URL to redis:/m,
    )
  })

  it('for a look at the machine, too', async () => {
    const env = { DATABASE_URL: '', REDIS_URL: '' }
    const { status, output } = await project.brineIn(env, 'doctor', '--backend', 'postgres=embedded,redis=given')
    assert.equal(status, 3, output)
    assert.match(output, /^a run +cannot be had: REDIS_URL is not set/m)
  })
})
