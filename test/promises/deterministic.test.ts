import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { TestProject } from '../support/project.ts'
import { animals, feedings, keepers, zoo } from './zoo.ts'

const projects: TestProject[] = []
const made = async (features: Readonly<Record<string, string>>) => {
  const project = await TestProject.create(features)
  projects.push(project)
  return project
}
after(() => Promise.all(projects.map(project => project.remove())))

/** The same features with their scenarios in another order. */
const shuffled = (feature: string) => {
  const [head = '', ...scenarios] = feature.split(/^(?= {2}Scenario:)/m)
  return [head, ...scenarios.toReversed().map(text => `${text.trimEnd()}\n\n`)].join('')
}

describe('generation is deterministic', () => {
  it('the same features give the same bytes, migrations and all, whatever the order of files and scenarios', async () => {
    const one = await made(zoo)
    const other = await made({ a: shuffled(feedings), b: shuffled(keepers), c: shuffled(animals) })
    for (const project of [one, other]) {
      const { status, output } = await project.brine('bdd', '--backend', 'embedded')
      assert.equal(status, 0, output)
    }
    const [first, second] = [await one.files('src'), await other.files('src')]
    assert.ok('src/migrations/001.ts' in first)
    assert.deepEqual(second, first)
  })
})
