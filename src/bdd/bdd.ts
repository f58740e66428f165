import { createCleaner, startBackends, type BackendName, type Cleaner } from '../backends/index.ts'
import type { Scenario, Vocabulary } from '../spec/index.ts'
import {
  EnvironmentError,
  runScenarios,
  startService,
  type ScenarioResult,
  type Service,
  warmUp,
} from '../verify/index.ts'
import { apply } from '../write/index.ts'
import type { FileChange } from './changes.ts'
import { isWhole, type Choice } from './choice.ts'
import { planCode, planMigration } from './code.ts'
import { readOwnSteps, stepsOf } from './own-steps.ts'
import { stillPending, writePending } from './pending.ts'
import type { Project } from './project.ts'
import { readProject, type ReadProject } from './read-project.ts'
import { rememberRed } from './red.ts'
import { Run } from './run.ts'
import type { Outcome } from './outcome.ts'
import { compareWithLastRun } from './last-run.ts'
import { publish } from './publish.ts'
import { takeBack } from './take-back.ts'
import { isCode, tokensOf } from './tokens.ts'

export interface BddOptions extends Choice {
  readonly project: Project
  readonly vocabulary: Vocabulary
  /** False: nothing is written, only verified. */
  readonly generate: boolean
  /** Plan what would be written, and stop there. */
  readonly dryRun: boolean
  readonly backend: BackendName
  readonly env: NodeJS.ProcessEnv
}

/** What happens meanwhile, for whoever shows it. */
export type BddEvent =
  | { readonly is: 'read'; readonly features: number; readonly scenarios: number; readonly choice: Choice }
  | { readonly is: 'backends'; readonly postgres: string; readonly redis: string; readonly why: readonly string[] }
  | { readonly is: 'running'; readonly round: Round; readonly scenarios: number }
  | { readonly is: 'result'; readonly round: Round; readonly result: ScenarioResult; readonly done: number }
  | {
      readonly is: 'ran'
      readonly round: Round
      readonly passed: number
      readonly of: number
      readonly service: boolean
    }
  | { readonly is: 'written'; readonly changes: readonly FileChange[] }

/** `first`: as it is; `again`: what failed, after code was written; `proof`: everything, in a fresh process. */
export type Round = 'first' | 'again' | 'proof'

/**
 * The whole way: features in; scenarios run; code that the features demand and that is not there written; what failed
 * run again; at the end everything in a fresh process; the documentation published.
 *
 * @throws {SpecificationError} {UsageError} {UnparsableError} {WriteError} {BackendError} with nothing half done
 */
export async function bdd(options: BddOptions, tell: (event: BddEvent) => void): Promise<Outcome> {
  const started = new Date()
  const { project } = options
  const closing: (() => Promise<unknown>)[] = []
  // servers start while the features are read; what is wrong in the features is told first
  const starting = options.dryRun ? undefined : startBackends(options.backend, options.env)
  const settled = starting?.then(
    backends => void closing.unshift(() => backends.stop()),
    () => undefined,
  )
  try {
    const read = await readProject(project, options, options.vocabulary)
    tell({ is: 'read', features: read.specification.features.length, scenarios: read.selected.length, choice: options })
    if (!starting) return await dryRun(options, read, started)
    warmUp()
    const definitions = await readOwnSteps(project, read)
    const { postgres, redis } = await starting
    const why = [postgres.why, redis.why].filter(reason => reason !== undefined)
    tell({ is: 'backends', postgres: postgres.label, redis: redis.label, why })
    const env = { DATABASE_URL: postgres.url, REDIS_URL: redis.url }
    const service = await startService({ root: project.root, app: project.app, env })
    closing.push(() => service.stop())
    const cleaner = await createCleaner(postgres.url, redis.url)
    closing.push(() => cleaner.close())

    const run = new Run(options, read, tell)
    run.definitions = definitions
    await converge(run, service, cleaner)
    return await conclude(run, { postgres: postgres.label, redis: redis.label }, started)
  } finally {
    await settled
    for (const close of closing.toReversed()) await close()
  }
}

/** Red, write, green; at the end once more from the beginning. */
async function converge(run: Run, service: Service, cleaner: Cleaner): Promise<void> {
  await migrate(service, cleaner)
  await verify(run, 'first', run.read.selected, service, cleaner)
  if (!run.options.generate) {
    // to tell code that is absent from behaviour
    if (run.failing().length > 0) run.planned(await planCode(run.options.project, run.read.model, () => false))
    return
  }
  while (await write(run, service, cleaner)) await verify(run, 'again', run.failing(), service, cleaner)
  if (run.iterations === 0) return
  await service.restart()
  await migrate(service, cleaner)
  await verify(run, 'proof', run.read.selected, service, cleaner)
}

/** Writes what is absent. False: there was nothing to write, so that running again would change nothing. */
async function write(run: Run, service: Service, cleaner: Cleaner): Promise<boolean> {
  const { project } = run.options
  const plan = await planCode(project, run.read.model, from => run.isFailing(from))
  const changed = plan.files.some(file => file.change !== 'same')
  run.planned(plan)
  if (changed) {
    await apply(project.root, plan)
    await service.reload()
  }
  // a migration may have been written by hand: what it makes is made
  if (changed) await migrate(service, cleaner)
  const migration =
    service.problem || !service.migrates ? undefined : await planMigration(project, run.read.model, service)
  const undo = migration && (await takeBack(project.root, migration))
  if (migration) {
    run.planned(migration)
    await apply(project.root, migration)
    await service.reload()
  }
  if (!changed && !migration) return false
  run.iterations += 1
  run.written(migration ? [plan, migration] : [plan])
  try {
    await migrate(service, cleaner)
  } catch (error) {
    if (!undo || !(error instanceof EnvironmentError)) throw error
    await undo() // it must not stand in the way of the next run
    throw new EnvironmentError(
      `${error.message}. The migration was taken back; the models that ask for it are as they were.`,
    )
  }
  return true
}

async function migrate(service: Service, cleaner: Cleaner): Promise<void> {
  if (!service.exists || service.problem) return
  // what is there after the migrations is part of the service, what a scenario has left is not
  await cleaner.clean()
  await service.migrate()
  await cleaner.refresh()
  await cleaner.remember()
}

async function verify(run: Run, round: Round, scenarios: readonly Scenario[], service: Service, cleaner: Cleaner) {
  if (scenarios.length === 0) return
  run.begin(round, scenarios.length, service.exists)
  const { specification, model } = run.read
  const { root, steps } = run.options.project
  const results = await runScenarios({
    root,
    specification,
    model,
    service,
    cleaner,
    only: scenarios.map(({ id }) => id),
    seed: run.options.seed,
    steps: [`${steps}/**/*.ts`],
    onProgress: result => run.progress(round, result),
  })
  run.end(round, results, service.exists)
}

async function conclude(run: Run, backends: Outcome['backends'], started: Date): Promise<Outcome> {
  const { project } = run.options
  const fewer = isWhole(run.options)
    ? await compareWithLastRun(project, run.read.specification, run.results.size)
    : undefined
  await rememberRed(run)
  const { site, warning } = await publish(run, backends, started)
  const others = stepsOf(run.read.specification.scenarios).filter(({ phrase }) => phrase)
  const written = run.options.generate ? await writePending(project, run.unknownSteps(), others) : []
  const pending = [...stillPending(run.pendingSteps(), run.definitions), ...written]
  const code = run.files().filter(({ path, after }) => isCode(path) && after !== '')
  const tokens =
    run.iterations > 0 ? { count: await tokensOf(code), most: project.maxTokens, files: code.length } : undefined
  return run.outcome(backends, started, { site, warning, fewer, pending, tokens })
}

async function dryRun(options: BddOptions, read: ReadProject, started: Date): Promise<Outcome> {
  const run = new Run(options, read, () => undefined)
  run.planned(await planCode(options.project, read.model, () => false))
  return run.outcome({ postgres: 'not started', redis: 'not started' }, started, {})
}
