import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Backend, BackendName, BackendOptions } from '../../src/backends/index.ts'

export interface Held {
  readonly postgres: Backend
  readonly redis: Backend
  /** `kill -9`, after which it can do nothing more */
  readonly kill: () => Promise<void>
  /** `process.exit` in the middle of everything */
  readonly exit: () => Promise<void>
}

/** Backends of a run in another process. */
export async function heldElsewhere(
  choice: BackendName,
  env: NodeJS.ProcessEnv,
  options: BackendOptions = {},
): Promise<Held> {
  const child = fork(join(import.meta.dirname, 'hold.ts'), [choice, JSON.stringify(options)], {
    env,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  assert(child.stdout)
  const [line] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit').then(() => ['null'])])
  const backends = JSON.parse(String(line))
  assert(backends, 'the run ended at once')
  const ended = once(child, 'exit')
  return {
    ...backends,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    async exit() {
      child.send('exit')
      await ended
    },
  }
}

/** The folder of the server that a socket's address leads to. */
export function folderOf({ url }: Backend): string {
  return decodeURIComponent(new URL(url).hostname)
}

/** The number of the server's process. */
export function serverIn(folder: string): number {
  return Number.parseInt(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8'), 10)
}

export function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

export function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
}

/** All processes that a process has started, and those have. */
export function descendants(pid: number): readonly number[] {
  const parents = readdirSync('/proc').flatMap(name => {
    if (!/^\d+$/.test(name)) return []
    try {
      return [
        [Number(name), Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1])] as const,
      ]
    } catch {
      return []
    }
  })
  const children = (of: number): readonly number[] =>
    parents.flatMap(([one, parent]) => (parent === of ? [one, ...children(one)] : []))
  return children(pid)
}

/** Waits for what has to become true by itself; not for long. */
export async function until(what: string, isTrue: () => boolean): Promise<void> {
  for (let tries = 0; tries < 6000; tries++) {
    if (isTrue()) return
    await wait(10)
  }
  assert.fail(`still not so after a minute: ${what}`)
}
