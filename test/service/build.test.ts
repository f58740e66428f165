import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { startBackends } from '../../src/backends/index.ts'
import { TestProject } from '../support/project.ts'
import { notes } from './notes.ts'

let project: TestProject
before(async () => (project = await notes()))
after(() => project.remove())

describe('brine build', () => {
  it('makes JavaScript that serves, without the sources', async t => {
    const { status, output } = await project.brine('build')
    assert.equal(status, 0, output)
    assert.match(output, /^built +dist\/: \d+ files; node dist\/main\.js starts it\n$/)
    const made = await readdir(join(project.root, 'dist'), { recursive: true })
    assert.deepEqual(
      made.filter(path => path.endsWith('.ts')),
      [],
    )
    for (const [path, text] of Object.entries(await project.files('dist'))) assert.doesNotMatch(text, /from '#/, path)

    const backends = await startBackends('embedded', process.env)
    t.after(() => backends.stop())
    const env = { PATH: process.env['PATH'], PORT: '0', DATABASE_URL: backends.postgres.url }
    const child = spawn(process.execPath, ['--conditions=brine:source', 'dist/main.js'], { cwd: project.root, env })
    t.after(() => child.kill('SIGKILL'))
    const [line] = await once(child.stdout, 'data')
    const port = /listening on (\d+)/.exec(String(line))?.[1]
    const body = JSON.stringify({ text: 'it runs' })
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/notes`, { method: 'POST', body, headers })
    assert.equal(answer.status, 201)
  })

  it('leaves every line where it was, and keeps what is no TypeScript', async () => {
    await project.write(
      'src/lib/hash.ts',
      "import type { A } from './a.ts'\n\nexport const at: number = 3 as A // here\n",
    )
    await project.write('src/lib/a.ts', "export type A = number\nexport * from '#lib/hash.ts'\n")
    await project.write('src/lib/words.json', '["a"]')
    assert.equal((await project.brine('build')).status, 0)
    const built = await project.read('dist/lib/hash.js')
    assert.match(built.split('\n')[2] ?? '', /^export const at {9}= 3 +\/\/ here$/)
    assert.match(await project.read('dist/lib/a.js'), /^export \* from '\.\/hash\.js'$/m)
    assert.equal(await project.read('dist/lib/words.json'), '["a"]')
  })

  it('forgets files that are no more', async () => {
    await project.write('dist/old.js', '')
    assert.equal((await project.brine('build')).status, 0)
    await assert.rejects(access(join(project.root, 'dist/old.js')))
  })

  it('tells the place of what cannot be compiled, and leaves what was built', async t => {
    const before = await project.files('dist')
    await project.write('src/lib/bad.ts', 'export const a = 1\n\nenum Colour {\n  red,\n}\n')
    t.after(() => project.write('src/lib/bad.ts', ''))
    const { status, output } = await project.brine('build')
    assert.equal(status, 2, output)
    assert.match(output, /^src\/lib\/bad\.ts:3: TypeScript enum is not supported in strip-only mode\n/)
    assert.doesNotMatch(output, /ExperimentalWarning|\n {4}at /)
    assert.deepEqual(await project.files('dist'), before)
  })

  it('says how to come by a service, where there is none', async t => {
    const empty = await TestProject.create({})
    t.after(() => empty.remove())
    for (const command of ['build', 'dev']) {
      const { status, output } = await empty.brine(command)
      assert.equal(status, 2)
      assert.match(output, /^there is no src\/main\.ts to (?:build|serve)\nGenerate the service first: npm run bdd\n/)
    }
  })
})
