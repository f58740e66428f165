import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  emptyJsonOf,
  evolve,
  generate,
  migration,
  migrationSql,
  renamesOf,
  seedsOf,
  withExisting,
  type Seed,
} from '../generate/index.ts'
import type { ApiModel } from '../model/index.ts'
import type { MigrationDiff, Service } from '../verify/index.ts'
import { plan, type GeneratedFile, type Plan } from '../write/index.ts'
import { UsageError } from './errors.ts'
import { generatedBefore } from './manifest.ts'
import type { Project } from './project.ts'

/** What the migrations have made so far, as MikroORM keeps it beside them. */
const snapshotOf = ({ app }: Pick<Project, 'app'>) => `${app}/migrations/.snapshot.json`

/**
 * The code that the features demand, as it would be written into the project today.
 *
 * @param restore whether code that was demanded by these steps, or by all of them, comes back although the user has deleted it
 */
export async function planCode(
  project: Project,
  model: ApiModel,
  restore: (from: readonly string[] | 'all') => boolean,
): Promise<Plan> {
  const { root } = project
  const numbers = await migrationNumbers(project)
  const before = await generatedBefore(root)
  const files = [...codeFiles(project, model, numbers), ...history(project, numbers)]
  // a file is there for all that is in it
  const demanded = (path: string, unit: string) => {
    const units = before[path] ?? {}
    const from = unit === '.' ? Object.values(units).flatMap(one => one.from ?? []) : (units[unit]?.from ?? [])
    return unit === '.' && from.length === 0 ? 'all' : from
  }
  return await plan(root, files, { restore: (path, unit) => restore(demanded(path, unit)) })
}

/**
 * The migration that brings the database to today's models, as the service's own entities tell; nothing where they
 * agree with what the migrations so far have made.
 */
export async function planMigration(project: Project, model: ApiModel, service: Service): Promise<Plan | undefined> {
  const { root, app } = project
  const { up, down, snapshot } = await schemaChange(project, model, service)
  const before = await migrationNumbers(project)
  const seeds = await newSeeds(project, model, before)
  const steps = [
    { up, down },
    { up: seeds.map(seed => seed.up), down: seeds.map(seed => seed.down).toReversed() },
  ]
  const made = steps
    .filter(step => step.up.length > 0)
    .map((step, n) => ({ ...step, number: String(before.length + n + 1).padStart(3, '0') }))
  if (made.length === 0) return undefined
  const added = [
    ...made.map(({ number, ...step }) => ({
      path: `${app}/migrations/${number}.ts`,
      text: migration(number, step.up, step.down),
      once: true,
    })),
    { path: snapshotOf(project), text: `${JSON.stringify(snapshot, null, 2)}\n` },
  ]
  const files = [
    ...codeFiles(project, model, [...before, ...made.map(({ number }) => number)]),
    ...history(project, before).filter(({ path }) => path !== snapshotOf(project)),
    ...added,
  ]
  // one of this number may have been there and been deleted: whatever the database lacks is written again
  return await plan(root, files, { restore: path => added.some(file => file.path === path) })
}

/** First what takes care of the rows; what is left, MikroORM finds by itself. */
async function schemaChange(project: Project, model: ApiModel, service: Service): Promise<MigrationDiff> {
  // without migrations nothing has been made, whatever was noted of those that were deleted
  const kept = (await migrationNumbers(project)).length > 0 ? await readSnapshot(project) : undefined
  const plain = await service.migrationDiff(kept)
  if (kept === undefined || plain.up.length === 0) return plain
  const before = withExisting(kept, plain.snapshot, await service.existing())
  const { up, down, schema } = evolve(before, plain.snapshot, renamesOf(model), emptyJsonOf(model))
  const rest = await service.migrationDiff(schema)
  return { up: [...up, ...rest.up], down: [...rest.down, ...down], snapshot: plain.snapshot }
}

/** The rows that the service is to start with, apart from those that a migration puts in as they are. */
async function newSeeds({ root, app }: Project, model: ApiModel, numbers: readonly string[]): Promise<readonly Seed[]> {
  const texts = await Promise.all(
    numbers.map(number => readFile(join(root, app, 'migrations', `${number}.ts`), 'utf8')),
  )
  return seedsOf(model).filter(({ up }) => !texts.some(text => text.includes(migrationSql(up))))
}

const codeFiles = ({ app }: Project, model: ApiModel, migrations: readonly string[]): readonly GeneratedFile[] =>
  generate(model, migrations).map(file => ({ ...file, path: `${app}/${file.path}` }))

/** Migrations are history: once written, they stay as they are. */
function history(project: Project, numbers: readonly string[]): readonly GeneratedFile[] {
  const files = [...numbers.map(number => `${project.app}/migrations/${number}.ts`), snapshotOf(project)]
  return files.filter(path => existsSync(join(project.root, path))).map(path => ({ path, text: '', once: true }))
}

async function migrationNumbers({ root, app }: Project): Promise<readonly string[]> {
  const folder = join(root, app, 'migrations')
  if (!existsSync(folder)) return []
  const names = await readdir(folder)
  return names.flatMap(name => /^(\d{3,})\.ts$/.exec(name)?.[1] ?? []).toSorted()
}

async function readSnapshot(project: Project): Promise<unknown> {
  const text = await readFile(join(project.root, snapshotOf(project)), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new UsageError(
      `${snapshotOf(project)} is not JSON`,
      'It says what the migrations have made so far: restore it from your version control.',
    )
  }
}
