import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isPortFree, startBackend, type BackendChoice, type BackendKind } from '../backends/index.ts'
import { ServiceError } from './errors.ts'
import { startMain, type Main } from './main-process.ts'
import { watch } from './watch.ts'

export interface DevOptions {
  readonly root: string
  /** The folder of the service, relative to the root. */
  readonly app: string
  readonly backend: BackendChoice
  /** `PORT`, 3000 without; `DATABASE_URL` and `REDIS_URL` are used as they are, data and all. */
  readonly env: NodeJS.ProcessEnv
}

/** What happens, for whoever shows it. */
export type DevEvent =
  | { readonly is: 'backends'; readonly labels: readonly string[]; readonly passing: boolean }
  | { readonly is: 'serving'; readonly address: string }
  | { readonly is: 'said'; readonly line: string }
  | { readonly is: 'ended'; readonly code: number | null }
  | { readonly is: 'changed'; readonly path: string }

/**
 * Serves a project while it is worked on: with PostgreSQL and Redis as a run has them, and again after every change of
 * its code. Data lasts from one change to the next; unless the environment names a database, not longer.
 *
 * @returns how to end it
 * @throws {ServiceError} {BackendError} with nothing left running
 */
export async function dev(options: DevOptions, tell: (event: DevEvent) => void): Promise<() => Promise<void>> {
  const { root, app } = options
  if (!existsSync(join(root, app, 'main.ts')))
    throw new ServiceError(`there is no ${app}/main.ts to serve`, 'Generate the service first: npm run bdd')
  const port = Number(options.env['PORT'] ?? 3000)
  if (port > 0 && !(await isPortFree(port)))
    throw new ServiceError(`port ${port} is taken`, 'End what listens there, or choose another: --port 3001')
  const { urls, stop } = await backendsOf(options, tell)
  const env = {
    NODE_ENV: 'development',
    PORT: '3000',
    JWT_SECRET: randomBytes(32).toString('hex'), // one for all restarts, so that tokens stay valid
    ...options.env,
    ...urls,
  }
  let main: Main | undefined
  const start = () => (main = startMain({ root, app, env }, tell))
  start()
  let turn = Promise.resolve()
  const unwatch = watch(join(root, app), path => {
    tell({ is: 'changed', path: `${app}/${path}` })
    turn = turn.then(async () => {
      await main?.stop()
      start()
    })
  })
  return async () => {
    unwatch()
    await turn
    await main?.stop()
    await stop()
  }
}

async function backendsOf(options: DevOptions, tell: (event: DevEvent) => void) {
  const [postgres, redis] = await Promise.allSettled([
    oneOf('postgres', 'DATABASE_URL', options),
    oneOf('redis', 'REDIS_URL', options),
  ])
  const both = [postgres, redis].flatMap(result => (result.status === 'fulfilled' ? result.value : []))
  const stop = async () => void (await Promise.all(both.map(one => one.stop())))
  for (const result of [postgres, redis])
    if (result.status === 'rejected') {
      await stop()
      throw result.reason
    }
  tell({ is: 'backends', labels: both.flatMap(({ label }) => label ?? []), passing: both[0]?.passing === true })
  return { urls: Object.assign({}, ...both.map(({ urls }) => urls)) as NodeJS.ProcessEnv, stop }
}

/** An address that is given is used as it is, and whoever wants what is given and gives none has none. */
async function oneOf(kind: BackendKind, variable: string, { backend, env }: DevOptions) {
  const name = backend[kind]
  const given = env[variable] || undefined
  if (name === 'given' || (name === 'auto' && given))
    return { urls: {}, label: given && `${variable} as given`, passing: false, stop: async () => undefined }
  const { url, label, stop } = await startBackend(kind, name, env)
  return { urls: { [variable]: url }, label, passing: true, stop }
}
