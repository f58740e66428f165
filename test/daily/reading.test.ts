import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { documentText } from '../../src/bdd/document.ts'
import { loadProject } from '../../src/bdd/project.ts'
import { readProject, type ReadProject } from '../../src/bdd/read-project.ts'
import { keepReading } from '../../src/bdd/reading.ts'
import { lastingFiles } from '../../src/generate/index.ts'
import { vocabulary } from '../../steps/index.ts'
import { TestProject } from '../support/project.ts'

const places = `Feature: Places
  Scenario: A place
    Given a place has these fields:
      | field | type   | rules    |
      | name  | string | required |
    When the client creates a place with:
      | name | Oslo |
    Then the response status is 201

  Scenario: A picture of it
    Given the town is open
    When the client uploads "map.txt" to /maps
    Then the response status is 201
`
const words = `Feature: Words
  Scenario: the town is open
    Given a place exists with:
      | name | Bergen |
`

let project: TestProject
const read = async (): Promise<ReadProject> => readProject(await loadProject(project.root), { paths: [] }, vocabulary)
const keep = async (reading: ReadProject): Promise<void> =>
  keepReading(await loadProject(project.root), reading.key!, reading)
const kept = '.brine/reading.json'

before(async () => {
  project = await TestProject.create({ places })
  await project.write('steps/town.feature', words)
  await project.write('features/files/map.txt', 'Here.')
})
after(() => project.remove())

describe('a reading of the features', () => {
  it('comes back as it was, and is not to be kept again', async () => {
    const first = await read()
    assert.ok(first.key)
    await keep(first)
    const second = await read()
    assert.equal(second.key, undefined)
    assert.ok(said(second) === said(first))
    const { phrases } = second.vocabulary
    for (const { phrase } of second.selected.flatMap(({ steps }) => steps))
      assert.ok(phrase && phrases.includes(phrase))
    assert.equal(second.selected[0]!.feature, second.specification.features[0])
  })

  it('brings what was made of it, as it would be made anew', async () => {
    await keep(await readAnew())
    const { specification, model } = await read()
    const copy = structuredClone(model) // of which nothing is known
    const place = await loadProject(project.root)
    assert.deepEqual(lastingFiles(model), lastingFiles(copy))
    assert.equal(documentText(place, { specification, model }), documentText(place, { specification, model: copy }))
  })

  for (const [what, path, from, to] of [
    ['a feature says something else', 'features/places.feature', 'Oslo', 'Rome'],
    ['words mean something else', 'steps/town.feature', 'Bergen', 'Modena'],
  ] as const)
    it(`is made anew where ${what}`, async () => {
      await keep(await readAnew())
      await project.edit(path, from, to)
      const { key, specification } = await read()
      assert.ok(key)
      assert.ok(JSON.stringify(specification).includes(to))
    })

  for (const [what, config] of [
    ['plurals are other ones', `{ plurals: { castle: 'castlen' } }`],
    ['the API is called otherwise', `{ api: { title: 'Towns of the north' } }`],
  ])
    it(`is made anew where ${what}`, async () => {
      await keep(await readAnew())
      await project.write('brine.config.ts', `export default ${config}`)
      assert.ok((await read()).key)
      await rm(join(project.root, 'brine.config.ts'))
    })

  for (const [what, damage] of Object.entries({
    'is cut off': (text: string) => text.slice(0, -100),
    'has a letter changed': (text: string) => text.replace(/("body":"[^"]{200})./, (_, start: string) => `${start}!`),
    'is none': () => '[]',
  }))
    it(`is made anew where what was kept ${what}`, async () => {
      const before = await readAnew()
      await keep(before)
      const text = await project.read(kept)
      await project.write(kept, damage(text))
      assert.notEqual(await project.read(kept), text)
      const now = await read()
      assert.ok(now.key)
      assert.ok(said(now) === said(before))
    })

  it('is made anew where a file has gone that a scenario names', async () => {
    await keep(await readAnew())
    await rm(join(project.root, 'features/files/map.txt'))
    await assert.rejects(read(), { name: 'SpecificationError' })
    await project.write('features/files/map.txt', 'Here.')
  })

  it('is not kept where it would come back as something else', async () => {
    await project.write(
      'features/large.feature',
      `Feature: Large
  Scenario: A number beyond what JavaScript counts to
    When the client sends POST /tickets with body:
      """
      { "number": 9007199254740993 }
      """
    Then the response status is 201
`,
    )
    const large = await read()
    await keep(large)
    const again = await read()
    assert.ok(said(again) === said(large) && said(again).includes('9007199254740993'))
  })
})

const said = ({ specification, model }: ReadProject): string => JSON.stringify([specification, model])

async function readAnew(): Promise<ReadProject> {
  await rm(join(project.root, kept), { force: true })
  return await read()
}
