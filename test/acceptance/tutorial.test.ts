import assert from 'node:assert/strict'
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { startBackends, type Backends } from '../../src/backends/index.ts'
import { kit } from './checkout.ts'
import { pack, type Packed } from './packed.ts'
import { blocksOf, dialoguesOf, missing, patched, type Block } from './page.ts'
import { shell, strangersEnv } from './shell.ts'

const page = await readFile(join(kit, 'docs/guides/tutorial.md'), 'utf8')

/** What the page says in general, and what it is here. */
let stands: readonly (readonly [general: string, here: string])[]

describe('the tutorial, followed to the letter', () => {
  let packed: Packed
  let backends: Backends
  let home: string
  let cwd: string
  let env: NodeJS.ProcessEnv
  let terminal: ChildProcess | undefined

  before(async () => {
    packed = await pack()
    backends = await startBackends('embedded', process.env)
    cwd = home = await mkdtemp(join(tmpdir(), 'brine-tutorial-'))
    await copyFile(packed.file, join(home, 'brine.tgz'))
    const port = await freePort()
    env = strangersEnv({ PORT: String(port) })
    stands = [
      ['npx brine init errands', 'npx --yes --package ./brine.tgz brine init errands --package brine.tgz'],
      ['localhost:3000', `localhost:${port}`],
      ['postgres://me:secret@localhost:5432/errands', `'${backends.postgres.url}'`],
    ]
    assert.deepEqual(
      stands.filter(([general]) => !page.includes(general)),
      [],
    )
  })
  after(async () => {
    await close()
    await backends.stop()
    await packed.remove()
    await rm(home, { recursive: true })
  })

  for (const block of blocksOf(page)) {
    const [first = ''] = block.text.split('\n')
    const skip = 'docker' in block.marks && !hasImages() && 'no Docker with the images that it needs'
    it(`line ${block.line}: ${block.marks['append'] ?? block.marks['title'] ?? first}`, { skip }, () => follow(block))
  }

  async function follow({ language, marks, text }: Block): Promise<void> {
    const { title = '', append = '' } = marks
    if (append) await appendFile(join(cwd, append), `\n${text}`)
    else if (language === 'diff') await edit(join(cwd, title), before => patched(before, text))
    else if ('terminal' in marks) await open(here(text))
    else if (language === 'sh') await run(here(text))
    else if (language === 'console') await talk(text, 'fails' in marks)
    else assert.fail(`what is to be done with a block of ${language}?`)
  }

  /** Runs commands; the folder that they end in is where it goes on. */
  async function run(commands: string): Promise<void> {
    const { status, output } = await shell(cwd, `${commands}\npwd -P >${join(home, 'cwd')}`, env)
    assert.equal(status, 0, output)
    cwd = (await readFile(join(home, 'cwd'), 'utf8')).trim()
  }

  async function talk(text: string, fails: boolean): Promise<void> {
    for (const { command, shown } of dialoguesOf(text)) {
      // servers of the machine at hand may differ, those that came with the packages do not
      const line = here(command).replace(/^npm run bdd$/, 'npm run bdd -- --backend embedded')
      const { status, output } = await shell(cwd, line, env)
      assert.equal(status !== 0, fails, output)
      assert.deepEqual(missing(shown, output), [], output)
    }
  }

  /** What runs in the second terminal runs until something else does. */
  async function open(command: string): Promise<void> {
    await close()
    const child = spawn('bash', ['-c', command], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    terminal = child
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += String(chunk)))
    while (!/localhost:\d|listening on/.test(output)) {
      if (child.exitCode !== null) assert.fail(output)
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }

  async function close(): Promise<void> {
    if (!terminal || terminal.exitCode !== null) return
    const ended = once(terminal, 'close')
    process.kill(-terminal.pid!, 'SIGINT') // as Ctrl+C does: all that runs in that terminal
    await ended
  }
})

const here = (text: string): string =>
  stands.reduce((line, [general, it]) => line.replaceAll(general, () => it), text.trimEnd())

async function edit(path: string, change: (text: string) => string): Promise<void> {
  await writeFile(path, change(await readFile(path, 'utf8')))
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // it listens on TCP
  await new Promise(resolve => server.close(resolve))
  return port
}

function hasImages(): boolean {
  const images = ['node:24-slim', 'postgres:18-alpine', 'redis:8-alpine']
  return (
    spawnSync('docker', ['compose', 'version']).status === 0 &&
    spawnSync('docker', ['image', 'inspect', ...images]).status === 0
  )
}
