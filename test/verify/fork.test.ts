import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { it } from 'node:test'
import { promisify } from 'node:util'
import { forkAhead, forkChild } from '../../src/verify/fork.ts'

const root = import.meta.dirname

it('the first service of the project takes the process that was started ahead, once it is ready', async () => {
  const ahead = forkAhead(root)
  const other = forkChild({ root: `${root}/..` })
  const taken = forkChild({ root })
  const fresh = forkChild({ root })
  assert.equal(taken, ahead)
  assert.equal(new Set([ahead.pid, other.pid, fresh.pid]).size, 3)
  assert.deepEqual(await once(taken, 'message'), [{ id: 0, value: 'ready' }, undefined])
  for (const child of [other, taken, fresh]) child.disconnect()
  for (const child of [other, taken, fresh]) if (child.exitCode === null) await once(child, 'exit')
})

it('a process that nobody takes ends with the one that has started it', async () => {
  const text = `import { forkAhead } from ${JSON.stringify(import.meta.resolve('../../src/verify/fork.ts'))}
    console.log(forkAhead(${JSON.stringify(root)}).pid)`
  const args = [...process.execArgv.filter(arg => arg.startsWith('--conditions')), '--input-type=module', '-e', text]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  const pid = Number(stdout)
  assert.ok(pid > 0)
  while (isAlive(pid)) await setTimeout(20)
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
