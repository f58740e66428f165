import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { otherUser, ownerFile, tempFolders } from './folders.ts'
import { isGone } from './identity.ts'
import type { Context } from './rung.ts'

/** Ends the servers and deletes the folders of runs that died together with their guard, as in a crash of the machine. */
export async function sweep(context: Context): Promise<void> {
  for (const temp of tempFolders(context)) {
    for (const name of readdirSync(temp).filter(each => /^brine-(pg|redis)-/.test(each))) {
      const folder = join(temp, name)
      if (!isLeftOver(folder)) continue
      await endServerIn(folder)
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

function isLeftOver(folder: string): boolean {
  try {
    const { uid } = statSync(folder)
    if (uid !== process.getuid?.() && uid !== otherUser()?.uid) return false
    return isGone(readFileSync(join(folder, ownerFile), 'utf8'))
  } catch {
    return false // it goes away as we look, or was made this very moment
  }
}

/** Ends the server whose data is in this folder, if it still runs, and waits for that. */
export async function endServerIn(folder: string): Promise<void> {
  // PostgreSQL has to take its shared memory with it, which it cannot when it is killed
  await end(join(folder, 'data', 'postmaster.pid'), folder, 'SIGQUIT')
  await end(join(folder, 'redis.pid'), folder, 'SIGKILL')
}

async function end(pidFile: string, folder: string, signal: NodeJS.Signals): Promise<void> {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10)
    // numbers are used again: only a process that was started with this folder is the one
    for (let tries = 0; pid > 0 && commandOf(pid).includes(folder); tries++) {
      if (tries % 200 === 0) process.kill(pid, tries ? 'SIGKILL' : signal)
      await wait(10)
    }
  } catch {
    // the other kind of server, or it has ended by itself
  }
}

function commandOf(pid: number): string {
  if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  return execFileSync('ps', ['-o', 'command=', '-p', `${pid}`], { encoding: 'utf8' })
}
