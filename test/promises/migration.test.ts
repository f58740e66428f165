import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { TestProject } from '../support/project.ts'
import { keepers } from './zoo.ts'

let project: TestProject
before(async () => {
  project = await TestProject.create({ keepers })
})
after(() => project.remove())

it('a migration that the database refuses is told, and taken back', async () => {
  const first = await project.brine('bdd', '--backend', 'embedded')
  assert.equal(first.status, 0, first.output)
  // a column of a type that PostgreSQL does not have
  await project.edit(
    'src/models/keeper.ts',
    'name: p.string()',
    "badge: p.string().columnType('plaque').nullable(),\n    name: p.string()",
  )
  const { status, output } = await project.brine('bdd', '--backend', 'embedded')
  assert.equal(status, 3, output)
  assert.match(output, /could not be migrated.*plaque/)
  assert.deepEqual(Object.keys(await project.files('src/migrations')), [
    'src/migrations/.snapshot.json',
    'src/migrations/001.ts',
  ])
  await project.edit('src/models/keeper.ts', "badge: p.string().columnType('plaque').nullable(),\n    ", '')
  const { status: again, output: mended } = await project.brine('bdd', '--backend', 'embedded')
  assert.equal(again, 0, mended)
})
