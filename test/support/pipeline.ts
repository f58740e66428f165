import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { createCleaner, startBackends, type Backends, type Cleaner } from '../../src/backends/index.ts'
import { generate } from '../../src/generate/index.ts'
import type { ApiModel } from '../../src/model/index.ts'
import { readSpecification, type Specification } from '../../src/spec/index.ts'
import {
  runScenarios,
  showBootProblem,
  startService,
  type ScenarioResult,
  type Service,
} from '../../src/verify/index.ts'
import { vocabulary } from '../../steps/index.ts'

/** The way from features to results, each stretch by itself, on one database and in one process for the service. */
export interface Pipeline {
  /** The folder of the project that the service is written to. */
  readonly root: string
  /** Writes feature files, by their names without `.feature`, and reads them. */
  read(features: Readonly<Record<string, string>>): Promise<Specification>
  /**
   * The service becomes what is generated from the model, its tables included; without a model there is no code at all.
   * Nothing happens when it is that already.
   *
   * @throws {Error} when it does not start
   */
  serve(model?: ApiModel): Promise<void>
  /**
   * Runs the scenarios as they stand in the specification: facts that were changed there are performed so.
   *
   * @param only ids of scenarios; all without
   */
  verify(specification: Specification, model: ApiModel, only?: readonly string[]): Promise<readonly ScenarioResult[]>
  stop(): Promise<void>
}

/** @param name of the project's folder, for whoever finds it after a crash */
export async function startPipeline(name: string): Promise<Pipeline> {
  const [root, backends] = await Promise.all([makeProject(name), startBackends('embedded', process.env)])
  const { postgres, redis } = backends
  const service = await startService({
    root,
    app: 'src',
    env: { DATABASE_URL: postgres.url, REDIS_URL: redis.url },
  })
  const database = new pg.Client({ connectionString: postgres.url })
  await database.connect()
  return new Ready(root, backends, service, database, await createCleaner(postgres.url, redis.url))
}

class Ready implements Pipeline {
  readonly root: string
  readonly #backends: Backends
  readonly #service: Service
  readonly #database: pg.Client
  readonly #cleaner: Cleaner
  #served: ApiModel | undefined

  constructor(root: string, backends: Backends, service: Service, database: pg.Client, cleaner: Cleaner) {
    this.root = root
    this.#backends = backends
    this.#service = service
    this.#database = database
    this.#cleaner = cleaner
  }

  async read(features: Readonly<Record<string, string>>): Promise<Specification> {
    const files = Object.entries(features).map(([name, text]) => [`features/${name}.feature`, text] as const)
    await write(this.root, Object.fromEntries(files))
    return readSpecification(this.root, Object.keys(Object.fromEntries(files)), vocabulary)
  }

  async serve(model?: ApiModel): Promise<void> {
    if (model && model === this.#served) return
    this.#served = undefined
    await rm(join(this.root, 'src'), { recursive: true, force: true })
    if (model) {
      const files = generate(model).map(({ path, text }) => [`src/${path}`, text] as const)
      await write(this.root, Object.fromEntries(files))
    }
    await this.#service.reload()
    if (this.#service.problem) throw new Error(showBootProblem(this.#service.problem))
    if (model) await this.#makeTables()
    this.#served = model
  }

  verify(
    specification: Specification,
    model: ApiModel,
    only: readonly string[] = specification.scenarios.map(({ id }) => id),
  ): Promise<readonly ScenarioResult[]> {
    return runScenarios({
      root: this.root,
      specification,
      model,
      service: this.#service,
      cleaner: this.#cleaner,
      only,
      steps: [],
    })
  }

  async stop(): Promise<void> {
    await this.#service.stop()
    await this.#cleaner.close()
    await this.#database.end()
    await this.#backends.stop()
    await rm(this.root, { recursive: true })
  }

  /** What the migration of a new project does, without the detour through its file, which the service would load again. */
  async #makeTables(): Promise<void> {
    const { up } = await this.#service.migrationDiff(undefined)
    await this.#database.query(['drop schema public cascade; create schema public;', ...up].join('\n'))
    await this.#cleaner.refresh()
  }
}

/** A project in the checkout, for which `brine` is what the checkout holds. */
async function makeProject(name: string): Promise<string> {
  const checkout = join(import.meta.dirname, '../..')
  await mkdir(join(checkout, '.tmp'), { recursive: true })
  const root = await realpath(await mkdtemp(join(checkout, `.tmp/${name}-`)))
  await write(root, { 'package.json': '{ "type": "module", "imports": { "#*": "./src/*" } }\n' })
  await mkdir(join(root, 'node_modules'))
  await symlink(checkout, join(root, 'node_modules/brine'))
  return root
}

async function write(root: string, files: Readonly<Record<string, string>>): Promise<void> {
  await Promise.all([...new Set(Object.keys(files).map(dirname))].map(it => mkdir(join(root, it), { recursive: true })))
  await Promise.all(Object.entries(files).map(([path, text]) => writeFile(join(root, path), text)))
}
