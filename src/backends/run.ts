import { spawn } from 'node:child_process'
import { BackendError } from './errors.ts'
import type { Owner } from './folders.ts'

export interface RunOptions {
  readonly env: NodeJS.ProcessEnv
  readonly owner?: Owner
  readonly input?: string
}

/**
 * Runs a program to its end.
 *
 * @throws BackendError `no-space` or `start-failed`, with the last line of what it printed.
 */
export async function run(
  command: string,
  args: readonly string[],
  { env, owner, input = '' }: RunOptions,
): Promise<string> {
  const child = spawn(command, args, { ...owner, cwd: '/', env, stdio: 'pipe' })
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (output += chunk))
  child.stdin.on('error', () => undefined) // it ended without reading: its status says why
  child.stdin.end(input)
  child.once('error', error => reject(startFailure(command, error.message)))
  child.once('close', status => (status === 0 ? resolve(output) : reject(startFailure(command, output))))
  return promise
}

/** What a server or its tools inherit: not what is meant for PostgreSQL's clients, and messages that we can read. */
export function serverEnv(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name))
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' }
}

/** Says what a program that did not do its work died of, from what it printed. */
export function startFailure(command: string, output: string): BackendError {
  const lines = output.trim().split('\n')
  if (/no space left|disk quota/i.test(output)) {
    const advice = 'Free some space (a run needs about 150 MB), or set TMPDIR and BRINE_CACHE to a disk that has it'
    return new BackendError('no-space', `The disk is full: ${lines.at(-1)}`, advice)
  }
  const said = lines.slice(-3).join(' | ') || 'it printed nothing'
  // a binary that is there and "not found" lacks its loader: it was made for another C library than this system's
  return new BackendError(
    'start-failed',
    `${command} did not start: ${said}`,
    'Install it with the package manager of this system, or give a server with DATABASE_URL and REDIS_URL',
  )
}
