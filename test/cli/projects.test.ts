import assert from 'node:assert/strict'
import { chmod, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, beforeEach, describe, it } from 'node:test'
import { TestProject } from '../support/project.ts'

const shop = `Feature: Books
  Scenario: None
    Given no books exist
    When the client lists books
    Then the response lists 0 books
`

const made: TestProject[] = []
let project: TestProject
beforeEach(async () => {
  project = await TestProject.create({ shop })
  made.push(project)
})
after(() => Promise.all(made.map(one => one.remove())))

/** Tries the project: nothing is written. */
async function refused(...said: readonly RegExp[]): Promise<void> {
  const { status, output } = await project.brine('bdd', '--dry-run')
  for (const words of said) assert.match(output, words)
  assert.equal(status, 2, output)
  assert.doesNotMatch(output, /bug|fault of the generator|\n {4}at /)
}

describe('a configuration that is wrong is refused with its place', () => {
  const configs: Readonly<Record<string, readonly [text: string, said: RegExp]>> = {
    'one that throws': [
      "\nthrow new Error('no luck')\n",
      /^brine\.config\.ts:2:7: the configuration cannot be loaded: no luck$/m,
    ],
    'one that does not parse': [
      'export default {\n  app:\n',
      /^brine\.config\.ts:2: the configuration cannot be loaded: Expression expected$/m,
    ],
    'one that imports what is not there': [
      "import 'nowhere'\n",
      /^brine\.config\.ts: .*Cannot find package 'nowhere'/m,
    ],
    'one that exports nothing as default': [
      "export const app = 'src'\n",
      /^brine\.config\.ts: .*it has no default export$/m,
    ],
    'one that is no object': [
      'export default 3\n',
      /^brine\.config\.ts: the configuration: Invalid input: expected object/m,
    ],
    'one that is null': [
      'export default null\n',
      /^brine\.config\.ts: the configuration: Invalid input: expected object/m,
    ],
    'a backend that there is not': [
      "export default { backend: { redis: 'cloud' } }\n",
      /^brine\.config\.ts: backend: is none of auto, given, .*, nor \{ postgres, redis \} with one each$/m,
    ],
    'an unknown setting': [
      "export default { ap: 'src' }\n",
      /^brine\.config\.ts: the configuration: Unrecognized key: "ap"$/m,
    ],
    'a setting of the wrong type': [
      'export default { app: 3 }\n',
      /^brine\.config\.ts: app: Invalid input: expected string, received number$/m,
    ],
    'an empty folder': ["export default { site: '' }\n", /^brine\.config\.ts: site: Too small/m],
    'a setting within a setting': [
      'export default { plurals: { wug: 3 } }\n',
      /^brine\.config\.ts: plurals\.wug: Invalid input/m,
    ],
    'a folder outside of the project': [
      "export default { app: '../src' }\n",
      /^brine\.config\.ts: app: is no folder inside of the project$/m,
    ],
    'a folder anywhere': [
      "export default { site: '/tmp' }\n",
      /^brine\.config\.ts: site: is no folder inside of the project$/m,
    ],
    'the project itself as a folder of it': [
      "export default { app: './' }\n",
      /^brine\.config\.ts: app: is no folder inside of the project$/m,
    ],
    'tokens below nothing': ['export default { maxTokens: -1 }\n', /^brine\.config\.ts: maxTokens: Too small/m],
  }
  for (const [name, [text, said]] of Object.entries(configs))
    it(name, async () => {
      await project.write('brine.config.ts', text)
      await refused(said, /It may hold: app, features|It exports its settings as default/)
    })

  it('all that is wrong at once', async () => {
    await project.write('brine.config.ts', 'export default { app: 1, steps: 2, nix: 3 }')
    await refused(/: app: /, /: steps: /, /Unrecognized key: "nix"/)
  })
})

describe('a configuration', () => {
  it('says where things are, in any spelling of a path', async () => {
    await project.write('specs/other.feature', shop)
    await project.write('brine.config.ts', "export default { app: './service/', features: './specs/' }\n")
    const { status, output } = await project.brine('bdd', '--dry-run')
    assert.equal(status, 0, output)
    assert.match(output, /create +service\/app\.ts/)
    assert.match(output, /features 1 file, 1 scenario/)
  })

  it('tells plurals', async () => {
    await project.write('features/wugs.feature', shop.replaceAll('books', 'wuggen'))
    await project.write('brine.config.ts', "export default { plurals: { wug: 'wuggen' } }\n")
    const { output } = await project.brine('bdd', '--dry-run')
    assert.match(output, /create +src\/models\/wug\.ts/)
    assert.match(output, /create +src\/services\/wuggen\.ts/)
  })
})

describe('a project that is not in order is refused', () => {
  it('without a folder of features', async () => {
    await rm(join(project.root, 'features'), { recursive: true })
    await refused(/^no feature file is found at features$/m, /Write the first one: features\/books\.feature/)
  })

  it('with an empty folder of features', async () => {
    await rm(join(project.root, 'features/shop.feature'))
    await refused(/^no feature file is found at features$/m)
  })

  it('with features that hold no scenario', async () => {
    await project.write('features/shop.feature', 'Feature: Books\n')
    await refused(/there is no scenario there/, /never green/)
  })

  it('with a package.json that is none', async () => {
    await project.write('package.json', '{ "name": ')
    await refused(/^package\.json is not JSON$/m)
  })

  it('with a manifest that is none', async () => {
    await project.write('.brine/manifest.json', '{ "files": ')
    await refused(/\.brine\/manifest\.json/)
  })

  it('with a file where a folder should be', async () => {
    await project.write('src', 'a file\n')
    await refused(/src\/.*: a file stands where a folder should/, /Nothing of it was written/)
    assert.equal(await project.read('src'), 'a file\n')
  })

  it('with problems in its features, all of them with their place', async () => {
    await project.write('features/a.feature', 'Feature: A\n  Scenario: A\n    Given a book exists with:\n')
    await project.write(
      'features/b.feature',
      'Feature: B\n  Scenario: B\n    Given a book has these fields:\n      | field | type |\n      | title | strng |\n',
    )
    await refused(
      /^features\/a\.feature:3:11: this step needs a table below it\n {4}Given a book exists with:\n {10}\^{19}\n/m,
      /^features\/b\.feature:5:7: "strng" is not a type\n {4}\| title \| strng \|\n {4}\^{17}\n/m,
      /^2 problems in the features: nothing was run, nothing was written\.$/m,
    )
  })

  it('whose folder cannot be written to', { skip: process.getuid?.() === 0 && 'root writes everywhere' }, async () => {
    await mkdir(join(project.root, 'src'))
    await chmod(join(project.root, 'src'), 0o500)
    const { status, output } = await project.brine('bdd', '--backend', 'embedded')
    await chmod(join(project.root, 'src'), 0o700)
    assert.equal(status, 2, output)
    assert.match(output, /src\/.*permission denied/)
    assert.deepEqual(await project.files('src'), {})
  })
})
