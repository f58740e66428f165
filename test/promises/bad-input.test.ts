import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { TestProject } from '../support/project.ts'
import { keepers } from './zoo.ts'

interface Broken {
  readonly name: string
  readonly text: string
  readonly status: number
  /** Place and complaint, as in the first line of what is said. */
  readonly said: string
}

const corpus = readFileSync(join(import.meta.dirname, '../../fixtures/broken/features.txt'), 'utf8')

const features: readonly Broken[] = corpus
  .split(/^=== /m)
  .slice(1)
  .map(section => {
    const [name = '', expected = '', , ...lines] = section.split('\n')
    return { name, status: Number(expected[0]), said: expected.slice(2), text: `${lines.join('\n').trimEnd()}\n` }
  })

/** Projects are made once for several cases: none of them may change anything. */
const made: TestProject[] = []
const free: TestProject[] = []
after(() => Promise.all(made.map(one => one.remove())))

async function inProject(work: (project: TestProject) => Promise<void>): Promise<void> {
  const project = free.pop() ?? (await TestProject.create({}))
  if (!made.includes(project)) made.push(project)
  await work(project)
  free.push(project)
}

/** Tries it: nothing but what is there is there afterwards. */
async function tried(project: TestProject, ...args: readonly string[]) {
  const before = await project.files('.')
  const { status, output } = await project.brine('bdd', '--dry-run', ...args)
  assert.deepEqual(await project.files('.'), before, 'something was written')
  assert.doesNotMatch(output, /This is a bug|\n {4}at /)
  return { status, output }
}

describe(
  'a broken feature is one message with its place and advice, and nothing is written',
  { concurrency: 3 },
  () => {
    for (const { name, text, status, said } of features)
      it(name, () =>
        inProject(async project => {
          await project.write('features/x.feature', text)
          const { status: got, output } = await tried(project)
          const problems = output
            .split('\n')
            .flatMap((line, n, all) => (/^\S+\.feature:\d+:\d+: /.test(line) ? [all.slice(n)] : []))
          assert.equal(problems.length, 1, output)
          const [head = '', , caret = '', ...advice] = problems[0]!
          assert.equal(head, `features/x.feature:${said}`)
          assert.match(caret, /^ +\^+$/, output)
          assert.ok(
            advice.some(line => /^ {2}\S.*\w/.test(line)),
            output,
          )
          assert.equal(got, status, output)
        }),
      )
  },
)

describe('there are enough of them', () => {
  it('at least 80 with those of the other kinds', () => assert.ok(features.length + others.length >= 80))
})

interface Case {
  readonly name: string
  readonly make: (project: TestProject) => Promise<unknown>
  readonly says: RegExp
  readonly args?: readonly string[]
}

const manifest = (text: string) => (project: TestProject) => project.write('.brine/manifest.json', text)

/** Edited files, manifests, words and definitions of one's own: in a project whose features are in order. */
const others: readonly Case[] = [
  {
    name: 'a manifest that is not JSON',
    make: manifest('{'),
    says: /manifest\.json: is not JSON[\s\S]*version control/,
  },
  { name: 'a manifest with a merge conflict', make: manifest('{\n<<<<<<< ours\n'), says: /merge conflict/ },
  { name: 'a manifest that is a list', make: manifest('[]'), says: /is not a manifest/ },
  { name: 'a manifest of a newer version', make: manifest('{"version":9,"files":{}}'), says: /has version 9/ },
  {
    name: 'a file of the service that does not parse',
    make: project => project.write('src/services/keepers.ts', 'export const = 1\n'),
    says: /^src\/services\/keepers\.ts:1:14 does not parse: [\s\S]*\^[\s\S]*Mend this file/m,
  },
  {
    name: 'a file of the service with a merge conflict',
    make: project =>
      project.write('src/services/keepers.ts', '<<<<<<< ours\nexport const a = 1\n=======\n>>>>>>> theirs\n'),
    says: /^src\/services\/keepers\.ts:1:1 does not parse: /m,
  },
  {
    name: 'a folder where a file should be',
    make: project => mkdir(join(project.root, 'src/app.ts'), { recursive: true }),
    says: /^src\/app\.ts: a folder stands/m,
  },
  {
    name: 'a phrase of its own that means nothing',
    make: project => project.write('steps/ours.feature', 'Feature: Ours\n  Scenario: the zoo is empty\n'),
    says: /^steps\/ours\.feature:2:13: .*\n.*\n +\^+\n {2}\S/m,
  },
  {
    name: 'a phrase of its own that uses what it is not given',
    make: project =>
      project.write(
        'steps/ours.feature',
        'Feature: Ours\n  Scenario: a keeper called {name}\n    Given a keeper exists with:\n      | name | <nam> |\n',
      ),
    says: /^steps\/ours\.feature:\d+:\d+: /m,
  },
  {
    name: 'a step definition that does not parse',
    make: project => project.write('steps/ours.ts', 'export const = 1\n'),
    says: /steps\/ours\.ts/,
  },
  {
    name: 'a step definition that throws when it is loaded',
    make: project => project.write('steps/ours.ts', "throw new Error('no luck')\n"),
    says: /steps\/ours\.ts[\s\S]*no luck/,
  },
]

describe(
  'what else is broken is one message that says how to mend it, and nothing is written',
  { concurrency: 3 },
  () => {
    for (const { name, make, says, args = [] } of others)
      it(name, async () => {
        const project = await TestProject.create({ keepers })
        made.push(project)
        await make(project)
        const { status, output } = await tried(project, ...args)
        assert.match(output, says)
        assert.equal(status, 2, output)
      })
  },
)
