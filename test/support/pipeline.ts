import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { createCleaner, startBackends, type Backends, type Cleaner } from '../../src/backends/index.ts'
import { generate, seedsOf } from '../../src/generate/index.ts'
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
import { TestProject } from './project.ts'

/** The way from features to results, each stretch by itself, on one database and in one process for the service. */
export interface Pipeline {
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
  /** What answers, and the side door to its rows. */
  readonly service: Service
  stop(): Promise<void>
}

export async function startPipeline(): Promise<Pipeline> {
  const [project, backends] = await Promise.all([TestProject.create({}), startBackends('embedded', process.env)])
  const { postgres, redis } = backends
  const env = { DATABASE_URL: postgres.url, REDIS_URL: redis.url }
  const service = await startService({ root: project.root, app: 'src', env })
  const database = new pg.Client({ connectionString: postgres.url })
  await database.connect()
  return new Started(project, backends, service, database, await createCleaner(postgres.url, redis.url))
}

class Started implements Pipeline {
  readonly #project: TestProject
  readonly #backends: Backends
  readonly service: Service
  readonly #database: pg.Client
  readonly #cleaner: Cleaner
  #served: ApiModel | undefined

  constructor(project: TestProject, backends: Backends, service: Service, database: pg.Client, cleaner: Cleaner) {
    this.#project = project
    this.#backends = backends
    this.service = service
    this.#database = database
    this.#cleaner = cleaner
  }

  async read(features: Readonly<Record<string, string>>): Promise<Specification> {
    const files = Object.entries(features).map(([name, text]) => [`features/${name}.feature`, text] as const)
    for (const [path, text] of files) await this.#project.write(path, text)
    const paths = files.map(([path]) => path)
    return readSpecification(this.#project.root, paths, vocabulary)
  }

  async serve(model?: ApiModel): Promise<void> {
    if (model && model === this.#served) return
    this.#served = undefined
    await rm(join(this.#project.root, 'src'), { recursive: true, force: true })
    for (const { path, text } of model ? generate(model) : []) await this.#project.write(`src/${path}`, text)
    await this.service.reload()
    if (this.service.problem) throw new Error(showBootProblem(this.service.problem))
    if (model) await this.#makeTables(model)
    this.#served = model
  }

  verify(
    specification: Specification,
    model: ApiModel,
    only: readonly string[] = specification.scenarios.map(({ id }) => id),
  ): Promise<readonly ScenarioResult[]> {
    const { root } = this.#project
    return runScenarios({
      root,
      specification,
      model,
      service: this.service,
      cleaner: this.#cleaner,
      only,
      steps: [],
    })
  }

  async stop(): Promise<void> {
    await this.service.stop()
    await this.#cleaner.close()
    await this.#database.end()
    await this.#backends.stop()
    await this.#project.remove()
  }

  /** What the migration of a new project does, without the detour through its file, which would be loaded first. */
  async #makeTables(model: ApiModel): Promise<void> {
    const { up } = await this.service.migrationDiff(undefined)
    const seeds = seedsOf(model).map(seed => seed.up)
    await this.#database.query(['drop schema public cascade; create schema public;', ...up, ...seeds].join('\n'))
    await this.#cleaner.refresh()
    await this.#cleaner.remember()
  }
}
