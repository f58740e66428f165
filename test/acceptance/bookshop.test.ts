import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { RunRecord } from '../../src/report/index.ts'
import { findings } from '../support/openapi-findings.ts'
import { Checkout, kit, type Ran } from './checkout.ts'
import { violations } from './prism.ts'
import { measured } from './service-coverage.ts'

const tool = (name: string) => join(kit, 'node_modules/.bin', name)

describe('npm run bdd in a fresh clone', () => {
  let checkout: Checkout
  let first: Ran
  before(async () => {
    checkout = await Checkout.create()
    first = await checkout.bdd()
  })
  after(() => checkout.remove())

  it('makes a service of the features, and ends green', t => {
    const { total = 0, passed = 0 } = first.json?.scenarios ?? {}
    t.diagnostic(`scenarios: ${passed} passed, ${total - passed} failed`)
    t.diagnostic(`the first run took ${first.json?.seconds} s`)
    assert.equal(first.status, 0, first.output)
    assert.ok(total >= 80, `only ${total} scenarios`)
    assert.equal(passed, total)
    assert.ok(first.json!.generated.length > 40, first.output)
  })

  it('writes nothing the second time', async t => {
    const before = await checkout.files()
    const again = await measured(checkout, env => checkout.bdd([], env))
    t.diagnostic(`the second run took ${again.json?.seconds} s`)
    assert.equal(again.status, 0, again.output)
    assert.deepEqual(again.json?.generated, [])
    assert.equal(again.json?.iterations, 0)
    assert.deepEqual(withoutSite(await checkout.files()), withoutSite(before))
  })

  it('finds that features, routes and OpenAPI agree with what was seen', async () => {
    const { status, output } = await checkout.run('npm', ['run', '--silent', 'docs', '--', '--check'])
    assert.equal(status, 0, output)
    assert.match(output, /^check/m)
  })

  it('leaves an OpenAPI document that linters have nothing to say about, examples and all', async () => {
    const document = await readFile(join(checkout.root, 'site/openapi.json'), 'utf8')
    // some of it is open to everybody, as its features say
    assert.deepEqual(await findings(document, ['owasp:api8:2023-define-error-responses-401']), [])
  })

  it('sends and answers nothing that a validating proxy objects to', async () => {
    const read = async (name: string) => JSON.parse(await readFile(join(checkout.root, 'site', name), 'utf8')) as object
    const { sent, found } = await violations(await read('openapi.json'), (await read('run.json')) as RunRecord)
    assert.ok(sent > 300, `only ${sent} requests`)
    assert.deepEqual(found, [])
  })

  it('verifies only, where that is asked for', async () => {
    const { status, json, output } = await checkout.bdd(['--no-generate', 'features/authors.feature'])
    assert.equal(status, 0, output)
    assert.deepEqual(json?.generated, [])
  })

  it('leaves code that is strictly typed', async () => {
    const config = { extends: './tsconfig.json', include: ['app'] }
    await writeFile(join(checkout.root, 'tsconfig.app.json'), JSON.stringify(config))
    const { status, output } = await checkout.run(tool('tsc'), ['-p', 'tsconfig.app.json'])
    assert.equal(status, 0, output)
  })

  it('leaves code that the linter and the formatter have nothing to say about', async () => {
    const lint = await checkout.run(tool('oxlint'), ['--type-aware', '--deny-warnings', '--no-ignore', 'app'])
    assert.equal(lint.status, 0, lint.output)
    const format = await checkout.run(tool('oxfmt'), ['--check', 'app/**/*.ts'])
    assert.equal(format.status, 0, format.output)
  })
})

/** The documentation says when it was made. */
const withoutSite = (files: ReadonlyMap<string, string>) =>
  new Map([...files].filter(([path]) => !path.startsWith('site/') && path !== 'site.history.json'))
