import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { TestProject } from '../support/project.ts'

const keepers = `Feature: Keepers
  Background:
    Given a keeper has these fields:
      | field | type   | rules            |
      | name  | string | required, unique |
      | pager | string |                  |

  Scenario: A keeper is taken on
    When the client creates a keeper with:
      | name | Hagar |
    Then the response status is 201

  @lists
  Scenario: Keepers are listed
    Given a keeper exists with:
      | name | Hagar |
    When the client lists keepers
    Then the response lists 1 keeper
`

let project: TestProject
before(async () => {
  project = await TestProject.create({ keepers })
})
after(() => project.remove())

const bdd = (...args: string[]) => project.brine('bdd', '--backend', 'embedded', ...args)

describe('brine docs', () => {
  it('has nothing to say before the first run', async () => {
    const { status, output } = await project.brine('docs')
    assert.equal(status, 2, output)
    assert.match(output, /^no run has left its results in site\/$/m)
  })

  it('makes the site of the last run again, the same to the byte', async () => {
    const ran = await bdd()
    assert.equal(ran.status, 0, ran.output)
    const site = await project.files('site')
    const { status, output } = await project.brine('docs')
    assert.equal(status, 0, output)
    assert.match(output, /^docs +site\/index\.html, of the run of \d{4}-\d\d-\d\d \d\d:\d\d UTC$/m)
    assert.deepEqual(await project.files('site'), site)
  })

  it('finds that all agrees, and names what no scenario shows', async () => {
    const { status, output } = await project.brine('docs', '--check')
    assert.equal(status, 0, output)
    assert.match(output, /^not seen the field pager of keeper is declared, and no scenario shows it \(.*:6\)$/m)
    assert.match(output, /^check +features, routes and OpenAPI agree/m)
  })

  it('says so on its pages when a feature was changed since, and takes what is new for not run', async () => {
    await project.edit('features/keepers.feature', '| name | Hagar |\n    Then', '| name | Tembo |\n    Then')
    const { status, output } = await project.brine('docs')
    assert.equal(status, 0, output)
    assert.match(output, /1 file changed since: run the features again/)
    const page = await project.read('site/features/keepers/a-keeper-is-taken-on.html')
    assert.match(page, /Changed since\.[^]*features\/keepers\.feature/)
    assert.match(page, /class="status notRun">not run/)
    assert.match(await project.read('site/operations.html'), /1 file changed since/)
    const checked = await project.brine('docs', '--check')
    assert.equal(checked.status, 1)
    assert.match(checked.output, /^unproved of 1 of 2 scenarios, the run proves nothing$/m)
    assert.match(checked.output, /^unproved features\/keepers\.feature is not what it was in the run$/m)
  })

  it('is not green after a run of some scenarios only', async () => {
    assert.equal((await bdd('--tags', '@lists')).status, 0)
    const { status, output } = await project.brine('docs', '--check')
    assert.equal(status, 1)
    assert.match(output, /^unproved of 1 of 2 scenarios, the run proves nothing$/m)
    assert.match(await project.read('site/features/keepers/a-keeper-is-taken-on.html'), /class="status notRun">not run/)
  })

  it('finds a route that no feature speaks of, also in a run that only verifies', async () => {
    await project.edit(
      'src/api/v1/routes/keepers.ts',
      /(\.get\('\/')/,
      ".get('/away', ctx => void (ctx.body = []))\n    $1",
    )
    const ran = await bdd('--no-generate')
    const finding = /^drift +GET \/api\/v1\/keepers\/away is served, and no feature speaks of it$/m
    assert.match(ran.output, finding)
    assert.equal(ran.status, 1)
    const { status, output } = await project.brine('docs', '--check')
    assert.match(output, finding)
    assert.equal(status, 1)
  })

  it('names the lines of the service as they are after it was edited, and what of them is yours', async () => {
    const routes = 'src/api/v1/routes/keepers.ts'
    const shown = async () => {
      assert.equal((await project.brine('docs')).status, 0)
      const page = await project.read('site/operations/get-keepers.html')
      const found = /routes\/keepers\.ts<\/code>\s*<span class="quiet">lines? ([\d–, ]+)(?:; ([\d–, ]+) yours)?</.exec(
        page,
      )
      return found!.slice(1).map(lines => lines?.match(/\d+/g)?.map(Number))
    }
    const [[line = 0] = [], yours] = await shown()
    assert.equal(yours, undefined)
    await project.edit(routes, /^/, '// one\n// two\n')
    const [[moved = 0] = [], still] = await shown()
    assert.deepEqual([moved, still], [line + 2, undefined])
    await project.edit(routes, ".get('/',", ".get('/', (_, next) => next(),")
    const text = (await project.read(routes)).split('\n')
    const [, changed] = await shown()
    assert.match(text[changed![0]! - 1]!, /\.get\('\/', \(_, next\)/)
  })

  it('has the documents of the project as pages, and tells of links that lead nowhere', async () => {
    await project.write('brine.config.ts', "export default { documents: ['docs/*.md'] }\n")
    const missing = await project.brine('docs')
    assert.equal(missing.status, 2)
    assert.match(missing.output, /^documents: no Markdown file is found at docs\/\*\.md$/m)
    const told = await bdd()
    assert.equal(told.status, 0, 'a run is about the service')
    assert.match(told.output, /^documents: no Markdown file is found at docs\/\*\.md$/m)

    await project.write(
      'docs/keeping.md',
      '# Keeping\n\nOf [keepers](../features/keepers.feature), [more](more.md#pay).\n',
    )
    const dead = /^(?:(?:link|drift) +)?docs\/keeping\.md:3 leads to more\.md#pay, which is not there$/m
    const red = await project.brine('docs')
    assert.equal(red.status, 1)
    assert.match(red.output, dead)
    const page = await project.read('site/documents/docs/keeping.html')
    assert.match(page, /<h1>Keeping<\/h1>[^]*<a href="..\/..\/features\/keepers\.html">keepers<\/a>/)
    assert.equal(await project.read('site/documents/docs/keeping.md'), await project.read('docs/keeping.md'))
    assert.match((await project.brine('docs', '--check')).output, dead)
    assert.match((await bdd()).output, dead)

    await project.write('docs/more.md', '# More\n\n## Pay\n')
    const { status, output } = await project.brine('docs')
    assert.equal(status, 0, output)
    assert.match(
      await project.read('site/documents/docs/keeping.html'),
      /<a href="..\/..\/documents\/docs\/more\.html#pay">more<\/a>/,
    )
    assert.deepEqual((await project.brine('docs')).output, output)

    await project.write('brine.config.ts', "export default { documents: ['**/*.md'] }\n")
    assert.equal((await project.brine('docs')).status, 0)
    const listed = [...(await project.read('site/documents.html')).matchAll(/<code>([^<]+\.md)<\/code>/g)]
    assert.deepEqual(
      listed.map(([, path]) => path),
      ['docs/keeping.md', 'docs/more.md'],
      'neither what is published nor what is installed',
    )
  })

  it('serves the site to this machine, and says where', async () => {
    const main = join(import.meta.dirname, '../../src/cli/main.ts')
    const child = spawn(process.execPath, ['--conditions=brine:source', main, 'docs', '--serve'], { cwd: project.root })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', text => (output += text))
    while (!/^at /m.test(output)) await once(child.stdout, 'data')
    const [address = ''] = /http:\/\/127\.0\.0\.1:\d+\//.exec(output) ?? []
    assert.match(await (await fetch(`${address}operations.html`)).text(), /<h1>Operations<\/h1>/)
    child.kill('SIGINT')
    await once(child, 'close')
  })

  it('takes ports that are some, and nothing else', async () => {
    const port = await project.brine('docs', '--serve', '--port', '99999')
    assert.equal(port.status, 2)
    assert.match(port.output, /^"99999" is no port$/m)
    assert.match((await project.brine('docs', 'features')).output, /^brine docs takes no "features"$/m)
  })
})
