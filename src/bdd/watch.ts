import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { startBackends } from '../backends/index.ts'
import type { Scenario } from '../spec/index.ts'
import { forgetSteps, hasOwnHooks, launchService, warmUp, wordsIn, type StepDefinition } from '../verify/index.ts'
import { affectedByFeatures, affectedBySources, affectedBySteps } from './affected.ts'
import {
  backendsEvent,
  conclude,
  inspectOn,
  labelsOf,
  remember,
  whileAlone,
  type BddEvent,
  type BddOptions,
} from './bdd.ts'
import { byNames } from './choice.ts'
import { converge, settle } from './converge.ts'
import { openLanes, type Lanes } from './lanes.ts'
import { UsageError } from './errors.ts'
import { exitCode, type Outcome } from './outcome.ts'
import { readOwnSteps } from './own-steps.ts'
import { readProject, type ReadProject } from './read-project.ts'
import { Run } from './run.ts'
import { WatchedFiles } from './watched-files.ts'

/** What to run again although nothing has changed: all, what is red, or the scenarios whose name holds a text. */
export type Wish = { readonly is: 'all' | 'failed' } | { readonly is: 'named'; readonly name: string }

/** What happens while files are watched, beside the events of each run. */
export type WatchEvent =
  | { readonly is: 'turn'; readonly because: string; readonly wished: boolean }
  | { readonly is: 'verdict'; readonly outcome: Outcome; readonly ran: number; readonly ms: number }
  | { readonly is: 'problem'; readonly error: unknown }
  | { readonly is: 'idle' }

export interface Watch {
  readonly again: (wish: Wish) => void
  /** Ends it in order. */
  readonly stop: () => void
  /** The exit status of the last verdict, when all is ended. */
  readonly ended: Promise<number>
}

const SETTLING = 15 // milliseconds
const PATIENCE = 60 // times of these

/**
 * Runs everything, and from then on what a saved file affects: scenarios that are told otherwise, scenarios whose requests
 * pass through the code, scenarios that use the steps.
 */
export function watch(options: BddOptions, tell: (event: BddEvent | WatchEvent) => void): Watch {
  const watching = new Watching(options, tell)
  return { again: wish => watching.again(wish), stop: () => watching.stop(), ended: watching.run() }
}

class Watching {
  readonly #options: BddOptions
  readonly #tell: (event: BddEvent | WatchEvent) => void
  readonly #files: WatchedFiles
  #wishes: Wish[] = []
  #wake = Promise.withResolvers<void>()
  #stopped = false
  #read: ReadProject | undefined
  #definitions: readonly StepDefinition[] = []
  #definitionsBefore: readonly StepDefinition[] = []
  #last: Run | undefined
  #status = 1
  /** What could not be dealt with the last time: it is still to be done. */
  #due = new Set<string>()

  constructor(options: BddOptions, tell: (event: BddEvent | WatchEvent) => void) {
    this.#options = options
    this.#tell = tell
    const { root, features, steps, app } = options.project
    this.#files = new WatchedFiles(root, [features, steps, app])
  }

  again(wish: Wish): void {
    this.#wishes.push(wish)
    this.#wake.resolve()
  }

  stop(): void {
    this.#stopped = true
    this.#wake.resolve()
  }

  async run(): Promise<number> {
    const closing: (() => Promise<unknown>)[] = []
    try {
      warmUp()
      const backends = await startBackends(this.#options.backend, this.#options.env, {
        notify: says => this.#tell({ is: 'waiting', says }),
      })
      closing.push(() => backends.stop())
      this.#tell(backendsEvent(backends, this.#options))
      const { root, app } = this.#options.project
      const env = { DATABASE_URL: backends.postgres.url, REDIS_URL: backends.redis.url }
      const inspect = inspectOn(this.#options, this.#tell)
      const first = launchService({ root, app, env, inspect })
      closing.push(async () => await (await first).stop())
      const lanes = await openLanes(this.#options.parallel, this.#options.project, backends, closing, first)
      this.#files.watch(() => this.#wake.resolve())
      this.#wishes = [{ is: 'all' }]
      while (!this.#stopped) {
        this.#wake = Promise.withResolvers()
        await this.#turn(lanes, labelsOf(backends))
        await this.#wake.promise
        await this.#settled()
      }
      return this.#status
    } finally {
      this.#files.close()
      for (const close of closing.toReversed()) await close()
    }
  }

  /** Several events come of one save, and a file that is being written must not be taken for an empty one. */
  async #settled(): Promise<void> {
    for (let n = 0; n === 0 || (n < PATIENCE && this.#files.isBeingWritten()); n++)
      if (!this.#stopped) await wait(SETTLING)
  }

  /** One look at what has changed or is wished, and what comes of it. */
  async #turn(lanes: Lanes, backends: Outcome['backends']): Promise<void> {
    for (const path of this.#files.changed()) this.#due.add(path)
    const changed = [...this.#due]
    const wish = this.#wishes.shift()
    if (this.#wishes.length > 0) this.#wake.resolve()
    if (changed.length === 0 && !wish) return
    this.#tell({ is: 'turn', because: becauseOf(changed, wish), wished: changed.length === 0 })
    const act = () => this.#deal(lanes, backends, changed, wish)
    await (this.#options.generate ? whileAlone(this.#options, this.#tell, act) : act())
    this.#tell({ is: 'idle' })
  }

  async #deal(
    lanes: Lanes,
    backends: Outcome['backends'],
    changed: readonly string[],
    wish: Wish | undefined,
  ): Promise<void> {
    const started = new Date()
    try {
      const all = wish?.is === 'all' || !this.#last
      const before = this.#read
      const run = await this.#prepare(lanes, changed)
      const scenarios = await this.#affected(run, changed, wish)
      this.#due.clear()
      const nothing = scenarios.length === 0 && changed.length === 0 && wish && nothingFor(wish)
      if (nothing) return this.#tell({ is: 'problem', error: nothing })
      if (all) await converge(run, lanes)
      else await settle(run, lanes, scenarios, run.read !== before, written => this.#affectedBySources(run, written))
      const outcome = await this.#conclude(run, lanes, backends, started, all)
      this.#status = exitCode(outcome)
      this.#last = run
      const ran = all ? run.read.selected.length : scenarios.length
      this.#tell({ is: 'verdict', outcome, ran, ms: Date.now() - started.getTime() })
    } catch (error) {
      this.#status = 2
      this.#tell({ is: 'problem', error })
    }
  }

  /** Reads and loads again what has changed. */
  async #prepare(lanes: Lanes, changed: readonly string[]): Promise<Run> {
    const { project, vocabulary } = this.#options
    const { root, steps } = project
    const isOf = (folder: string) => changed.some(path => path.startsWith(`${folder}/`))
    if (isOf(steps)) forgetSteps([join(root, steps)])
    const before = this.#read
    if (!before || isOf(project.features) || isOf(steps)) {
      const read = await readProject(project, this.#options, vocabulary)
      this.#definitionsBefore = this.#definitions
      this.#definitions = await readOwnSteps(project, read)
      this.#read = read
    }
    if (isOf(project.app)) {
      await lanes.reload()
      await lanes.migrate()
    }
    const run = new Run(this.#options, this.#read!, this.#tell) // it was read now or before
    run.definitions = this.#definitions
    this.#keepResults(run, before)
    return run
  }

  /** What is known of scenarios that are still told as they were. */
  #keepResults(run: Run, before: ReadProject | undefined): void {
    if (!before || !this.#last) return
    this.#changedFeatures = affectedByFeatures(before, run.read, [])
    const other = new Set(this.#changedFeatures.map(({ id }) => id))
    for (const { id } of run.read.selected) {
      const result = this.#last.results.get(id)
      if (result && !other.has(id)) run.results.set(id, result)
    }
  }
  #changedFeatures: readonly Scenario[] = []

  async #affected(run: Run, changed: readonly string[], wish: Wish | undefined): Promise<readonly Scenario[]> {
    const { project } = this.#options
    const { selected } = run.read
    const under = (folder: string) => changed.filter(path => path.startsWith(`${folder}/`))
    const affected = new Set<Scenario>([
      ...this.#changedFeatures,
      ...selected.filter(({ uri }) => changed.includes(uri)),
      ...this.#affectedBySources(run, under(project.app)),
      ...(await this.#affectedBySteps(run, under(project.steps))),
      ...(wish?.is === 'failed' ? run.failing() : []),
      ...(wish?.is === 'named' ? byNames(selected, [wish.name]) : []),
    ])
    return selected.filter(one => affected.has(one))
  }

  #affectedBySources(run: Run, changed: readonly string[]): readonly Scenario[] {
    if (changed.length === 0) return []
    const { project } = this.#options
    return affectedBySources(project, run.read, run.results, this.#filesOf(project.app), changed)
  }

  async #affectedBySteps(run: Run, changed: readonly string[]): Promise<readonly Scenario[]> {
    if (changed.length === 0) return []
    const { project } = this.#options
    const { root, steps } = project
    const words = wordsIn(run.read.specification)
    const around = await hasOwnHooks({ root, steps: [`${steps}/**/*.ts`], words })
    const definitions = [...this.#definitionsBefore, ...this.#definitions]
    return affectedBySteps(project, run.read, definitions, this.#filesOf(steps), changed, around)
  }

  #filesOf(folder: string): readonly string[] {
    return this.#files.paths().filter(path => path.startsWith(`${folder}/`))
  }

  /** A whole turn is published, as any run; the others are remembered. */
  async #conclude(run: Run, lanes: Lanes, backends: Outcome['backends'], started: Date, whole: boolean) {
    run.routes = lanes.service.routes
    this.#files.wrote(run.writtenFiles())
    if (whole) return await conclude(run, backends, started)
    return run.outcome(backends, started, { warning: await remember(run, false) })
  }
}

/** Nothing is wrong where nobody finds what was wished for: it is only said. */
const nothingFor = (wish: Wish): UsageError | undefined => {
  if (wish.is === 'failed') return new UsageError('nothing is red', 'All that has run is green.')
  return wish.is === 'named' ? new UsageError(`no scenario's name holds ${wish.name}`, 'Nothing was run.') : undefined
}

function becauseOf(changed: readonly string[], wish: Wish | undefined): string {
  const [first = '', ...more] = changed
  if (first) return more.length > 0 ? `${first} and ${more.length} more` : first
  return wish?.is === 'named' ? wish.name : (wish?.is ?? '')
}
