import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { changedPaths, TestProject } from '../support/project.ts'
import { byHand, features } from './by-hand.ts'

let project: TestProject
const bdd = (...args: string[]) => project.brine('bdd', '--backend', 'embedded', '--json', 'run.json', ...args)
afterEach(() => project.remove())

const adopt = async (files: Readonly<Record<string, string>>, specification: Record<string, string> = features) => {
  project = await TestProject.create(specification)
  for (const [path, text] of Object.entries(files)) await project.write(path, text)
}

describe('a service written by hand', () => {
  it('is verified as it is: rows go in and come out through its own API', async () => {
    await adopt(byHand)
    const before = await project.files('src')
    const green = await bdd('--no-generate')
    assert.equal(green.status, 0, green.output)
    assert.deepEqual(await project.files('src'), before)

    await project.edit('src/server/http.ts', 'ctx.status = 422', 'ctx.status = 400')
    const red = await bdd('--no-generate')
    assert.equal(red.status, 1, red.output)
    assert.match(red.output, /the status is 400|400, not 422|is 400/)
  })

  it('that gives no way to rows says what is missing', async () => {
    await adopt(byHand, {
      notes: features.notes.replace(
        /  Scenario: A folder needs a name[\s\S]*/,
        '  Scenario: Notes are counted\n    Given no notes exist\n    When the client lists folders\n    Then the response status is 200\n',
      ),
    })
    const { status, output } = await bdd('--no-generate')
    assert.equal(status, 1, output)
    assert.match(
      output,
      /the rows of a note cannot be looked up: createService\(\) returns no orm with an entity for it/,
    )
    assert.match(output, /docs\/guides\/adopting\.md/)
  })

  it('with an orm of its own is asked for its rows there', async () => {
    await adopt({
      ...byHand,
      'src/app.ts': `import { defineEntity, MikroORM, p } from '@mikro-orm/postgresql'
import { notebook } from './server/http.ts'

const Folder = defineEntity({
  name: 'Binder',
  tableName: 'folders',
  properties: { id: p.uuid().primary().onCreate(() => crypto.randomUUID()), name: p.text().unique() },
})

export async function createService(config: NodeJS.ProcessEnv) {
  const { app, close } = await notebook(config['DATABASE_URL']!)
  const orm = await MikroORM.init({ entities: [Folder], clientUrl: config['DATABASE_URL']!, ensureDatabase: false })
  await orm.em.execute('create or replace view folders as select * from folder')
  return { app, orm, close: async () => { await close(); await orm.close() } }
}
`,
    })
    const { status, output } = await bdd('--no-generate')
    assert.equal(status, 0, output)
  })

  for (const [name, text, says] of [
    ['no createService', 'export const create = () => ({})\n', /src\/app\.ts exports no function createService/],
    [
      'no application',
      'export const createService = () => ({})\n',
      /createService\(\) returns no Koa application as app/,
    ],
  ] as const)
    it(`that has ${name} is told so`, async () => {
      await adopt({ 'src/app.ts': text })
      const { status, output } = await bdd('--no-generate')
      assert.equal(status, 3, output)
      assert.match(output, says)
    })
})

describe('a service that is written half by hand', () => {
  const field = `      | body  | text   |                  |\n`

  it('gets only what is absent, under the names that are found there', async () => {
    await adopt({})
    const first = await bdd()
    assert.equal(first.status, 0, first.output)
    const whole = await project.files('src')
    await project.remove()

    // the same service, as if its services and one controller had been there before
    const service = `import type { FolderRepository } from '#repositories/folders.ts'
import type { FolderQuery, NewFolder } from '#schemas/folders.ts'

/** Binders, as the old hands call them. */
export const binders = (store: FolderRepository) => ({
  list: (query: FolderQuery) => store.page(query),
  create: (fields: NewFolder) => store.add({ ...fields, name: fields.name.trim() }),
})
export type FolderService = ReturnType<typeof binders>
`
    await adopt({ 'src/services/folders.ts': service })
    const { status, output } = await bdd()
    assert.equal(status, 0, output)
    const files = await project.files('src')
    assert.equal(files['src/services/folders.ts'], service)
    assert.match(files['src/api/v1/index.ts'] ?? '', /binders/)
    assert.deepEqual(
      changedPaths(whole, files).filter(path => !/migrations/.test(path)),
      ['src/api/v1/index.ts', 'src/services/folders.ts'],
    )

    await project.edit('features/notes.feature', field, `${field}      | pinned | boolean | default false |\n`)
    const again = await bdd()
    assert.equal(again.status, 0, again.output)
    assert.equal(await project.read('src/services/folders.ts'), service)
    assert.match(await project.read('src/models/note.ts'), /pinned/)
  })
})
