import { chmodSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { BackendError, cannotWrite, codeOf } from './errors.ts'

/** Makes a folder of the cache, once: it is whole or not there, also when two runs make it at once or one of them dies. */
export async function fillOnce(target: string, fill: (staging: string) => void | Promise<void>): Promise<void> {
  if (existsSync(target)) return
  const cache = dirname(target)
  let staging: string | undefined
  try {
    forgetAbandoned(cache)
    staging = mkdtempSync(join(cache, prefix))
    chmodSync(staging, 0o755)
    await fill(staging)
    renameSync(staging, target)
  } catch (error) {
    if (staging) rmSync(staging, { recursive: true, force: true })
    if (existsSync(target) && ['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(codeOf(error))) return // the other run was first
    throw error instanceof BackendError ? error : cannotWrite(cache, error, 'set BRINE_CACHE to a folder with room')
  }
}

const prefix = 'filling-'

function forgetAbandoned(cache: string): void {
  for (const name of readdirSync(cache).filter(each => each.startsWith(prefix))) {
    const folder = join(cache, name)
    const age = Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
    if (age > 3_600_000) rmSync(folder, { recursive: true, force: true })
  }
}
