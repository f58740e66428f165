import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'node:test'
import { readSpecification, showProblem } from '../../src/spec/index.ts'
import { vocabulary } from '../../steps/index.ts'

it('a scenario that expects nothing is a problem, since it would prove nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'brine-aimless-'))
  const feature = 'Feature: A jukebox\n\n  Scenario: Songs\n    When the client lists songs\n'
  await writeFile(join(folder, 'jukebox.feature'), feature)
  const { problems } = await readSpecification(folder, ['jukebox.feature'], vocabulary)
  await rm(folder, { recursive: true })
  assert.equal(
    problems.map(problem => showProblem(problem)).join('\n'),
    `jukebox.feature:3:3: the scenario "Songs" expects nothing, so it would prove nothing
    Scenario: Songs
    ^^^^^^^^^^^^^^^
  Say what can be observed: Then the response status is 200.`,
  )
})
