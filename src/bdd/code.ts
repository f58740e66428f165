import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generate, migration, type GeneratedFile } from '../generate/index.ts'
import type { ApiModel } from '../model/index.ts'
import type { Service } from '../verify/index.ts'
import { plan, type Plan } from '../write/index.ts'
import { UsageError } from './errors.ts'
import type { Project } from './project.ts'

const SNAPSHOT = '.brine/schema.json'

/** The code that the features demand, as it would be written into the project today. */
export async function planCode(
  { root, app }: Project,
  model: ApiModel,
  restore: (from: readonly string[]) => boolean,
): Promise<Plan> {
  const files = generate(model, await migrationNumbers(root, app))
  return await plan(root, files.map(file => inApp(app, file)), { restore: (_path, _unit, from) => restore(from) })
}

/**
 * The migration that brings the database to today's models, as the service's own entities tell; nothing where they
 * agree with what the migrations so far have made.
 */
export async function planMigration(project: Project, model: ApiModel, service: Service): Promise<Plan | undefined> {
  const { root, app } = project
  const { up, down, snapshot } = await service.migrationDiff(await readSnapshot(root))
  if (up.length === 0) return undefined
  const before = await migrationNumbers(root, app)
  const number = String(before.length + 1).padStart(3, '0')
  const files = [
    ...generate(model, [...before, number]),
    ...before.map(one => ({ path: `migrations/${one}.ts`, text: '', origins: [], once: true })),
    { path: `migrations/${number}.ts`, text: migration(number, up, down), origins: [], once: true },
  ].map(file => inApp(app, file))
  return await plan(root, [...files, { path: SNAPSHOT, text: `${JSON.stringify(snapshot, null, 2)}\n`, origins: [] }])
}

const inApp = <File extends GeneratedFile>(app: string, file: File): File => ({ ...file, path: `${app}/${file.path}` })

async function migrationNumbers(root: string, app: string): Promise<readonly string[]> {
  const folder = join(root, app, 'migrations')
  if (!existsSync(folder)) return []
  const names = await readdir(folder)
  return names.flatMap(name => /^(\d{3,})\.ts$/.exec(name)?.[1] ?? []).toSorted()
}

async function readSnapshot(root: string): Promise<unknown> {
  const file = join(root, SNAPSHOT)
  if (!existsSync(file)) return undefined
  try {
    return JSON.parse(await readFile(file, 'utf8')) as unknown
  } catch {
    throw new UsageError(`${SNAPSHOT} is not JSON`, 'It says what the migrations have made so far: restore it from your version control.')
  }
}
