import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { big, isBig, pascal, plural, snake } from '../spec/index.ts'
import { showBootProblem, type BootProblem } from './boot-problem.ts'
import { startProcess, type ChildProblem, type Inspect, type ServiceProcess } from './child-process.ts'
import { waitForAnswers } from './client.ts'
import { startEmptyService, type EmptyService } from './empty-service.ts'
import { EnvironmentError, ExpectationError } from './errors.ts'
import type { MigrationDiff } from '../runtime/testing.ts'
import type { Booted, ServedRoute } from './messages.ts'
import { packed, unpacked } from './packed.ts'
import type { Row, Target } from './world.ts'

export interface ServiceOptions {
  /** The project's folder. */
  readonly root: string
  /** The folder with `app.ts` and `core/config.ts`, relative to the root: `src`. */
  readonly app: string
  /**
   * What the service sees of the environment besides the runner's: `DATABASE_URL`, `REDIS_URL` … Where it is still to
   * come, the process starts and loads what every service needs meanwhile.
   */
  readonly env: Environment | Promise<Environment>
  /** Milliseconds that loading the service, or a question to it, may take. */
  readonly patience?: number
  /** Milliseconds without a sign of life until the service counts as hanging. */
  readonly hangAfter?: number
  /** For a debugger: then nothing has a time limit. */
  readonly inspect?: Inspect | undefined
}

/** The service under test, in a process of its own: user code that hangs or exits ends that process, never the run. */
export interface Service extends Target {
  /** Over when the service was loaded for the first time. It is rejected with what its environment is rejected with. */
  readonly opened: Promise<void>
  /** Why the service is not running. */
  readonly problem: BootProblem | undefined
  /** Whether the project had a service at all when it was last loaded. */
  readonly exists: boolean
  /** Whether it hands out an orm with migrations. */
  readonly migrates: boolean
  /** What the service serves, as far as its routers can be looked into. */
  readonly routes: readonly ServedRoute[]
  /** Whether rows of the resource can be reached by its entities. */
  reaches(resource: string): boolean
  /** Loads the code that is there now. What is wrong with it becomes the `problem`; it does not throw. */
  reload(): Promise<void>
  /** Ends the process and starts a fresh one, that nothing of earlier generations is left in. */
  restart(env?: Environment): Promise<void>
  /** Starts the service again if it has died. @throws {EnvironmentError} when it does not run */
  ready(): Promise<void>
  /** What the service has printed since the last time. */
  takeLines(): readonly string[]
  /** Applies the migrations that are due. @throws {EnvironmentError} */
  migrate(): Promise<void>
  migrationDiff(snapshot: unknown): Promise<MigrationDiff>
  /** What the database has: `books`, `books.title`, `books:books_title_unique`. */
  existing(): Promise<readonly string[]>
  /** Sets the time back that scenarios have moved; with it goes what the service keeps for a while, `keeps` says that it does. */
  present(keeps?: boolean): Promise<void>
  /** Moves the service's time forwards by so many milliseconds; without, sets it back. */
  clock(advance?: number): Promise<void>
  stop(): Promise<void>
}

type Environment = Readonly<Record<string, string>>

/** Node keeps the modules of earlier generations; a fresh process forgets them. */
const RECYCLE = 25

/**
 * Starts the service of a project, or stands in for one that is not written yet: every path is unknown there.
 *
 * @throws whatever the promised environment is rejected with; no process is left behind
 */
export async function startService(options: ServiceOptions): Promise<Service> {
  const service = await launchService(options)
  try {
    await service.opened
    return service
  } catch (error) {
    await service.stop()
    throw error
  }
}

/** The same, while it is still being loaded: `opened` says when it is, or that its environment did not come. */
export async function launchService(options: ServiceOptions): Promise<Service> {
  if (options.inspect) waitForAnswers()
  return new ServiceUnderTest(options, await startEmptyService())
}

const digitsOf = (value: unknown): string | undefined => (isBig(value) ? value.rawJSON : undefined)

class ServiceUnderTest implements Service {
  readonly #options: ServiceOptions
  readonly #empty: EmptyService
  #env: Environment = {}
  #process: ServiceProcess | undefined
  /** Under way while there is nothing to load yet; what goes wrong with it is told when it is needed. */
  #starting: Promise<ServiceProcess> | undefined
  #exists = false
  #port = 0
  #loads = 0
  #problem: BootProblem | undefined
  #entities: Booted['entities'] = []
  #migrates = false
  #routes: readonly ServedRoute[] = []
  #lines: string[] = []
  generation = 0
  readonly secret = randomBytes(32).toString('hex')
  readonly opened: Promise<void>
  #moved = false

  constructor(options: ServiceOptions, empty: EmptyService) {
    this.#options = options
    this.#empty = empty
    this.#exists = this.#isThere()
    this.opened = this.#open()
    this.opened.catch(() => undefined) // told to whoever waits for it
  }

  get address(): string {
    return this.exists ? `http://127.0.0.1:${this.#port}` : this.#empty.address
  }

  get exists(): boolean {
    return this.#exists
  }

  get problem(): BootProblem | undefined {
    return this.#problem
  }

  get migrates(): boolean {
    return this.#migrates
  }

  get routes(): readonly ServedRoute[] {
    return this.#routes
  }

  reaches(resource: string): boolean {
    return !this.exists || this.#entity(resource) !== undefined
  }

  async #open(): Promise<void> {
    this.#starting = this.#start()
    this.#env = { JWT_SECRET: this.secret, ...(await this.#options.env) }
    await this.reload()
  }

  async reload(): Promise<void> {
    this.generation++
    this.#problem = undefined
    this.#entities = []
    this.#migrates = false
    this.#routes = []
    this.#exists = this.#isThere()
    if (!this.#exists) return
    if (++this.#loads % RECYCLE === 0) await this.#end()
    try {
      this.#process ??= await this.#started()
      const { port, entities, migrates, routes } = await this.#process.ask('boot', this.#options.app, this.#env)
      this.#port = port
      this.#entities = entities
      this.#migrates = migrates
      this.#routes = routes
    } catch (error) {
      this.#problem = (error as ChildProblem).problem // processes fail with nothing else
      if (!this.#process?.alive) this.#process = undefined
    }
  }

  async restart(env: Environment = {}): Promise<void> {
    await this.#end()
    this.#env = { ...this.#env, ...env }
    await this.reload()
  }

  async ready(): Promise<void> {
    if (this.exists && this.#process && !this.#process.alive) {
      this.#process = undefined
      await this.reload()
    }
    if (this.#problem) throw new EnvironmentError(`the service does not start: ${showBootProblem(this.#problem)}`)
  }

  takeLines(): readonly string[] {
    return this.#lines.splice(0)
  }

  /** User code that brings its process down is at fault itself; anything else is the machine's. */
  async explain(error: EnvironmentError): Promise<Error> {
    const death = await this.#process?.ended(500)
    if (!death) return error
    const message = `${error.message}\n${showBootProblem(death)}`
    return death.file === undefined ? new EnvironmentError(message) : new ExpectationError(message)
  }

  async insert(resource: string, rows: readonly Row[]): Promise<readonly Row[]> {
    const kept = await this.#rows(resource, 'be put in', it =>
      it.ask('insert', this.#entityName(resource), packed(rows, digitsOf)),
    )
    return unpacked(kept, big)
  }

  async find(resource: string, where: Row): Promise<readonly Row[]> {
    const found = await this.#rows(resource, 'be looked up', it =>
      it.ask('find', this.#entityName(resource), packed(where, digitsOf)),
    )
    return unpacked(found, big)
  }

  count(resource: string): Promise<number> {
    return this.#rows(resource, 'be counted', it => it.ask('count', this.#entityName(resource)))
  }

  async migrate(): Promise<void> {
    const process = this.#running()
    await process.ask('migrate').catch((error: ChildProblem) => {
      throw new EnvironmentError(`the database could not be migrated: ${showBootProblem(error.problem)}`, {
        cause: error,
      })
    })
  }

  migrationDiff(snapshot: unknown): Promise<MigrationDiff> {
    return this.#running().ask('migrationDiff', snapshot)
  }

  existing(): Promise<readonly string[]> {
    return this.#running().ask('existing')
  }

  async clock(advance?: number): Promise<void> {
    await this.#running().ask('clock', advance)
  }

  async advance(ms: number): Promise<void> {
    if (!this.exists) throw new ExpectationError('there is no service yet, so no time passes in it')
    this.#moved = true
    await this.clock(ms)
  }

  /** Sets the time back that a scenario has moved. */
  async present(keeps = false): Promise<void> {
    if ((this.#moved || keeps) && this.exists) await this.clock()
    this.#moved = false
  }

  async stop(): Promise<void> {
    await this.opened.catch(() => undefined) // what is still being loaded would start once more
    await this.#end()
    await this.#empty.stop()
  }

  #isThere(): boolean {
    return existsSync(join(this.#options.root, this.#options.app, 'app.ts'))
  }

  #entity(resource: string): string | undefined {
    const named = this.#entities.find(({ name }) => name === pascal(resource))
    return (named ?? this.#entities.find(({ table }) => table === snake(plural(resource))))?.name
  }

  #entityName(resource: string): string {
    return this.#entity(resource) ?? pascal(resource)
  }

  #start(): Promise<ServiceProcess> {
    const starting = startProcess(this.#options, line => void this.#lines.push(line))
    starting.catch(() => undefined)
    return starting
  }

  async #started(): Promise<ServiceProcess> {
    const starting = this.#starting
    this.#starting = undefined
    const process = await (starting ?? this.#start())
    return process.alive ? process : this.#start()
  }

  async #end(): Promise<void> {
    const process = this.#process ?? (await this.#starting?.catch(() => undefined))
    this.#process = undefined
    this.#starting = undefined
    await process?.stop()
  }

  async #rows<T>(resource: string, what: string, ask: (process: ServiceProcess) => Promise<T>): Promise<T> {
    if (!this.exists) throw new ExpectationError(`there is no service yet, so no ${plural(resource)} could ${what}`)
    try {
      return await ask(this.#running())
    } catch (error) {
      if (error instanceof EnvironmentError) throw error
      const { failure } = error as ChildProblem // a question fails with nothing else
      if (/^(?:ECONN|ENOENT|EPIPE|ETIMEDOUT|08|57P)/.test(failure?.code ?? ''))
        throw new EnvironmentError(`the database is gone: ${failure!.message}`, { cause: error })
      throw new ExpectationError(`${plural(resource)} could not ${what}: ${(error as Error).message}`)
    }
  }

  #running(): ServiceProcess {
    if (this.#process?.alive && !this.#problem) return this.#process
    const why = this.#problem ? showBootProblem(this.#problem) : 'it has ended'
    throw new EnvironmentError(`the service is not running: ${why}`)
  }
}
