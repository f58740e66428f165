import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, it, type TestContext } from 'node:test'
import type { TestProject } from '../support/project.ts'
import { notes } from './notes.ts'

const kit = join(import.meta.dirname, '../..')

let project: TestProject
before(async () => (project = await notes()))
after(() => project.remove())

describe('brine dev', () => {
  it('serves, with the data kept from one change of the code to the next', async t => {
    const dev = start(t)
    const [, address] = await dev.says(/^at +(http:\/\/localhost:\d+)$/m)
    assert.match(dev.output(), /^on +PostgreSQL .*\(embedded\)/m)
    const headers = { 'content-type': 'application/json' }
    const post = (text: string) =>
      fetch(`${address}/api/v1/notes`, { method: 'POST', headers, body: JSON.stringify({ text }) })
    const { id } = (await (await post('buy milk')).json()) as { id: string }

    await project.edit('src/services/notes.ts', 'create: (fields', "whole: () => 'it',\n  create: (fields")
    await dev.says(/^changed +src\/services\/notes\.ts$/m)
    const [, again] = await dev.says(/changed[^]*^at +(http:\/\/localhost:\d+)$/m)
    const kept = (await (await fetch(`${again}/api/v1/notes/${id}`)).json()) as { text: string }
    assert.equal(kept.text, 'buy milk')
    dev.process.kill('SIGINT')
    assert.deepEqual(await dev.ended, [0, null])
  })

  it('waits for the next change, where the code does not start', async t => {
    const dev = start(t)
    await dev.says(/^at /m)
    const before = await project.read('src/app.ts')
    await project.write('src/app.ts', `${before}\nconst = 3\n`)
    await dev.says(/^ended +with status 1; the next change starts it again$/m)
    await project.write('src/app.ts', before)
    await dev.says(/ended[^]*^at /m)
  })

  it('says at once that its port is taken, before anything is started', async t => {
    const other = createServer().listen(0)
    t.after(() => other.close())
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo // it listens on TCP
    const { status, output } = await project.brine('dev', '--backend', 'embedded', '--port', `${port}`)
    assert.equal(status, 2, output)
    assert.equal(output, `port ${port} is taken\nEnd what listens there, or choose another: --port 3001\n`)
  })

  it('leaves no process behind, also when it is killed', async t => {
    const dev = start(t)
    const [, address] = await dev.says(/^at +(http:\/\/localhost:\d+)$/m)
    dev.process.kill('SIGKILL')
    await dev.ended
    while (await fetch(address!).catch(() => undefined)) await new Promise(resolve => setTimeout(resolve, 50))
  })
})

function start(t: TestContext) {
  const args = ['--conditions=brine:source', join(kit, 'src/cli/main.ts'), 'dev', '--backend', 'embedded']
  const env = { ...process.env, PORT: '0', NO_COLOR: '1', DATABASE_URL: '', REDIS_URL: '' }
  const child: ChildProcess = spawn(process.execPath, args, { cwd: project.root, env })
  t.after(() => child.kill('SIGKILL'))
  const ended = once(child, 'exit')
  let output = ''
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk: Buffer) => (output += String(chunk)))
  const says = async (pattern: RegExp): Promise<readonly string[]> => {
    for (;;) {
      const found = pattern.exec(output)
      if (found) return found
      if (child.exitCode !== null) throw new Error(`it ended without saying ${pattern}:\n${output}`)
      await new Promise(resolve => setTimeout(resolve, 20))
    }
  }
  return { process: child, ended, says, output: () => output }
}
