import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ask, findEngine } from './docker.ts'
import { BackendError, messageOf } from './errors.ts'
import { cacheFolder, tempFolders } from './folders.ts'
import { nativePackage } from './postgres/native.ts'
import { findBin, findOnPath } from './postgres/local.ts'
import { executable } from './postgres/template.ts'
import { run, serverEnv } from './run.ts'
import type { Context, RungName } from './rung.ts'

/** What the machine has for one rung of one ladder. */
export interface Sight {
  readonly of: 'postgres' | 'redis'
  readonly rung: RungName
  readonly there: boolean
  /** What it is and where, or why it is not there. */
  readonly says: string
  /** How to get it. */
  readonly advice?: string
}

export interface Room {
  readonly what: 'cache' | 'data'
  readonly folder: string
  /** Bytes that are free; absent where the folder cannot be used. */
  readonly free?: number
  readonly problem?: string
}

/** Looks at what there is, without starting anything. */
export async function survey(env: NodeJS.ProcessEnv): Promise<readonly Sight[]> {
  const context: Context = { env, notify: () => undefined }
  const sights = await Promise.all([
    given('postgres', 'DATABASE_URL', env),
    ...(['postgres', 'redis'] as const).map(of => container(of, context)),
    localPostgres(context),
    embeddedPostgres(),
    given('redis', 'REDIS_URL', env),
    localRedis(context),
  ])
  const standIn: Sight = { of: 'redis', rung: 'embedded', there: true, says: 'a stand-in, always there' }
  const order: readonly RungName[] = ['given', 'testcontainers', 'local', 'embedded']
  return [...sights, standIn].toSorted((a, b) =>
    a.of === b.of ? order.indexOf(a.rung) - order.indexOf(b.rung) : a.of < b.of ? -1 : 1,
  )
}

/** Where prepared servers and the data of a run would be kept. */
export async function rooms(env: NodeJS.ProcessEnv): Promise<readonly Room[]> {
  const context: Context = { env, notify: () => undefined }
  return await Promise.all([
    room('cache', () => cacheFolder(context)),
    room('data', () => tempFolders(context)[0] ?? '/tmp'),
  ])
}

async function room(what: Room['what'], folderOf: () => string): Promise<Room> {
  try {
    const folder = folderOf()
    const { bavail, bsize } = await statfs(folder)
    return { what, folder, free: bavail * bsize }
  } catch (error) {
    return { what, folder: '', problem: messageOf(error) }
  }
}

async function given(of: Sight['of'], name: string, env: NodeJS.ProcessEnv): Promise<Sight> {
  const url = env[name]
  if (!url) return { of, rung: 'given', there: false, says: `${name} is not set` }
  const host = URL.canParse(url) ? new URL(url).host : 'an address that cannot be read'
  return { of, rung: 'given', there: true, says: `${name}, ${decodeURIComponent(host)}` }
}

const images = { postgres: 'postgres:18-alpine', redis: 'redis:8-alpine' } as const

async function container(of: Sight['of'], { env }: Context): Promise<Sight> {
  const image = images[of]
  const missing = (says: string, advice: string): Sight => ({ of, rung: 'testcontainers', there: false, says, advice })
  try {
    const engine = await findEngine(env)
    if (!isInstalled('testcontainers'))
      return missing(
        'Docker runs, but the package testcontainers is not installed',
        'Run npm install --save-dev testcontainers',
      )
    const { status } = await ask(engine, 'GET', `/images/${image}/json`, 1000)
    return {
      of,
      rung: 'testcontainers',
      there: true,
      says: status === 200 ? image : `${image}, to be pulled the first time`,
    }
  } catch (error) {
    return missing(error instanceof BackendError ? error.what : messageOf(error), 'Start Docker')
  }
}

async function localPostgres({ env }: Context): Promise<Sight> {
  const bin = findBin(env)
  const of = { of: 'postgres', rung: 'local' } as const
  if (!bin) return { ...of, there: false, says: 'no postgres is installed here', advice: 'Install PostgreSQL' }
  return await version(of, join(bin, executable('postgres')), env)
}

async function localRedis({ env }: Context): Promise<Sight> {
  const binary = findOnPath('redis-server', env) ?? findOnPath('valkey-server', env)
  const of = { of: 'redis', rung: 'local' } as const
  if (binary) return await version(of, binary, env)
  return {
    ...of,
    there: false,
    says: 'no redis-server or valkey-server is installed here',
    advice: 'Install Redis or Valkey',
  }
}

async function version(of: Pick<Sight, 'of' | 'rung'>, binary: string, env: NodeJS.ProcessEnv): Promise<Sight> {
  const where = dirname(realpathSync(binary))
  try {
    const [number = 'of an unknown version'] =
      /\d+(?:\.\d+)+/.exec(await run(binary, ['--version'], { env: serverEnv(env) })) ?? []
    return { ...of, there: true, says: `${number} in ${where}` }
  } catch (error) {
    return { ...of, there: false, says: error instanceof BackendError ? error.what : messageOf(error) }
  }
}

async function embeddedPostgres(): Promise<Sight> {
  const of = { of: 'postgres', rung: 'embedded' } as const
  try {
    const file = join(dirname(dirname(fileURLToPath(import.meta.resolve(nativePackage)))), 'package.json')
    const { version: number } = JSON.parse(readFileSync(file, 'utf8')) as { version: string } // as published
    return { ...of, there: true, says: `${number}, ${nativePackage}` }
  } catch {
    return {
      ...of,
      there: false,
      says: `the package ${nativePackage} is not installed`,
      advice: 'Run npm install without --omit=optional',
    }
  }
}

function isInstalled(name: string): boolean {
  try {
    return existsSync(fileURLToPath(import.meta.resolve(name)))
  } catch {
    return false
  }
}
