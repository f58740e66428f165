import { chownSync, existsSync, lstatSync, mkdirSync, mkdtempSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { BackendError, cannotWrite } from './errors.ts'
import { identityOf } from './identity.ts'
import type { Context } from './rung.ts'

/** PostgreSQL refuses to run as root; `nobody` exists wherever root is likely to run us, and needs no new user. */
const nobody = 65534

export interface Owner {
  readonly uid: number
  readonly gid: number
}

/** The user that PostgreSQL has to run as when we are root; otherwise none. */
export function otherUser(): Owner | undefined {
  return process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : undefined
}

/** The folder where prepared servers are kept between runs; made when it is not there. */
export function cacheFolder({ env, cacheFolder: asked = env.BRINE_CACHE }: Context): string {
  if (asked) return usable(asked, 'set BRINE_CACHE to a folder that can be written')
  try {
    return usable(usualCache(env), '')
  } catch {
    return usable(
      join(tmpdir(), `brine-cache-${process.getuid?.() ?? 'user'}`),
      'set BRINE_CACHE to a folder that can be written',
    )
  }
}

function usualCache(env: NodeJS.ProcessEnv): string {
  // nobody cannot look into root's home, where the servers would have to be read from
  if (otherUser()) return '/var/cache/brine'
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'brine')
  if (process.platform === 'win32') return join(env.LOCALAPPDATA ?? homedir(), 'brine', 'cache')
  return process.platform === 'darwin'
    ? join(homedir(), 'Library', 'Caches', 'brine')
    : join(homedir(), '.cache', 'brine')
}

function usable(folder: string, advice: string): string {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 })
    writeFileSync(join(folder, '.used'), '')
    // binaries are started from here, so it must not be a folder that somebody else laid for us
    const { uid } = lstatSync(folder)
    if (process.getuid && uid !== process.getuid()) throw new Error('it belongs to another user')
  } catch (error) {
    throw cannotWrite(folder, error, advice)
  }
  const closed = otherUser() && closedToOthers(folder)
  if (!closed) return folder
  throw new BackendError(
    'unwritable',
    `PostgreSQL runs as another user when Brine runs as root, and that user cannot enter ${closed}`,
    'Set BRINE_CACHE to a folder that everybody can read, such as /var/cache/brine',
  )
}

function closedToOthers(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (!(statSync(at).mode & 0o001)) return at
    if (at === dirname(at)) return undefined
  }
}

const marker = 'owner'

/** A new folder for the server of this run; `owner` may write in it, and nobody else may look. */
export function makeRunFolder(kind: 'pg' | 'redis', context: Context, owner?: Owner): string {
  let folder = tempFolders(context)[0] ?? tmpdir()
  try {
    folder = mkdtempSync(join(folder, `brine-${kind}-`))
    writeFileSync(join(folder, marker), identityOf(process.pid) ?? '')
    if (owner) chownSync(folder, owner.uid, owner.gid)
    return folder
  } catch (error) {
    throw cannotWrite(folder, error, 'set TMPDIR to a folder that can be written')
  }
}

/** The folders that may hold runs, best first. */
export function tempFolders({ tempFolder }: Context): string[] {
  const folders = tempFolder ? [tempFolder] : ['/dev/shm', tmpdir(), '/tmp']
  return folders.filter(
    folder =>
      existsSync(folder) && (folder !== '/dev/shm' || roomy(folder)) && !(otherUser() && closedToOthers(folder)),
  )
}

export { marker as ownerFile }

/** In memory, a run's data is copied in a steady 70 ms; on a disk that has just deleted the last run's, in up to a second. */
function roomy(folder: string): boolean {
  // containers have 64 MB here unless told otherwise
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize > 1024 ** 3
}
