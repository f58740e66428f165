import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, afterEach, before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import {
  EnvironmentError,
  ExpectationError,
  launchService,
  showBootProblem,
  startService,
  World,
  type Service,
} from '../../src/verify/index.ts'
import { bookshop } from './models.ts'
import { greeter, makeProject, type Project } from './project.ts'

let project: Project
let service: Service
before(async () => {
  project = await makeProject(greeter)
  service = await startService({
    root: project.root,
    app: 'src',
    env: { DATABASE_URL: 'postgres://x' },
    hangAfter: 1500,
  })
})
afterEach(async () => {
  await project.write(greeter)
  await service.reload()
})
after(async () => {
  await service.stop()
  await project.remove()
})

const get = async (path: string) => {
  const world = new World(bookshop, service, [])
  return (await world.send({ method: 'GET', path, headers: {} })).answer
}

describe('the service', () => {
  it('runs in a process of its own, with its environment', async () => {
    assert.deepEqual((await get('/a')).json, { greeting: 'hello /a', url: 'postgres://x' })
    assert.equal(service.problem, undefined)
  })

  it('is what is written once it is reloaded, at the same address', async () => {
    const { address, generation } = service
    await project.write({ 'src/greeting.ts': "export const greet = () => 'good day'" })
    assert.deepEqual((await get('/a')).json, { greeting: 'hello /a', url: 'postgres://x' })
    await service.reload()
    assert.deepEqual((await get('/a')).json, { greeting: 'good day', url: 'postgres://x' })
    assert.equal(service.address, address)
    assert.equal(service.generation, generation + 1)
  })

  it('is loaded into a fresh process now and then, which nobody notices', async () => {
    await project.write({ 'src/greeting.ts': 'export const greet = () => process.pid' })
    const pids = new Set<unknown>()
    for (let n = 0; n < 25; n++) {
      await service.reload()
      pids.add(((await get('/')).json as { greeting: unknown }).greeting)
    }
    assert.equal(pids.size, 2)
  })

  it('says what it has printed', async () => {
    service.takeLines()
    await project.write({
      'src/greeting.ts': "console.log('one')\nconsole.error('two')\nexport const greet = () => 'x'",
    })
    await service.reload()
    await get('/a')
    assert.deepEqual(service.takeLines().toSorted(), ['closed', 'one', 'two'])
    assert.deepEqual(service.takeLines(), [])
  })

  it('says that it has no database to put rows in', () =>
    assert.rejects(service.insert('book', [{}]), {
      message: /^books could not be put in: createService\(\) returns no orm/,
    }))
})

describe('code that', () => {
  const broken = [
    {
      name: 'does not parse',
      code: 'export const greet = () => {\n  return 1 +\n}\n',
      says: /^src\/greeting\.ts:3:1: .*\n3 \| \}\n {4}\^$/,
    },
    {
      name: 'throws',
      code: 'const nothing = undefined as any\nexport const greet = nothing.at(1)\n',
      says: /^src\/greeting\.ts:2:30: Cannot read properties of undefined \(reading 'at'\)\n2 \| export const greet = nothing\.at\(1\)\n {33}\^$/,
    },
    {
      name: 'imports a file that is not there',
      code: "import { a } from './nowhere.ts'\nexport const greet = () => a\n",
      says: /^src\/greeting\.ts:1:19: Cannot find module 'src\/nowhere\.ts'.*\n1 \| import/,
    },
    {
      name: 'imports a name that is not there',
      code: "import { nobody } from './core/config.ts'\nexport const greet = () => nobody\n",
      says: /^src\/greeting\.ts:1:10: The requested module '\.\/core\/config\.ts' does not provide an export named 'nobody'\n1 \| import/,
    },
    {
      name: 'never ends',
      code: 'export const greet = () => 1\nlet n = 0\nfor (;;) n++\n',
      says: /^src\/greeting\.ts:3:\d+: the service hangs during its start: an endless loop\?\n3 \| for \(;;\) n\+\+\n/,
    },
    {
      name: 'exits',
      code: 'process.exit(3)\nexport const greet = 1\n',
      says: /^the service exited with code 3 during its start$/,
    },
  ]
  for (const { name, code, says } of broken)
    it(`${name} is a problem with its place, and the next reload recovers`, async () => {
      await project.write({ 'src/greeting.ts': code })
      await service.reload()
      assert.match(showBootProblem(service.problem!), says)
      await assert.rejects(service.ready(), EnvironmentError)
      await project.write(greeter)
      await service.reload()
      assert.equal(service.problem, undefined)
      assert.equal((await get('/a')).status, 200)
    })

  it('takes the process down in a request is found out, and the service is started again', async () => {
    await project.write({
      'src/greeting.ts': "export const greet = (path: string) => path === '/exit' ? process.exit(4) : 'x'",
    })
    await service.reload()
    await assert.rejects(get('/exit'), {
      name: 'EnvironmentError',
      message:
        /^GET \/exit: the service went away before it answered\nthe service exited with code 4 during a request$/,
    })
    await service.ready()
    assert.equal((await get('/a')).status, 200)
  })

  it('fails outside of any request is found out with its place', async () => {
    await project.write({
      'src/greeting.ts':
        "export const greet = () => {\n  queueMicrotask(() => {\n    throw new Error('oh no')\n  })\n  return 'x'\n}\n",
    })
    await service.reload()
    await get('/a').catch(() => {})
    await assert.rejects(get('/a'), (error: Error) => {
      assert.ok(error instanceof ExpectationError)
      assert.match(error.message, /\nsrc\/greeting\.ts:3:11: Error: oh no\n3 \|     throw/)
      return true
    })
    await service.restart()
  })

  it('hangs in a request is found out with its place', async () => {
    await project.write({ 'src/greeting.ts': 'export function greet() {\n  for (;;) Math.random()\n}\n' })
    await service.reload()
    await assert.rejects(get('/a'), (error: Error) => {
      assert.ok(error instanceof ExpectationError)
      assert.match(
        error.message,
        /\nsrc\/greeting\.ts:2:\d+: the service hangs during a request: an endless loop\?\n2 \| {3}for/,
      )
      return true
    })
    await service.restart()
  })
})

describe('a project without a service', () => {
  it('has one that knows no path and keeps no rows', async () => {
    const empty = await makeProject({})
    const none = await startService({ root: empty.root, app: 'src', env: {} })
    const world = new World(bookshop, none, [])
    const { answer } = await world.send({ method: 'GET', path: '/api/v1/books', headers: {} })
    assert.deepEqual([answer.status, answer.text, none.exists], [404, '', false])
    await assert.rejects(none.insert('book', [{}]), {
      name: 'ExpectationError',
      message: 'there is no service yet, so no books could be put in',
    })
    await empty.write(greeter)
    await none.reload()
    assert.equal(
      (await new World(bookshop, none, []).send({ method: 'GET', path: '/', headers: {} })).answer.status,
      200,
    )
    await none.stop()
    await empty.remove()
  })
})

describe('no service outlives its runner', () => {
  it('also when it is stopped while it is still being loaded', async () => {
    const slow = await makeProject({
      ...greeter,
      'src/greeting.ts':
        "import { writeFileSync } from 'node:fs'\nwriteFileSync('pid', String(process.pid))\nexport const greet = () => ''",
    })
    const launched = await launchService({ root: slow.root, app: 'src', env: {} })
    await setTimeout(0) // its process is on its way
    await Promise.all([launched.stop(), launched.opened])
    const pid = parseInt(await readFile(join(slow.root, 'pid'), 'utf8').catch(() => '0'))
    assert.ok(pid === 0 || !isAlive(pid))
    await slow.remove()
  })

  it('also when it hangs and the runner is killed', async () => {
    const hanging = await makeProject({
      ...greeter,
      'src/greeting.ts':
        "import { writeFileSync } from 'node:fs'\nwriteFileSync('pid', `${process.pid} `)\nfor (;;) Math.random()\nexport const greet = () => ''",
    })
    const verify = fileURLToPath(new URL('../../src/verify/index.ts', import.meta.url))
    const script = `
      const { startService } = await import(${JSON.stringify(verify)})
      await startService({ root: ${JSON.stringify(hanging.root)}, app: 'src', env: {}, hangAfter: 60000 })`
    const runner = spawn(process.execPath, ['--conditions=brine:source', '--input-type=module', '-e', script], {
      stdio: 'inherit',
    })
    let pid = 0
    while (!pid) {
      await setTimeout(20)
      pid = parseInt(await readFile(join(hanging.root, 'pid'), 'utf8').catch(() => '0'))
    }
    runner.kill('SIGKILL')
    while (isAlive(pid)) await setTimeout(20)
    await hanging.remove()
  })
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
