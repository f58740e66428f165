import assert from 'node:assert/strict'
import { renameSync, rmSync, statSync } from 'node:fs'
import { test } from 'node:test'
import { absent, plan, type PlannedFile } from '../../src/write/index.ts'
import { Project } from './project.ts'
import { full, samples } from './samples.ts'

const short = ({ path, change }: PlannedFile): string => `${change} ${path}`
const all = samples.map(({ path, text }) => ({ path, text: text(full) }))

test('a second run with nothing changed writes nothing', async () => {
  using project = new Project()
  await project.generate(all)
  const edited = 'src/services/books.ts'
  project.write(edited, project.read(edited).replaceAll('  ', '\t').replace('addedBy })', 'addedBy, mine })'))
  await project.generate(all)
  const files = [...all.map(({ path }) => path), '.brine/manifest.json']
  const times = () => files.map(path => statSync(project.at(path), { bigint: true }).mtimeNs)
  const before = times()
  const { files: planned } = await project.generate(all)
  assert.deepEqual(new Set(planned.map(({ change }) => change)), new Set(['same']))
  assert.deepEqual(times(), before)
  assert.ok(!project.has('.brine/staged'))
})

test('the same files in another order make the same manifest', async () => {
  using one = new Project()
  using other = new Project()
  await one.generate(all)
  await other.generate(all.toReversed())
  assert.equal(one.read('.brine/manifest.json'), other.read('.brine/manifest.json'))
})

test('the manifest has one unit a line, with the steps that demanded it', async () => {
  using project = new Project()
  const text = 'export const a = { b: 1, c: 2 }\n'
  const origins = [
    { start: text.indexOf('b: 1'), end: text.indexOf('b: 1') + 4, from: ['features/b.feature:3'] },
    {
      start: text.indexOf('c: 2'),
      end: text.indexOf('c: 2') + 4,
      from: ['features/c.feature:9', 'features/b.feature:4'],
    },
  ]
  const { manifest } = await project.generate([{ path: 'a.ts', text, origins }])
  assert.deepEqual(manifest.files['a.ts']?.['a/c']?.from, ['features/b.feature:4', 'features/c.feature:9'])
  assert.deepEqual(manifest.files['a.ts']?.['a']?.from, [])
  const lines = project.read('.brine/manifest.json').split('\n')
  assert.deepEqual(
    lines.map(line => /^ {6}"([^"]+)"/.exec(line)?.[1]).filter(key => key !== undefined),
    ['.', 'a', 'a/b', 'a/c'],
  )

  const moved = origins.map(origin => ({ ...origin, from: origin.from.map(step => step.replace(/\d+$/, '20')) }))
  const again = await project.generate([{ path: 'a.ts', text, origins: moved }])
  assert.deepEqual(again.files.map(short), ['same a.ts'])
  assert.deepEqual(again.manifest.files['a.ts']?.['a/b']?.from, ['features/b.feature:20'])
})

test('a file that the user deleted stays deleted, and comes back on demand', async () => {
  using project = new Project()
  const files = [{ path: 'src/a.ts', text: 'export const a = 1\n' }]
  await project.generate(files)
  renameSync(project.at('src/a.ts'), project.at('away'))
  const changed = [{ path: 'src/a.ts', text: 'export const a = 2\n' }]
  const { files: planned } = await project.generate(changed)
  assert.deepEqual(planned.map(short), ['same src/a.ts'])
  assert.deepEqual(planned[0]?.deleted, [{ unit: '.' }])
  const restored = await project.generate(changed, { restore: path => path === 'src/a.ts' })
  assert.deepEqual(restored.files.map(short), ['create src/a.ts'])
  assert.equal(project.read('src/a.ts'), 'export const a = 2\n')
})

test('a file that is no longer generated goes if the user changed nothing in it', async () => {
  using project = new Project()
  await project.generate(all)
  const [service, routes, model] = all.map(({ path }) => path)
  project.write(
    service ?? '',
    project
      .read(service ?? '')
      .replaceAll('  ', '\t')
      .replaceAll("'", '"'),
  )
  project.write(model ?? '', project.read(model ?? '').replace('200', '300'))
  const { files } = await project.generate(all.slice(3))
  assert.deepEqual(files.filter(({ change }) => change !== 'same').map(short), [
    `delete ${routes}`,
    `delete ${service}`,
  ])
  assert.deepEqual(
    files.find(({ path }) => path === model)?.kept.map(({ unit, why }) => [unit, why]),
    [['.', 'changed']],
  )
  assert.ok(project.has(model ?? '') && !project.has(routes ?? ''))
})

test('a file made once is never touched again', async () => {
  using project = new Project()
  const path = 'src/migrations/0001.ts'
  await project.generate([{ path, text: 'export const up = 1\n', once: true }])
  const second = [{ path, text: 'export const up = 2\n', once: true }]
  assert.deepEqual((await project.generate(second)).files.map(short), [`same ${path}`])
  assert.equal(project.read(path), 'export const up = 1\n')
  await project.generate([])
  rmSync(project.at(path))
  await project.generate(second)
  assert.ok(!project.has(path))
})

test('other files than TypeScript are one unit each', async () => {
  using project = new Project()
  const files = (n: number) => ['a.json', 'b.sql', '.env'].map(path => ({ path, text: `${n}\n` }))
  await project.generate(files(1))
  project.write('b.sql', 'mine\n')
  const { files: planned } = await project.generate(files(2))
  assert.deepEqual(planned.map(short), ['update .env', 'update a.json', 'same b.sql'])
  assert.deepEqual(planned[2]?.kept, [{ unit: '.', line: 1, proposed: '2\n', why: 'changed' }])
  const { files: again } = await project.generate(files(3))
  assert.deepEqual(again.map(short), ['update .env', 'update a.json', 'same b.sql'])
})

test('a file that the user wrote before is completed, not replaced', async () => {
  using project = new Project()
  project.write('a.ts', 'export const mine = 1\nexport const a = { c: 3 }\n')
  project.write('b.md', 'mine\n')
  const files = [
    { path: 'a.ts', text: 'export const a = { b: 1, c: 2 }\n' },
    { path: 'b.md', text: 'theirs\n' },
  ]
  const { files: planned } = await project.generate(files)
  assert.equal(project.read('a.ts'), 'export const mine = 1\nexport const a = { b: 1, c: 3 }\n')
  assert.equal(project.read('b.md'), 'mine\n')
  assert.deepEqual(
    planned.flatMap(({ kept }) => kept.map(({ unit, why }) => [unit, why])),
    [
      ['a/c', 'yours'],
      ['.', 'yours'],
    ],
  )
})

test('without a manifest, what is as generated is known again', async () => {
  using project = new Project()
  await project.generate(all)
  const manifest = project.read('.brine/manifest.json')
  rmSync(project.at('.brine'), { recursive: true })
  assert.deepEqual(new Set((await project.generate(all)).files.map(({ change }) => change)), new Set(['same']))
  assert.equal(project.read('.brine/manifest.json'), manifest)
})

test('files that import what the user renamed use the user’s name', async () => {
  using project = new Project()
  const service = { path: 'src/services/books.ts', text: 'export const bookService = () => ({ a: 1 })\n' }
  const first = "import { bookService } from '#services/books.ts'\n\nexport const one = bookService()\n"
  await project.generate([service, { path: 'src/one.ts', text: first }])
  project.write(service.path, project.read(service.path).replace('bookService', 'shelf'))
  project.write('src/one.ts', project.read('src/one.ts').replaceAll('bookService', 'shelf'))
  const next = [
    service,
    { path: 'src/one.ts', text: `${first}\nexport const two = bookService()\n` },
    {
      path: 'src/two.ts',
      text: "import { bookService } from './services/books.ts'\n\nexport const three = bookService()\n",
    },
  ]
  await project.generate(next)
  assert.equal(
    project.read('src/one.ts'),
    `${first}\nexport const two = bookService()\n`.replaceAll('bookService', 'shelf'),
  )
  assert.equal(
    project.read('src/two.ts'),
    "import { shelf as bookService } from './services/books.ts'\n\nexport const three = bookService()\n",
  )
  assert.deepEqual(new Set((await project.generate(next)).files.map(({ change }) => change)), new Set(['same']))
})

test('code that needs what the user took out of another file is refused', async () => {
  using project = new Project()
  const views = (text: string) => ({ path: 'src/views.ts', text: `export const other = 1\n${text}` })
  const one = { path: 'src/one.ts', text: 'export const one = 1\n' }
  await project.generate([views('export const view = 2\n'), one])
  project.write('src/views.ts', 'export const other = 1\n')
  project.write('src/one.ts', '// mine\nexport const one = 1\n')
  const text = "import { view } from './views.ts'\n\nexport const one = 1\n\nexport const two = view\n"
  const { files } = await project.generate([views('export const view = 2\n'), { path: 'src/one.ts', text }])
  assert.equal(project.read('src/one.ts'), '// mine\nexport const one = 1\n')
  assert.deepEqual(
    files[0]?.kept.map(({ unit, why }) => [unit, why]),
    [['two', 'names']],
  )
})

test('absent names the units that neither the manifest nor the files have', async () => {
  using project = new Project()
  const text = 'export const a = { b: 1 }\n'
  await project.generate([{ path: 'a.ts', text }])
  project.write('a.ts', 'export const a = { b: 2, d: 4 }\n')
  const next = 'export const a = { b: 3, c: 2, d: 5 }\n'
  const origins = [{ start: next.indexOf('c: 2'), end: next.indexOf('c: 2') + 4, from: ['x.feature:1'] }]
  const units = await absent(project.root, [
    { path: 'a.ts', text: next, origins },
    { path: 'b.ts', text: "import { a } from './a.ts'\n\nexport const e = { f: a }\n" },
  ])
  assert.deepEqual(units, [
    { path: 'a.ts', unit: 'a/c', from: ['x.feature:1'] },
    { path: 'b.ts', unit: 'import ./a.ts/a', from: [] },
    { path: 'b.ts', unit: 'e', from: [] },
  ])
  assert.ok(!project.has('b.ts'))
})

test('Windows line ends of a file that nobody else touched stay', async () => {
  using project = new Project()
  await project.generate([{ path: 'a.ts', text: 'export const a = 1\n' }])
  project.write('a.ts', 'export const a = 1\r\n')
  await project.generate([{ path: 'a.ts', text: 'export const a = 2\n' }])
  assert.equal(project.read('a.ts'), 'export const a = 2\r\n')
})

test('planning writes nothing', async () => {
  using project = new Project()
  await plan(project.root, all)
  assert.ok(!project.has('.brine') && !project.has('src'))
})
