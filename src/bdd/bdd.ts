import { startBackends, type BackendChoice, type Backends } from '../backends/index.ts'
import type { Vocabulary } from '../spec/index.ts'
import { launchService, type ScenarioResult, warmUp } from '../verify/index.ts'
import { WriteError } from '../write/index.ts'
import { alone } from './alone.ts'
import type { FileChange } from './changes.ts'
import { isWhole, type Choice } from './choice.ts'
import { planCode } from './code.ts'
import { converge } from './converge.ts'
import { openLanes } from './lanes.ts'
import { readOwnSteps, stepsOf } from './own-steps.ts'
import { stillPending, writePending } from './pending.ts'
import type { Project } from './project.ts'
import { readProject, type ReadProject } from './read-project.ts'
import { keepReading } from './reading.ts'
import { rememberRed } from './red.ts'
import { Run } from './run.ts'
import type { Outcome } from './outcome.ts'
import { compareWithLastRun, rememberLastRun } from './last-run.ts'
import { planDocument } from './document.ts'
import { driftOf } from './docs.ts'
import { publish, reasonOf, reportOf } from './publish.ts'
import { isCode, tokensOf } from './tokens.ts'

export interface BddOptions extends Choice {
  readonly project: Project
  readonly vocabulary: Vocabulary
  /** False: nothing is written, only verified. */
  readonly generate: boolean
  /** Plan what would be written, and stop there. */
  readonly dryRun: boolean
  /** Where PostgreSQL and Redis are had from. */
  readonly backend: BackendChoice
  /** How many scenarios run at the same time, each with a service and databases of its own. */
  readonly parallel: number
  /** The port on which the service waits for a debugger. */
  readonly inspect?: number | undefined
  readonly env: NodeJS.ProcessEnv
}

/** What happens meanwhile, for whoever shows it. */
export type BddEvent =
  | {
      readonly is: 'read'
      readonly features: number
      /** Those that were chosen, of all that there are. */
      readonly scenarios: number
      readonly of: number
      readonly choice: Choice
    }
  | {
      readonly is: 'backends'
      readonly postgres: string
      readonly redis: string
      readonly why: readonly string[]
      readonly parallel: number
    }
  /** Something takes longer than a moment. */
  | { readonly is: 'waiting'; readonly says: string }
  | { readonly is: 'running'; readonly round: Round; readonly scenarios: number }
  | { readonly is: 'result'; readonly round: Round; readonly result: ScenarioResult; readonly done: number }
  | {
      readonly is: 'ran'
      readonly round: Round
      readonly passed: number
      readonly of: number
      readonly service: boolean
    }
  | { readonly is: 'debugger'; readonly address: string }
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
  return options.generate && !options.dryRun
    ? await whileAlone(options, tell, () => wholeWay(options, tell))
    : await wholeWay(options, tell)
}

/** Acts when no other run is writing here. */
export const whileAlone = <T>({ project }: BddOptions, tell: Run['tell'], act: () => Promise<T>): Promise<T> =>
  alone(project.root, () => tell({ is: 'waiting', says: 'Another run writes in this project: it goes first' }), act)

async function wholeWay(options: BddOptions, tell: (event: BddEvent) => void): Promise<Outcome> {
  const started = new Date()
  const { project } = options
  const closing: (() => Promise<unknown>)[] = []
  // servers and the service's process start while the features are read; what is wrong in the features is told first
  const starting = options.dryRun
    ? undefined
    : startBackends(options.backend, options.env, { notify: says => tell({ is: 'waiting', says }) })
  const env = starting?.then(({ postgres, redis }) => ({ DATABASE_URL: postgres.url, REDIS_URL: redis.url }))
  const inspect = inspectOn(options, tell)
  const launching = env && launchService({ root: project.root, app: project.app, env, inspect })
  // closed from the end: what was started last first
  const settled = Promise.all([
    starting?.then(
      backends => void closing.unshift(() => backends.stop()),
      () => undefined,
    ),
    launching?.then(
      service => void closing.push(() => service.stop()),
      () => undefined,
    ),
  ])
  let ending: Promise<void> | undefined
  const end = () => (ending ??= settled.then(() => closeAll(closing)))
  try {
    const read = await readProject(project, options, options.vocabulary)
    const { features, scenarios } = read.specification
    tell({
      is: 'read',
      features: features.length,
      scenarios: read.selected.length,
      of: scenarios.length,
      choice: options,
    })
    if (!starting || !launching) return await dryRun(options, read, started)
    warmUp()
    const definitions = await readOwnSteps(project, read)
    const backends = await starting
    tell(backendsEvent(backends, options))
    const lanes = await openLanes(options.parallel, project, backends, closing, launching)

    const run = new Run(options, read, tell)
    run.definitions = definitions
    await converge(run, lanes)
    run.routes = lanes.service.routes
    end().catch(() => undefined) // while it is told of; what goes wrong is told below
    return await conclude(run, labelsOf(backends), started)
  } finally {
    await end()
  }
}

async function closeAll(closing: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const close of closing.toReversed()) await close()
}

export function backendsEvent({ postgres, redis }: Backends, { parallel }: BddOptions): BddEvent {
  const why = [postgres.why, redis.why].filter(reason => reason !== undefined)
  return { is: 'backends', postgres: postgres.label, redis: redis.label, why, parallel }
}

export const labelsOf = ({ postgres, redis }: Backends): Outcome['backends'] => ({
  postgres: postgres.label,
  redis: redis.label,
})

export const inspectOn = ({ inspect }: BddOptions, tell: (event: BddEvent) => void) =>
  inspect === undefined
    ? undefined
    : { port: inspect, onWaiting: (address: string) => tell({ is: 'debugger', address }) }

/** Keeps and publishes what a run has come to. */
export async function conclude(run: Run, backends: Outcome['backends'], started: Date): Promise<Outcome> {
  const { project } = run.options
  const whole = isWhole(run.options)
  const fewer = whole ? await compareWithLastRun(project, run.read.specification, run.results.size) : undefined
  const report = await reportOf(run, backends, started)
  const write = async () => ({
    forgetful: await remember(run, whole && fewer === undefined),
    ...(await publish(run, report)),
  })
  // a run that generates is alone from its beginning
  const { forgetful, site, warning } = await (run.options.generate ? write() : whileAlone(run.options, run.tell, write))
  // a run that writes is still on its way, and one that is red has told more than this; it is about the service, not about documents
  const drift =
    whole && !run.options.generate && run.failing().length === 0
      ? await driftOf({ ...report, documents: undefined }, project)
      : undefined
  const others = stepsOf(run.read.specification.scenarios).filter(({ phrase }) => phrase)
  const written = run.options.generate ? await writePending(project, run.unknownSteps(), others) : []
  const pending = [...stillPending(run.pendingSteps(), run.definitions), ...written]
  const code = run.files().filter(({ path, after }) => isCode(path) && after !== '')
  const tokens =
    run.iterations > 0 ? { count: await tokensOf(code), most: project.maxTokens, files: code.length } : undefined
  return run.outcome(backends, started, { site, warning: warning ?? forgetful, fewer, pending, tokens, drift })
}

/** What the next run goes by. A run that cannot keep it is no less true: CI may run where nothing can be written. */
export async function remember(run: Run, count: boolean): Promise<string | undefined> {
  try {
    if (run.read.key !== undefined) await keepReading(run.options.project, run.read.key, run.read)
    if (count) await rememberLastRun(run.options.project, run.read.specification, run.results.size)
    await rememberRed(run)
    return undefined
  } catch (error) {
    if (!(error instanceof WriteError)) throw error
    return `The next run will not know what this one has shown: ${reasonOf(error)}`
  }
}

async function dryRun(options: BddOptions, read: ReadProject, started: Date): Promise<Outcome> {
  const run = new Run(options, read, () => undefined)
  run.definitions = await readOwnSteps(options.project, read)
  run.planned(await planCode(options.project, read.model, () => false))
  run.documented(await planDocument(options.project, read))
  return run.outcome({ postgres: 'not started', redis: 'not started' }, started, {})
}
