import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { freshCheckout, type Project, type Ran } from './project.ts'
import { measured } from './service-coverage.ts'

const checkout = join(import.meta.dirname, '../..')
const tool = (name: string) => join(checkout, 'node_modules/.bin', name)

describe('npm run bdd in a fresh clone', () => {
  let project: Project
  let first: Ran
  before(async () => {
    project = await freshCheckout()
    first = await project.bdd()
  })
  after(() => project.remove())

  it('makes a service of the features, and ends green', t => {
    const { total = 0, passed = 0 } = first.json?.scenarios ?? {}
    t.diagnostic(`scenarios: ${passed} passed, ${total - passed} failed`)
    t.diagnostic(`the first run took ${first.json?.seconds} s`)
    assert.equal(first.exit, 0, first.output)
    assert.ok(total >= 80, `only ${total} scenarios`)
    assert.equal(passed, total)
    assert.ok(first.json!.generated.length > 40, first.output)
  })

  it('writes nothing the second time', async t => {
    const before = await project.files()
    const again = await measured(project, env => project.bdd([], env))
    t.diagnostic(`the second run took ${again.json?.seconds} s`)
    assert.equal(again.exit, 0, again.output)
    assert.deepEqual(again.json?.generated, [])
    assert.equal(again.json?.iterations, 0)
    assert.deepEqual(withoutSite(await project.files()), withoutSite(before))
  })

  it('verifies only, where that is asked for', async () => {
    const { exit, json, output } = await project.bdd(['--no-generate', 'features/authors.feature'])
    assert.equal(exit, 0, output)
    assert.deepEqual(json?.generated, [])
  })

  it('leaves code that is strictly typed', async () => {
    await project.write({ 'tsconfig.app.json': JSON.stringify({ extends: './tsconfig.json', include: ['app'] }) })
    const { exit, output } = await project.run(tool('tsc'), ['-p', 'tsconfig.app.json'])
    assert.equal(exit, 0, output)
  })

  it('leaves code that the linter and the formatter have nothing to say about', async () => {
    const lint = await project.run(tool('oxlint'), ['--type-aware', '--deny-warnings', '--no-ignore', 'app'])
    assert.equal(lint.exit, 0, lint.output)
    const format = await project.run(tool('oxfmt'), ['--check', 'app'])
    assert.equal(format.exit, 0, format.output)
  })
})

/** The documentation says when it was made. */
const withoutSite = (files: ReadonlyMap<string, string>) =>
  new Map([...files].filter(([path]) => !path.startsWith('site/')))
