import assert from 'node:assert/strict'
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { CommandResult } from '../support/project.ts'
import { pack, type Packed } from './packed.ts'
import { shell, strangersEnv } from './shell.ts'

describe('who has only the package comes from an empty folder to a service', () => {
  let packed: Packed
  let home: string
  let installed: CommandResult
  let first: CommandResult
  const inShop = async (line: string) => shell(join(home, 'shop'), line)

  before(async () => {
    packed = await pack()
    home = join(await mkdtemp(join(tmpdir(), 'brine-stranger-')), 'ein Päckchen 商店')
    await mkdir(home)
    await copyFile(packed.file, join(home, 'brine.tgz'))
  })
  after(async () => {
    await rm(join(home, '..'), { recursive: true })
    await packed.remove()
  })

  it('with npm, without a warning, and nothing to approve', async t => {
    const started = performance.now()
    const begun = await shell(
      home,
      'npx --yes --loglevel=error --package ./brine.tgz brine init shop --package brine.tgz',
    )
    assert.equal(begun.status, 0, begun.output)
    installed = await inShop('npm install')
    assert.equal(installed.status, 0, installed.output)
    first = await inShop('npm run bdd -- --backend embedded')
    assert.equal(first.status, 0, first.output)
    t.diagnostic(`from nothing to green: ${((performance.now() - started) / 1000).toFixed(1)} s`)
    assert.match(installed.output, /^\s*added \d+ packages in \w+\s*$/)
    assert.match(first.output, /^result +4 passed of 4 scenarios/m)
  })

  it('whose types and whose build are in order', async () => {
    for (const script of ['test', 'run build']) {
      const { status, output } = await inShop(`npm ${script}`)
      assert.equal(status, 0, output)
    }
  })

  it('and never has two copies of what there must be one of, whichever version is asked for', async () => {
    const refused = await inShop('npm install --dry-run @mikro-orm/core@7.2.0')
    assert.notEqual(refused.status, 0, refused.output)
    assert.match(refused.output, /ERESOLVE/)
    const taken = await inShop('npm install --dry-run @cucumber/cucumber@13.2.0')
    assert.match(taken.output, /^change @cucumber\/cucumber \S+ => 13\.2\.0$/m)
    assert.doesNotMatch(taken.output, /^add @cucumber\/cucumber /m)
  })

  it('and writes nothing the second time', async () => {
    const { output } = await inShop('npm run bdd -- --backend embedded')
    assert.doesNotMatch(output, /^wrote/m)
  })

  it('with pnpm', async () => {
    await mkdir(join(home, 'with pnpm'))
    await copyFile(packed.file, join(home, 'with pnpm/brine.tgz'))
    const env = strangersEnv({ npm_config_loglevel: 'error' })
    const pnpm = 'npx --yes --package pnpm@12.21.0 pnpm'
    for (const [folder, line] of [
      ['.', 'npx --yes --package ./brine.tgz brine init shop --package brine.tgz'],
      ['shop', `PATH="$PWD/node_modules/.bin:$PATH" ${pnpm} install`],
      ['shop', `PATH="$PWD/node_modules/.bin:$PATH" ${pnpm} run bdd --backend embedded`],
      ['shop', `PATH="$PWD/node_modules/.bin:$PATH" ${pnpm} test`],
    ] as const) {
      const { status, output } = await shell(join(home, 'with pnpm', folder), line, env)
      assert.equal(status, 0, output)
      assert.doesNotMatch(output, /ERR_PNPM|WARN/)
    }
  })
})
