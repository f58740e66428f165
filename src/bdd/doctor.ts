import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism, freemem, totalmem } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  BackendError,
  isPortFree,
  rooms,
  startBackends,
  survey,
  type Backend,
  type BackendChoice,
  type Room,
  type Sight,
} from '../backends/index.ts'

/** What a machine has, and what a run would make of it. */
export interface Checkup {
  readonly brine: string
  readonly machine: {
    readonly platform: string
    readonly cores: number
    readonly free: number
    readonly memory: number
  }
  /** That of this process, and that of `npm run`; undefined where npm would find none. */
  readonly node: { readonly version: string; readonly path: string; readonly npmRun: string | undefined }
  readonly sights: readonly Sight[]
  readonly rooms: readonly Room[]
  /** The one that a service takes unless told otherwise. */
  readonly port: { readonly number: number; readonly free: boolean }
  /** Where PostgreSQL and Redis are to be had from. */
  readonly choice: BackendChoice
  /** What was started for a moment, to be sure. */
  readonly run: Trial
}

export type Trial =
  | { readonly is: 'ready'; readonly postgres: Shown; readonly redis: Shown; readonly seconds: number }
  | { readonly is: 'impossible'; readonly what: string; readonly advice: string }

type Shown = Pick<Backend, 'rung' | 'label'>

/**
 * Looks at the machine, and starts for a moment what a run would use.
 *
 * @param root the folder whose `npm run` is looked at
 */
export async function checkUp(root: string, choice: BackendChoice, env: NodeJS.ProcessEnv): Promise<Checkup> {
  const port = Number(env['PORT'] ?? 3000)
  const [sights, places, free, run] = await Promise.all([
    survey(env),
    rooms(env),
    isPortFree(port),
    tryOut(choice, env),
  ])
  return {
    brine: ownVersion(),
    machine: {
      platform: `${process.platform} ${process.arch}`,
      cores: availableParallelism(),
      free: freemem(),
      memory: totalmem(),
    },
    node: { version: process.versions.node, path: process.execPath, npmRun: nodeOfNpm(root, env) },
    sights,
    rooms: places,
    port: { number: port, free },
    choice,
    run,
  }
}

async function tryOut(choice: BackendChoice, env: NodeJS.ProcessEnv): Promise<Trial> {
  const started = performance.now()
  try {
    const { postgres, redis, stop } = await startBackends(choice, env)
    const seconds = (performance.now() - started) / 1000
    await stop()
    return { is: 'ready', postgres: shown(postgres), redis: shown(redis), seconds }
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    return { is: 'impossible', what: error.what, advice: error.advice }
  }
}

const shown = ({ rung, label }: Backend): Shown => ({ rung, label })

function ownVersion(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string } // our own
  return version
}

/** npm looks into `node_modules/.bin` first, of this folder and of those that it is in. */
function nodeOfNpm(root: string, env: NodeJS.ProcessEnv): string | undefined {
  const folders: string[] = []
  for (let folder = root; ; folder = dirname(folder)) {
    folders.push(join(folder, 'node_modules/.bin'))
    if (folder === dirname(folder)) break
  }
  const path = [...folders, env['PATH'] ?? ''].join(delimiter)
  const { stdout, status } = spawnSync('node', ['--version'], { env: { ...env, PATH: path }, encoding: 'utf8' })
  return status === 0 ? stdout.trim().replace(/^v/, '') : undefined
}
