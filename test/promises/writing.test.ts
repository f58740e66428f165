import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { changedPaths, TestProject } from '../support/project.ts'
import { zoo } from './zoo.ts'

let project: TestProject
const bdd = (...args: string[]) => project.brine('bdd', '--backend', 'embedded', '--json', 'run.json', ...args)

before(async () => {
  project = await TestProject.create(zoo)
  const { status, output } = await bdd()
  assert.equal(status, 0, output)
})
after(() => project.remove())

describe('a second run', () => {
  it('writes nothing when nothing has changed', async () => {
    const before = await project.files('.')
    const { status, output } = await bdd()
    assert.equal(status, 0, output)
    assert.deepEqual(
      changedPaths(before, await project.files('.')).filter(path => !/^(?:run\.json|site)/.test(path)),
      [],
    )
    assert.deepEqual((await project.json()).generated, [])
  })

  it('touches only the files of the resource that has a new field, and the two that tell of all resources', async () => {
    const before = await project.files('src')
    await project.edit('features/animals.feature', /( +\| weight .*\n)/, '$1      | born | date | past |\n')
    const { status, output } = await bdd()
    assert.equal(status, 0, output)
    assert.deepEqual(changedPaths(before, await project.files('src')), [
      'src/core/database.ts',
      'src/migrations/.snapshot.json',
      'src/migrations/002.ts',
      'src/models/animal.ts',
      'src/openapi.json', // tells of every resource, as .snapshot.json does for migrations
      'src/schemas/animals.ts',
    ])
    assert.match(await project.read('src/migrations/002.ts'), /alter table "animals" add "born" date null/)
  })
})

describe('files that were deleted', () => {
  it('come back where scenarios fail without them, as they were', async () => {
    const before = await project.files('src')
    for (const path of ['services/animals.ts', 'api/v1/routes/keepers.ts', 'models/animal.ts', 'core/config.ts'])
      await rm(join(project.root, 'src', path))
    const { status, output } = await bdd()
    assert.equal(status, 0, output)
    assert.deepEqual(await project.files('src'), before)
  })

  for (const folder of ['migrations', '.'])
    it(`are made anew where all of src/${folder} has gone`, async () => {
      await rm(join(project.root, 'src', folder), { recursive: true })
      const { status, output } = await bdd()
      assert.equal(status, 0, output)
      assert.match(await project.read('src/migrations/001.ts'), /create table "animals" .*"born" date/)
    })
})

describe('hand edits', () => {
  const edits: readonly (readonly [path: string, from: string | RegExp, to: string, kept: RegExp])[] = [
    [
      'src/api/v1/routes/animals.ts',
      ".get('/', animals.list)",
      ".get('/', slowly, animals.list)",
      /slowly, animals\.list/,
    ],
    [
      'src/api/v1/routes/animals.ts',
      'import Router',
      "import type { Middleware } from 'koa'\nimport Router",
      /Middleware/,
    ],
    [
      'src/api/v1/routes/animals.ts',
      'export const',
      'const slowly: Middleware = (_, next) => next()\n\nexport const',
      /const slowly/,
    ],
    [
      'src/api/v1/controllers/animals.ts',
      '({ query }) => animals.list(query)',
      '({ query }) => animals.list({ ...query })',
      /\.\.\.query/,
    ],
    ['src/schemas/animals.ts', 'z.string().min(1)', 'z.string().trim().min(1)', /trim\(\)/],
    ['src/services/animals.ts', 'animals.get(id)', 'animals.get(id.trim())', /id\.trim\(\)/],
    [
      'src/repositories/animals.ts',
      'get: (id: string)',
      '// keys come as they are\n    get: (id: string)',
      /keys come as they are/,
    ],
    [
      'src/models/animal.ts',
      'name: p.string().length(40).unique()',
      'name: p.string().length(40).unique().comment("called")',
      /comment\("called"\)/,
    ],
  ]

  it('stay in every layer when the specification changes, and all is green', async () => {
    for (const [path, from, to] of edits) await project.edit(path, from, to)
    await project.edit('features/animals.feature', /( +\| weight .*\n)/, '$1      | legs | integer | min 0 |\n')
    await project.edit(
      'features/animals.feature',
      /$/,
      `
  Scenario: An animal leaves
    Given an animal exists with:
      | name | Rosa |
    When the client deletes the animal "Rosa"
    Then the response status is 204

  Scenario: Legs are counted
    Given an animal exists with:
      | name | Rosa |
    When the client updates the animal "Rosa" with:
      | legs | 4 |
    Then the response field "legs" is 4
`,
    )
    const { status, output } = await bdd()
    assert.equal(status, 0, output)
    for (const [path, , , kept] of edits) assert.match(await project.read(path), kept)
    for (const layer of ['api/v1/routes', 'api/v1/controllers', 'services', 'repositories'])
      assert.match(await project.read(`src/${layer}/animals.ts`), /remove/)
    assert.match(await project.read('src/models/animal.ts'), /legs/)
  })

  it('a file that does not parse stops the run before anything is written', async () => {
    await project.edit('src/services/keepers.ts', 'export const', 'export cnst')
    await project.edit('features/keepers.feature', /( +\| shift .*\n)/, '$1      | badge | string | |\n')
    const before = await project.files('src')
    const { status, output } = await bdd()
    assert.equal(status, 2, output)
    assert.match(output, /src\/services\/keepers\.ts:\d+:\d+/)
    assert.deepEqual(await project.files('src'), before)
  })
})
