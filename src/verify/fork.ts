import { fork, type ChildProcess } from 'node:child_process'
import type { Socket } from 'node:net'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What a process of the service is told before it is told which code to load. */
export interface ForkOptions {
  /** The project's folder. */
  readonly root: string
  /** Milliseconds without a sign of life until it counts as hanging. */
  readonly hangAfter: number
  /** Where it waits for a debugger. */
  readonly port?: number | undefined
}

const HANG_AFTER = 5000

let ahead: { readonly child: ChildProcess; readonly key: string } | undefined

/**
 * Starts a process for a service before anything else of a run is there: it loads meanwhile what every service needs. The
 * first service of this project takes it; where none does, it ends with this process.
 */
export function forkAhead(root: string): ChildProcess {
  const options = { root, hangAfter: HANG_AFTER }
  ahead = { child: fresh(options), key: keyOf(options) }
  hold(ahead.child, 'unref')
  ahead.child.on('error', () => undefined) // whoever needs one is told when it cannot be had, either
  return ahead.child
}

/** A process that loads what every service needs, and then waits for questions. */
export function forkChild({
  root,
  hangAfter = HANG_AFTER,
  port,
}: Partial<ForkOptions> & { root: string }): ChildProcess {
  const options = { root, hangAfter, port }
  const made = ahead
  if (made?.key !== keyOf(options)) return fresh(options)
  ahead = undefined
  const { pid, exitCode, signalCode } = made.child
  if (pid === undefined || exitCode !== null || signalCode !== null) return fresh(options)
  hold(made.child, 'ref')
  return made.child
}

const keyOf = ({ root, hangAfter, port }: ForkOptions): string => [root, hangAfter, port].join('\n')

function fresh({ root, hangAfter, port }: ForkOptions): ChildProcess {
  const file = fileURLToPath(new URL(`./child${extname(import.meta.url)}`, import.meta.url))
  return fork(file, [root, String(hangAfter), String(port ?? '')], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'test', PORT: '0' },
    execArgv: conditions(process.execArgv),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
}

/** Whether this process waits for the other's end. */
function hold(child: ChildProcess, how: 'ref' | 'unref'): void {
  child[how]()
  child.channel?.[how]()
  for (const stream of [child.stdout, child.stderr]) (stream as Socket | null)?.[how]() // a pipe, by `stdio`
}

/** The child resolves packages as we do; what else Node was started with is ours alone. */
function conditions(args: readonly string[]): string[] {
  return args.flatMap((arg, n) => {
    if (arg.startsWith('--conditions=')) return [arg]
    return arg === '--conditions' || arg === '-C' ? [arg, args[n + 1]!] : []
  })
}
