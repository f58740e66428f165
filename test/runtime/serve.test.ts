import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { it } from 'node:test'
import { startBackends } from '../../src/backends/index.ts'

it('serves, migrated, until it is told to stop, and lets open requests end', async t => {
  const backends = await startBackends('embedded', process.env)
  t.after(() => backends.stop())
  const env = { ...process.env, PORT: '0', DATABASE_URL: backends.postgres.url }
  const main = new URL('../../fixtures/golden/main.ts', import.meta.url).pathname
  const child = spawn(process.execPath, ['--conditions=brine:source', main], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit') // listened for at once: it may come before the last answer is read
  t.after(() => child.kill('SIGKILL'))
  const [line] = await once(child.stdout, 'data')
  const origin = `http://127.0.0.1:${/listening on (\d+)/.exec(String(line))?.[1]}/api/v1`
  assert.equal((await fetch(`${origin}/books`)).status, 200)

  const open = Array.from({ length: 10 }, () => fetch(`${origin}/books`))
  await Promise.race(open)
  child.kill('SIGTERM')
  assert.deepEqual(new Set((await Promise.all(open)).map(({ status }) => status)), new Set([200]))
  assert.deepEqual(await ended, [0, null])
})
