import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BackendError } from '../errors.ts'
import { makeRunFolder } from '../folders.ts'
import { startGuarded } from '../guarded.ts'
import { findOnPath } from '../postgres/local.ts'
import { freePort, untilPortIsFree } from '../port.ts'
import type { Context, Rung, Started } from '../rung.ts'
import { serverEnv } from '../run.ts'
import { claimOn } from './claim.ts'

/** The Redis or Valkey that is installed on this machine, started privately: on a free port, behind a password. */
export const localRedis: Rung = {
  name: 'local',
  async start(context) {
    const binary = findOnPath('redis-server', context.env) ?? findOnPath('valkey-server', context.env)
    if (!binary)
      throw new BackendError(
        'absent',
        'no redis-server or valkey-server is installed here',
        'Install Redis with your package manager, or choose another backend with --backend',
      )
    return untilPortIsFree(async () => startOnPort(binary, await freePort(), context))
  },
}

/** A port, though a socket could not be taken by others: services and their libraries expect `redis://`. */
async function startOnPort(binary: string, port: number, context: Context): Promise<Started> {
  const folder = makeRunFolder('redis', context)
  const password = randomBytes(18).toString('hex')
  const config = {
    bind: '127.0.0.1',
    port,
    requirepass: password,
    save: '""',
    appendonly: 'no',
    pidfile: `"${folder}/redis.pid"`,
    dir: `"${folder}"`,
  }
  const lines = Object.entries(config).map(([name, value]) => `${name} ${value}\n`)
  // in a file of our own, since everybody can read what is on a command line
  writeFileSync(join(folder, 'redis.conf'), lines.join(''), { mode: 0o600 })
  const server = await startGuarded(binary, [join(folder, 'redis.conf')], {
    folder,
    env: serverEnv(context.env),
    ready: /ready to accept connections/i,
    stopSignal: 'SIGTERM',
  })
  return claimOn({ url: `redis://:${password}@127.0.0.1:${port}`, stop: server.stop }, label => `${label} (local)`)
}
