import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import {
  BackendError,
  type BackendName,
  type BackendOptions,
  type Backends,
  startBackends,
} from '../../src/backends/index.ts'
import { together } from '../../src/backends/start.ts'
import type { Rung } from '../../src/backends/rung.ts'

/** The machine as a run sees it, without what a developer may have set for other work. */
export const bare: NodeJS.ProcessEnv = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !['DATABASE_URL', 'REDIS_URL', 'DOCKER_HOST', 'BRINE_CACHE'].includes(name),
  ),
)

/** The same, with the Docker engine wherever it answers: for what is about the engine. */
const machine: NodeJS.ProcessEnv = { ...bare, DOCKER_HOST: process.env['DOCKER_HOST'] }

/** Backends that are stopped at the end of the test. */
export async function started(
  t: TestContext,
  choice: BackendName,
  env = bare,
  options: BackendOptions = {},
): Promise<Backends> {
  const backends = await startBackends(choice, env, options)
  t.after(() => backends.stop())
  return backends
}

/** An empty folder that everybody may enter, deleted at the end of the test; in memory where that can be. */
export function temporaryFolder(t: TestContext, name = ''): string {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), `test ${name}`))
  chmodSync(folder, 0o755)
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))
  return folder
}

/** Backends from a rung for each. */
export async function fromRungs(postgresRung: Rung, redisRung: Rung): Promise<Backends> {
  const context = { env: machine, notify: () => undefined }
  const [postgres, redis] = await Promise.all([postgresRung.start(context), redisRung.start(context)])
  return together({ ...postgres, rung: postgresRung.name }, { ...redis, rung: redisRung.name })
}

/** Why the machine does not have a rung, if it is because something is missing; what is broken is not skipped. */
export async function reasonToSkip(rung: Rung): Promise<string | false> {
  try {
    await (await rung.start({ env: machine, notify: () => undefined })).stop()
    return false
  } catch (error) {
    if (error instanceof BackendError && error.code === 'absent') return error.what
    throw error
  }
}
