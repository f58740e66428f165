import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { makeRunFolder, otherUser } from '../folders.ts'
import { startGuarded } from '../guarded.ts'
import { freePort } from '../port.ts'
import type { Context } from '../rung.ts'
import { run } from '../run.ts'
import { privateName } from './own.ts'
import { executable, type Template } from './template.ts'

export interface Server {
  readonly url: string
  readonly version: string
  readonly stop: () => Promise<void>
}

/** Nothing here has to outlive the run, so nothing is written twice and nobody waits for a disk. */
const settings = [
  'synchronous_commit=off',
  'full_page_writes=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'max_wal_size=1GB',
  'shared_buffers=32MB',
  'dynamic_shared_memory_type=mmap', // in the data folder, so that nothing is left when everything is killed
].flatMap(setting => ['-c', setting])

/** Starts a PostgreSQL of our own on a copy of the template; only this user can reach it. */
export async function startServer(
  bin: string,
  template: Template,
  env: NodeJS.ProcessEnv,
  context: Context,
): Promise<Server> {
  const owner = otherUser()
  const folder = makeRunFolder('pg', context, owner)
  try {
    const data = join(folder, 'data')
    await copy(template.data, data, env)
    const { listen, address } = fitsSocket(folder) ? onSocket(folder) : await onPort(template)
    const server = await startGuarded(join(bin, executable('postgres')), ['-D', data, '-F', ...settings, ...listen], {
      folder,
      owner,
      env,
      ready: /ready to accept connections/,
      stopSignal: 'SIGQUIT', // at once, without saving what is deleted a moment later
    })
    const version = /starting PostgreSQL (\S+)/.exec(server.output)?.[1] ?? ''
    return { url: `postgres://${address}/${privateName}`, version, stop: server.stop }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

/** With all rights and times, and as a reflink where the file system can: 70 ms against 0.6 s for `fs.cp` (1,300 files). */
async function copy(from: string, to: string, env: NodeJS.ProcessEnv): Promise<void> {
  if (process.platform === 'win32') cpSync(from, to, { recursive: true })
  else await run('cp', ['-a', from, to], { owner: otherUser(), env })
}

/** A socket's path holds 107 bytes on Linux and 103 on macOS, and Node has none on Windows that PostgreSQL knows. */
function fitsSocket(folder: string): boolean {
  return process.platform !== 'win32' && Buffer.byteLength(join(folder, '.s.PGSQL.5432')) <= 103
}

interface Listening {
  readonly listen: readonly string[]
  readonly address: string
}

/**
 * On a socket there is no port to be taken, no password to pass on, and a query is a tenth quicker. Its folder goes where
 * the host goes: so `pg`, MikroORM's `clientUrl` and libpq all read it. MikroORM needs the port, and ignores `?host=`.
 */
function onSocket(folder: string): Listening {
  return { listen: ['-h', '', '-k', `"${folder}"`], address: `postgres@${encodeURIComponent(folder)}:5432` }
}

async function onPort({ password }: Template): Promise<Listening> {
  const port = await freePort()
  return { listen: ['-h', '127.0.0.1', '-k', '', '-p', `${port}`], address: `postgres:${password}@127.0.0.1:${port}` }
}
