import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { explained } from '../../src/write/errors.ts'
import { apply, type GeneratedFile, plan, UnparsableError, type WriteCode, WriteError } from '../../src/write/index.ts'
import { Project } from './project.ts'

const a: GeneratedFile = { path: 'src/a.ts', text: 'export const a = 1\n' }
const b: GeneratedFile = { path: 'src/b.ts', text: 'export const b = 1\n' }

const thrown = async (work: () => Promise<unknown>): Promise<unknown> => {
  try {
    await work()
  } catch (error) {
    return error
  }
  return assert.fail('nothing was thrown')
}

test('a file that does not parse is named with its place, and nothing at all is written', async () => {
  using project = new Project()
  await project.generate([a, b])
  project.write('src/b.ts', 'export const b = {\n\tc: 1,\n\td: ;\n}\n')
  const next = [a, b].map(file => ({ ...file, text: file.text.replace('1', '2') }))
  const error = await thrown(() => project.generate(next))
  assert.ok(error instanceof UnparsableError)
  assert.deepEqual([error.code, error.path, error.line, error.column], ['UNPARSABLE', 'src/b.ts', 3, 5])
  assert.match(
    error.message,
    /^src\/b\.ts:3:5 does not parse: .+\n\n1 \| export const b = \{\n2 \| \tc: 1,\n3 \| \td: ;\n {2}\| \t {3}\^\n\nMend this file/,
  )
  assert.equal(project.read('src/a.ts'), a.text)
})

interface Trouble {
  readonly code: WriteCode
  readonly says: RegExp
  readonly files?: readonly GeneratedFile[]
  readonly make: (project: Project) => void
}

const troubles: Record<string, Trouble> = {
  'a manifest that is not JSON': {
    code: 'BAD_MANIFEST',
    says: /manifest\.json: is not JSON\nTake it from version control/,
    make: project => project.write('.brine/manifest.json', '{'),
  },
  'a manifest with a merge conflict': {
    code: 'BAD_MANIFEST',
    says: /merge conflict/,
    make: project => project.write('.brine/manifest.json', '{\n<<<<<<< ours\n'),
  },
  'a manifest that is something else': {
    code: 'BAD_MANIFEST',
    says: /is not a manifest/,
    make: project => project.write('.brine/manifest.json', '{"version":1,"files":{"a":{"b":3}}}'),
  },
  'a manifest of a newer version': {
    code: 'NEWER_MANIFEST',
    says: /has version 7/,
    make: project => project.write('.brine/manifest.json', '{"version":7,"other":{}}'),
  },
  'a folder where a file should be': {
    code: 'NOT_A_FILE',
    says: /^src\/a\.ts: a folder stands/,
    make: project => mkdirSync(project.at('src/a.ts'), { recursive: true }),
  },
  'a file where a folder should be': {
    code: 'NOT_A_FILE',
    says: /^src\/a\.ts: a file stands/,
    make: project => project.write('src', 'mine'),
  },
  'a symlink that leads out of the project': {
    code: 'OUTSIDE',
    says: /src.* is a symlink to .*outside/,
    make: project => symlinkSync(tmpdir(), project.at('src')),
  },
  'a file that is no text': {
    code: 'NOT_TEXT',
    says: /is not UTF-8/,
    make: project => {
      mkdirSync(project.at('src'))
      writeFileSync(project.at('src/a.ts'), Buffer.from([0x61, 0xff, 0xfe]))
    },
  },
  'a path that leads out of the project': {
    code: 'BAD_PLAN',
    says: /not a path inside/,
    files: [{ path: '../a.ts', text: '' }],
    make: () => {},
  },
  'a path that is generated twice': { code: 'BAD_PLAN', says: /twice/, files: [a, a], make: () => {} },
  'generated text that does not parse': {
    code: 'BAD_PLAN',
    says: /line 1, column 8/,
    files: [{ path: 'a.ts', text: 'const {' }],
    make: () => {},
  },
}

for (const [what, { code, says, files = [a], make }] of Object.entries(troubles)) {
  test(`${what} is one clear error`, async () => {
    using project = new Project()
    make(project)
    const error = await thrown(() => project.generate(files))
    assert.ok(error instanceof WriteError, String(error))
    assert.equal(error.code, code)
    assert.match(error.message, says)
  })
}

test(
  'a folder that cannot be written is found before anything is written',
  { skip: process.getuid?.() === 0 && 'root may write everywhere' },
  async () => {
    using project = new Project()
    mkdirSync(project.at('src'))
    chmodSync(project.at('src'), 0o555)
    const error = await thrown(() => project.generate([{ path: 'other.ts', text: '' }, a]))
    chmodSync(project.at('src'), 0o755)
    assert.ok(error instanceof WriteError && error.code === 'UNWRITABLE')
    assert.ok(!project.has('other.ts') && !project.has('.brine'))
  },
)

test('a full disk is said so', { skip: process.platform !== 'linux' }, () => {
  try {
    writeFileSync('/dev/full', 'x')
    assert.fail('there was room')
  } catch (error) {
    const said = explained(error, 'src/a.ts')
    assert.ok(said instanceof WriteError && said.code === 'NO_SPACE' && said.cause === error)
    assert.match(said.message, /^src\/a\.ts: no space left on the disk\nFree some space/)
  }
})

test('a file that changes between plan and apply is not written over', async () => {
  using project = new Project()
  await project.generate([a, b])
  const made = await plan(
    project.root,
    [a, b].map(file => ({ ...file, text: file.text.replace('1', '2') })),
  )
  project.write('src/b.ts', '// mine\n')
  const error = await thrown(() => apply(project.root, made))
  assert.ok(error instanceof WriteError && error.code === 'CHANGED' && error.path === 'src/b.ts')
  assert.equal(project.read('src/a.ts'), a.text)
})

test('a symlink inside the project is written through', async () => {
  using project = new Project()
  project.write('real/a.ts', a.text)
  symlinkSync('real', project.at('src'))
  symlinkSync('a.ts', project.at('real/b.ts'))
  await project.generate([{ path: 'src/b.ts', text: 'export const b = 1\n' }])
  assert.equal(project.read('real/a.ts'), `${a.text}\nexport const b = 1\n`)
})

test('a project that is not there is one clear error', async () => {
  const root = mkdtempSync(join(tmpdir(), 'brine-gone-'))
  rmSync(root, { recursive: true })
  const error = await thrown(() => plan(root, [a]))
  assert.ok(error instanceof WriteError)
})
