import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, chown, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { temporaryFolder } from '../backends/environment.ts'
import { descendants, isRunning, until } from '../backends/held.ts'
import { brineCommand, runBrine, runCommand, TestProject } from '../support/project.ts'

const boats = `Feature: Boats
  Background:
    Given a boat has these fields:
      | field | type   | rules            |
      | name  | string | required, max 20 |

  Scenario: A boat is put up
    When the client creates a boat with:
      | name | Argo |
    Then the response status is 201
`
const tide = `Feature: Tide
  Scenario: It comes in
    Given the tide comes in
`
const waiting = `import { Given } from '@cucumber/cucumber'
Given('the tide comes in', { timeout: -1 }, () => {
  console.log('waiting')
  return new Promise(() => setInterval(() => {}, 1000))
})
`
const none = { DATABASE_URL: '', REDIS_URL: '', DOCKER_HOST: 'unix:///nowhere/docker.sock' }
const NOBODY = 65534

async function projectOf(t: TestContext, name?: string): Promise<TestProject> {
  const project = await TestProject.create({ boats }, name)
  t.after(() => project.remove())
  return project
}

/** Can this user have a world of its own in which something is otherwise? */
const without = (what: '--mount' | '--net', act: string) =>
  spawnSync('unshare', [what, 'sh', '-c', act]).status !== 0 && `${what} needs root, and a kernel that allows it`

const shell = (project: TestProject, world: '--mount' | '--net', script: string, ...args: readonly string[]) =>
  runCommand({ cwd: project.root, env: none }, ['unshare', world, 'sh', '-c', script, 'sh', ...brineCommand, ...args])

describe('where the disk is full', { skip: without('--mount', 'mount -t tmpfs tmpfs /mnt') }, () => {
  /** The project on a disk of this size, and what is there in the end. */
  const onDisk = async (t: TestContext, size: string) => {
    const project = await projectOf(t)
    const { output } = await shell(
      project,
      '--mount',
      `mkdir small && mount -t tmpfs -o size=${size} tmpfs small && cp -r features package.json node_modules small && cd small &&
       "$@"; echo "status $?"; find . -type f -not -path './node_modules/*' | sed 's/^/left /'; find . -size 0 -type f`,
      'bdd',
      '--backend',
      'embedded',
    )
    return { output, left: [...output.matchAll(/^left \.\/(.*)$/gm)].map(([, path = '']) => path).toSorted() }
  }

  it('of the project, nothing is written', async t => {
    const { output, left } = await onDisk(t, '56k')
    assert.match(output, /^\S+: no space left on the disk\nFree some space, then run again/m)
    assert.match(output, /^status 2$/m)
    assert.deepEqual(left, ['features/boats.feature', 'package.json'])
  })

  it('when the documentation is published, the run is what it was, and nothing half done is left', async t => {
    const { output, left } = await onDisk(t, '140k')
    assert.match(output, /in a fresh process: green/)
    assert.match(output, /^The documentation was not published: site: no space left on the disk\. Free some space/m)
    assert.match(output, /^status 0$/m)
    assert.ok(left.includes('src/services/boats.ts'), output)
    assert.deepEqual(
      left.filter(path => /next|staged|^site\//.test(path)),
      [],
    )
  })

  it('of the data, it is said with how much is needed', async t => {
    const project = await projectOf(t)
    const { output } = await shell(
      project,
      '--mount',
      `chmod 755 . && mkdir data && mount -t tmpfs -o size=10m,mode=1777 tmpfs data && mount -t tmpfs -o size=10m tmpfs /dev/shm &&
       TMPDIR=$PWD/data "$@"; echo "status $?"; ls data | sed 's/^/left /'`,
      'bdd',
      '--backend',
      'embedded',
    )
    assert.match(output, /^The disk is full: .*No space left on device\. Free some space \(a run needs about \d+ MB\)/m)
    assert.match(output, /^status 3$/m)
    assert.doesNotMatch(output, /^left brine/m)
  })
})

describe('where there is no network but the machine itself', { skip: without('--net', 'ip link set lo up') }, () => {
  it('a run is as everywhere', async t => {
    const project = await projectOf(t)
    const { status, output } = await shell(project, '--net', 'ip link set lo up && exec "$@"', 'bdd')
    assert.equal(status, 0, output)
    assert.match(output, /1 of 1 scenario, in a fresh process: green/)
  })
})

describe('where a Docker engine does not answer', () => {
  it('the run that asks for it says so, and ends what it has started', async t => {
    const socket = join(temporaryFolder(t), 'docker.sock')
    const mute = createServer(() => undefined).listen(socket)
    t.after(() => mute.close())
    const project = await projectOf(t)
    const env = { ...none, DOCKER_HOST: `unix://${socket}` }
    const { status, output } = await project.brineIn(env, 'bdd', '--backend', 'postgres=embedded,redis=testcontainers')
    assert.equal(status, 3, output)
    assert.match(output, /^no Docker engine answers at .+ \(nothing arrives for 3 s\)\. Start Docker, or choose/m)
    assert.deepEqual(await project.files('src'), {})
  })
})

describe('a run that is killed', { skip: process.platform !== 'linux' && 'reads /proc' }, () => {
  it('leaves no server, no service and no data behind', async t => {
    const project = await TestProject.create({ tide })
    t.after(() => project.remove())
    await project.write('steps/own.ts', waiting)
    const [command, ...args] = brineCommand
    const child = spawn(command, [...args, 'bdd', '--backend', 'embedded'], { cwd: project.root })
    t.after(() => child.kill('SIGKILL'))
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += String(chunk)))
    await until('the step waits', () => output.includes('waiting'))
    const processes = descendants(child.pid!)
    const data = processes.map(dataOf).find(Boolean)
    assert.ok(processes.length >= 3 && data, output) // the guard, PostgreSQL, the service
    child.kill('SIGKILL')
    await once(child, 'close')
    await until('all of it has ended', () => !processes.some(isRunning) && !existsSync(data))
  })
})

/** The folder that a PostgreSQL was started on. */
function dataOf(pid: number): string | undefined {
  const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
  return words[0]?.endsWith('postgres') ? words[words.indexOf('-D') + 1] : undefined
}

describe('runs at the same time', () => {
  it('in two projects are each by themselves, in one go one after the other; folders have any names', async t => {
    const [one, other] = [await projectOf(t, `pä th, 'x' π #1%20 `), await projectOf(t)]
    const bdd = (project: TestProject) => project.brineIn(none, 'bdd', '--backend', 'embedded')
    const results = await Promise.all([bdd(one), bdd(one), bdd(other)])
    for (const { status, output } of results) assert.equal(status, 0, output)
    const waited = results.filter(({ output }) => output.includes('Another run writes in this project: it goes first'))
    assert.equal(waited.length, 1)
    assert.equal(results.filter(({ output }) => /in a fresh process: green/.test(output)).length, 2)
    assert.equal(results.filter(({ output }) => /^running +1 of 1 scenario: green/m.test(output)).length, 1)
    assert.deepEqual((await readdir(one.root)).toSorted(), [
      '.brine',
      'features',
      'node_modules',
      'package.json',
      'site',
      'site.history.json',
      'src',
    ])
  })
})

const nobody = { uid: NOBODY, gid: NOBODY }
const shut = process.getuid?.() !== 0 || spawnSync('test', ['-r', brineCommand[2]], nobody).status !== 0

describe('another user than root', { skip: shut && 'needs root, and a checkout that others can read' }, () => {
  it('has the same run, and a clear word where nothing may be written', async t => {
    const project = await projectOf(t)
    const BRINE_CACHE = temporaryFolder(t)
    await chown(BRINE_CACHE, NOBODY, NOBODY)
    const running = { cwd: project.root, env: { ...none, BRINE_CACHE, HOME: '/nonexistent' }, ...nobody }
    await chmod(project.root, 0o700)
    const shutOut = await runBrine(running, 'bdd', '--backend', 'embedded')
    assert.equal(shutOut.status, 2, shutOut.output)

    await chmod(project.root, 0o755)
    const refused = await runBrine(running, 'bdd', '--backend', 'embedded')
    assert.equal(refused.status, 2, refused.output)
    assert.match(refused.output, /^src\/\S+: permission denied\nGive this user write permission/m)
    assert.deepEqual(await project.files('src'), {})

    await chown(project.root, NOBODY, NOBODY)
    const { status, output } = await runBrine(running, 'bdd', '--backend', 'embedded')
    assert.equal(status, 0, output)
    assert.match(output, /1 of 1 scenario, in a fresh process: green/)

    // as in a checkout of CI that is somebody else's
    for (const path of ['', '.brine', 'src']) await chown(join(project.root, path), 0, 0)
    for (const path of ['site', 'site.history.json']) await rm(join(project.root, path), { recursive: true })
    const looking = await runBrine(running, 'bdd', '--backend', 'embedded', '--no-generate')
    assert.equal(looking.status, 0, looking.output)
    assert.match(looking.output, /^The documentation was not published: site: permission denied\./m)
  })
})
