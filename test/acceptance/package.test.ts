import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { pack, type Packed } from './packed.ts'

describe('the package, as it is published', () => {
  let packed: Packed
  before(async () => (packed = await pack()))
  after(() => packed.remove())

  it('holds what it declares, and no sources', () => {
    for (const file of [
      'bin/brine.js',
      'dist/src/index.js',
      'dist/src/init/lock.json',
      'dist/src/init/template/dot/gitignore',
      'dist/src/report/assets/site.js',
      'dist/src/runtime/index.d.ts',
      'dist/steps/cucumber.js',
      'docs/guides/adopting.md',
      'docs/vocabulary.md',
      'LICENSE',
    ])
      assert.ok(packed.paths.includes(file), `${file} is missing`)
    assert.deepEqual(
      packed.paths.filter(
        file =>
          !/^(?:bin|dist|docs\/guides)\/|^docs\/vocabulary\.md$|^(?:package\.json|README\.md|CHANGELOG\.md|LICENSE)$/.test(
            file,
          ) || /(?<!\.d)\.ts$|\.test\.|\.map$/.test(file),
      ),
      [],
    )
  })

  it('is in order for those who publish and install', async () => {
    const data = await packed.read()
    const { messages, pkg } = await publint({ pack: { tarball: new Uint8Array(data).buffer }, strict: true })
    assert.deepEqual(
      messages.map(message => formatMessage(message, pkg, { color: false })),
      [],
    )
  })

  it('has types that tell the truth, for modules', async () => {
    const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(await packed.read())))
    assert.ok(analysis.types)
    // CommonJS of old, and Node 10, are not served
    const unserved = new Set(['node10', 'node16-cjs'])
    assert.deepEqual(
      analysis.problems.filter(problem => !('resolutionKind' in problem && unserved.has(problem.resolutionKind))),
      [],
    )
  })
})
