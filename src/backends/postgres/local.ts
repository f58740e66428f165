import { accessSync, constants, readdirSync, realpathSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { BackendError } from '../errors.ts'
import { cacheFolder } from '../folders.ts'
import { untilPortIsFree } from '../port.ts'
import type { Rung } from '../rung.ts'
import { serverEnv } from '../run.ts'
import { placeBeside } from './database.ts'
import { startServer } from './server.ts'
import { ensureTemplate, executable } from './template.ts'

/** The PostgreSQL that is installed on this machine, started privately beside any that is running. */
export const localPostgres: Rung = {
  name: 'local',
  async start(context) {
    const bin = findBin(context.env)
    if (!bin)
      throw new BackendError(
        'absent',
        'no postgres is installed here',
        'Install PostgreSQL with your package manager, or choose another backend with --backend',
      )
    const env = serverEnv(context.env)
    const template = await ensureTemplate(cacheFolder(context), bin, env, context.notify)
    const server = await untilPortIsFree(() => startServer(bin, template, env, context))
    return { ...server, label: `PostgreSQL ${server.version} (local)`, another: () => placeBeside(server.url) }
  },
}

/** A folder that holds both programs; Debian keeps them off the PATH, one folder for each version. */
export function findBin(env: NodeJS.ProcessEnv): string | undefined {
  const onPath = findOnPath('postgres', env)
  const folders = [...(onPath ? [dirname(onPath), dirname(realpathSync(onPath))] : []), ...debianFolders()]
  return folders.find(
    folder => isExecutable(join(folder, executable('postgres'))) && isExecutable(join(folder, executable('initdb'))),
  )
}

/** Where a program is, as a shell would find it. */
export function findOnPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const candidates = (env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map(folder => join(folder, executable(name)))
  return candidates.find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function debianFolders(): string[] {
  const root = '/usr/lib/postgresql'
  try {
    const versions = readdirSync(root).map(Number).filter(Number.isFinite)
    return versions.sort((a, b) => b - a).map(version => join(root, `${version}`, 'bin'))
  } catch {
    return []
  }
}
