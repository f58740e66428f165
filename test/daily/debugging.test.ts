import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, it, type TestContext } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { freePort } from '../../src/backends/port.ts'
import { TestProject } from '../support/project.ts'

const boats = `Feature: Boats
  Background:
    Given a boat has these fields:
      | field | type   | rules    |
      | name  | string | required |

  Scenario: A boat is moored
    When the client creates a boat with:
      | name | Argo |
    Then the response status is 201
`

let project: TestProject
before(async () => {
  project = await TestProject.create({ boats })
  const { status, output } = await project.brine('bdd', '--backend', 'embedded')
  assert.equal(status, 0, output)
})
after(() => project.remove())

const main = join(import.meta.dirname, '../../src/cli/main.ts')
const services = 'src/services/boats.ts'
const line = async () =>
  (await project.read(services)).split('\n').findIndex(text => text.includes('boats.add(fields)')) + 1

/** What a debugger says and hears, as editors do. */
class Debugger {
  readonly #socket: WebSocket
  readonly paused = Promise.withResolvers<{ url: string | undefined; line: number; id: string }>()
  readonly #scripts = new Map<string, string>()
  #id = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => {
      const { method, params } = JSON.parse(String(data)) // a message of the protocol
      if (method === 'Debugger.scriptParsed') this.#scripts.set(params.scriptId, params.url)
      if (method !== 'Debugger.paused') return
      const { callFrameId: id, location } = params.callFrames[0]
      this.paused.resolve({ url: this.#scripts.get(location.scriptId), line: location.lineNumber + 1, id })
    })
  }

  static async attach(address: string): Promise<Debugger> {
    const socket = new WebSocket(address)
    await once(socket, 'open')
    return new Debugger(socket)
  }

  async ask(method: string, params: object = {}): Promise<any> {
    const id = ++this.#id
    const { promise, resolve } = Promise.withResolvers<any>()
    const listen = ({ data }: MessageEvent) => {
      const reply = JSON.parse(String(data)) // a message of the protocol
      if (reply.id === id) resolve(reply.result)
    }
    this.#socket.addEventListener('message', listen)
    this.#socket.send(JSON.stringify({ id, method, params }))
    const result = await promise
    this.#socket.removeEventListener('message', listen)
    return result
  }
}

async function debugged(t: TestContext, breakpoint: object): Promise<void> {
  const port = await freePort()
  const args = ['bdd', '--backend', 'embedded', '--no-generate', `--inspect=${port}`]
  const child = spawn(process.execPath, ['--conditions=brine:source', main, ...args], { cwd: project.root })
  t.after(() => child.kill('SIGKILL'))
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', text => void (output += text))
  const ended = once(child, 'close')
  while (!output.includes('ws://')) await wait(20)
  const [address = ''] = /ws:\S+/.exec(output) ?? []
  const session = await Debugger.attach(address)
  await session.ask('Debugger.enable')
  await session.ask('Debugger.setBreakpointByUrl', { ...breakpoint, lineNumber: (await line()) - 1 })
  await session.ask('Runtime.enable')
  await session.ask('Runtime.runIfWaitingForDebugger')
  const { url, line: at, id } = await session.paused.promise
  assert.equal(url, pathToFileURL(join(project.root, services)).href)
  assert.equal(at, await line())
  const { result } = await session.ask('Debugger.evaluateOnCallFrame', {
    callFrameId: id,
    expression: 'JSON.stringify(fields)',
  })
  assert.equal(result.value, '{"name":"Argo"}')
  await wait(6000) // longer than a service may stand still otherwise
  await session.ask('Debugger.resume')
  const [status] = await ended
  assert.equal(status, 0, output)
  assert.match(output, /1 passed of 1 scenario/)
}

describe('a breakpoint in generated code is hit', () => {
  it('when a debugger sets it by the address of the file', async t =>
    debugged(t, { url: pathToFileURL(join(project.root, services)).href }))

  it('when it sets it by a pattern, as editors do', async t =>
    debugged(t, { urlRegex: `${RegExp.escape(pathToFileURL(join(project.root, services)).href)}($|\\?)` }))
})

describe('--inspect', () => {
  it('refuses a port that is taken, and what is none', async t => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    t.after(() => server.close())
    const address = server.address()
    assert(typeof address === 'object' && address)
    const taken = await project.brine('bdd', `--inspect=${address.port}`)
    assert.equal(taken.status, 2)
    assert.match(taken.output, /^port \d+ is taken: no debugger can attach there$/m)
    const wrong = await project.brine('bdd', '--inspect=door')
    assert.equal(wrong.status, 2)
    assert.match(wrong.output, /^"door" is no port$/m)
    const several = await project.brine('bdd', '--inspect=9333', '--parallel', '2')
    assert.equal(several.status, 2)
    assert.match(several.output, /--inspect is for one service/)
  })
})
