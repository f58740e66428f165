import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, statSync, chmodSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { commit } from '../../src/write/apply.ts'
import { type GeneratedFile, plan } from '../../src/write/index.ts'
import { Project } from './project.ts'
import { full, samples } from './samples.ts'

const first: readonly GeneratedFile[] = samples.map(({ path, text }) => ({ path, text: text(full) }))
const second: readonly GeneratedFile[] = [
  ...samples
    .slice(0, 4)
    .map(({ path, text }) => ({ path, text: text({ ...full, members: ['list', 'show', 'publish'], changed: true }) })),
  { path: 'src/new/one.ts', text: 'export const one = 1\n' },
  { path: 'src/new/two.json', text: '{}\n' },
]
const paths = [...new Set([...first, ...second].map(({ path }) => path))]
const edited = 'src/services/books.ts'

/** A project with an edit of the user's, about to be generated anew; the texts before and after. */
async function prepared(project: Project) {
  await project.generate(first)
  project.write(edited, project.read(edited).replaceAll('  ', '\t').replace('books.get(id)\n', 'books.get(id, mine)\n'))
  const made = await plan(project.root, second)
  using done = new Project()
  cpSync(project.root, done.root, { recursive: true })
  commit(done.root, made, () => {})
  const state = (of: Project) => new Map(paths.map(path => [path, of.has(path) ? of.read(path) : undefined]))
  return { made, state, before: state(project), after: state(done), manifest: done.read('.brine/manifest.json') }
}

async function completes(
  project: Project,
  { state, before, after, manifest }: Awaited<ReturnType<typeof prepared>>,
): Promise<void> {
  for (const [path, text] of state(project)) {
    assert.ok(text === before.get(path) || text === after.get(path), `${path} is neither old nor new`)
  }
  await project.generate(second)
  assert.deepEqual(state(project), after)
  assert.equal(project.read('.brine/manifest.json'), manifest)
  assert.ok(!project.has('.brine/staged') && !project.has('.brine/manifest.next.json'))
}

test('stopped at any operation, each file is old or new, and the next run completes', async () => {
  for (let n = 1; ; n++) {
    using project = new Project()
    const situation = await prepared(project)
    let count = 0
    const stop = () => {
      if (++count >= n) throw new Error('stopped') // and all that comes after, as if the process were gone
    }
    try {
      commit(project.root, situation.made, stop)
      assert.ok(n > 15, `only ${n} operations`)
      return
    } catch (error) {
      assert.match(String(error), /stopped/)
      await completes(project, situation)
    }
  }
})

test('an error at any operation leaves everything as it was', async () => {
  for (let n = 1; ; n++) {
    using project = new Project()
    const situation = await prepared(project)
    const old = project.read('.brine/manifest.json')
    let count = 0
    try {
      commit(project.root, situation.made, () => {
        if (++count === n) throw new Error('refused')
      })
      return
    } catch (error) {
      assert.match(String(error), /refused/)
      assert.deepEqual(situation.state(project), situation.before)
      assert.equal(project.read('.brine/manifest.json'), old)
      await completes(project, situation)
    }
  }
})

test('killed in the middle, the next run completes', async () => {
  using project = new Project()
  const situation = await prepared(project)
  const code = `
    import { commit } from ${JSON.stringify(join(import.meta.dirname, '../../src/write/apply.ts'))}
    const { root, made } = JSON.parse(process.env.SITUATION)
    let updates = 0
    commit(root, made, operation => operation.startsWith('update') && ++updates === 3 && process.kill(process.pid, 'SIGKILL'))`
  const env = { ...process.env, SITUATION: JSON.stringify({ root: project.root, made: situation.made }) }
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', code], { env })
  assert.equal(child.signal, 'SIGKILL', String(child.stderr))
  assert.notDeepEqual(situation.state(project), situation.before)
  await completes(project, situation)
})

test('what the user does after an interrupted run is kept as well', async () => {
  using project = new Project()
  const situation = await prepared(project)
  try {
    commit(project.root, situation.made, operation => {
      if (/^(finish|undo)/.test(operation)) throw new Error('stopped')
    })
  } catch {}
  project.write('src/new/one.ts', 'export const one = 2\n')
  const { files } = await project.generate(second)
  assert.equal(project.read('src/new/one.ts'), 'export const one = 2\n')
  assert.deepEqual(
    files.filter(({ change }) => change !== 'same'),
    [],
  )
})

test('the mode of a file stays', async () => {
  using project = new Project()
  await project.generate([{ path: 'run.ts', text: 'run(1)\n' }])
  chmodSync(project.at('run.ts'), 0o750)
  await project.generate([{ path: 'run.ts', text: 'run(2)\n' }])
  assert.equal(statSync(project.at('run.ts')).mode & 0o777, 0o750)
  assert.equal(project.read('run.ts'), 'run(2)\n')
})
