import { type ChildProcess, spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import type { Owner } from './folders.ts'
import { startFailure } from './run.ts'
import { endServerIn } from './sweep.ts'

export interface GuardedOptions {
  /** the run's folder, deleted when the server has ended */
  readonly folder: string
  readonly stopSignal: 'SIGQUIT' | 'SIGTERM'
  /** what the server prints when it can be used */
  readonly ready: RegExp
  readonly env: NodeJS.ProcessEnv
  readonly owner?: Owner
}

export interface Guarded {
  /** everything that it printed until it was ready */
  readonly output: string
  readonly stop: () => Promise<void>
}

/**
 * A shell between us and the server, which waits for our end of its input to close: that happens however we end, also by
 * `kill -9`. It lets go of the outputs, so that they close when the server itself has ended. The second kill is for a
 * server that was too young to hear the first; nobody waits for it where the first was heard.
 */
const guard =
  'sig=$1 dir=$2; shift 2; "$@" </dev/null & p=$!; exec >/dev/null 2>&1; read -r _; kill -s "$sig" $p; ' +
  '{ sleep 0.3 || sleep 1; kill -s KILL $p; } & k=$!; wait $p; kill $k; rm -rf "$dir"'

/**
 * Starts a server that ends when this process does, and waits until it is ready.
 *
 * @throws BackendError `start-failed` with the last lines that it printed.
 */
export async function startGuarded(
  command: string,
  args: readonly string[],
  options: GuardedOptions,
): Promise<Guarded> {
  const { folder, owner, env } = options
  // a group of its own: Ctrl-C in the terminal must reach the run only, which then stops its servers in order
  const child = spawn(...withGuard(command, args, options), {
    ...owner,
    env,
    cwd: folder,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const ended = endOf(child)
  try {
    const output = await untilReady(child, options.ready, ended)
    return { output, stop: () => stop(child, ended, folder) }
  } catch (error) {
    await stop(child, ended, folder)
    throw error
  }
}

function withGuard(
  command: string,
  args: readonly string[],
  { stopSignal, folder }: GuardedOptions,
): [string, string[]] {
  if (process.platform === 'win32') return [command, [...args]]
  return ['/bin/sh', ['-c', guard, 'brine-guard', stopSignal.slice(3), folder, command, ...args]]
}

function endOf(child: ChildProcess): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  child.once('error', () => resolve())
  let open = 2
  for (const stream of [child.stdout, child.stderr]) stream?.once('close', () => --open || resolve())
  return promise
}

async function untilReady(child: ChildProcess, ready: RegExp, ended: Promise<void>): Promise<string> {
  let output = ''
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const listen = (chunk: Buffer) => {
    output += chunk.toString()
    if (ready.test(output)) resolve(output)
  }
  child.stdin?.on('error', () => undefined) // it has ended: we hear that from its outputs
  child.stdout?.on('data', listen)
  child.stderr?.on('data', listen)
  child.once('error', error => reject(startFailure(child.spawnfile, error.message)))
  void ended.then(() => reject(startFailure('The server', output)))
  const patience = setTimeout(() => reject(startFailure('The server', `${output}\nnot ready after 30 s`)), 30_000)
  try {
    return await promise
  } finally {
    clearTimeout(patience)
    child.stdout?.off('data', listen).resume()
    child.stderr?.off('data', listen).resume()
  }
}

async function stop(child: ChildProcess, ended: Promise<void>, folder: string): Promise<void> {
  // the guard outlives the server, unless it was killed: then the server is ours to end
  const takeOver = () => void endServerIn(folder)
  if (child.exitCode !== null || child.signalCode !== null) takeOver()
  else child.once('exit', takeOver)
  child.stdin?.end()
  if (process.platform === 'win32') child.kill()
  await ended
  await rm(folder, { recursive: true, force: true, maxRetries: 3 })
}
