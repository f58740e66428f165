import { createCleaner, type Backends, type Cleaner } from '../backends/index.ts'
import type { Scenario } from '../spec/index.ts'
import { launchService, runScenarios, type RunOptions, type ScenarioResult, type Service } from '../verify/index.ts'
import type { Project } from './project.ts'

/** A service with a database and a Redis of its own: scenarios in one lane do not meet those in another. */
interface Lane {
  readonly service: Service
  readonly cleaner: Cleaner
}

/** Where scenarios run: in one lane, or in several at the same time. All have the same code. */
export class Lanes {
  readonly #lanes: readonly Lane[]

  constructor(lanes: readonly Lane[]) {
    this.#lanes = lanes
  }

  /** The first one's: what holds for it holds for all of them. */
  get service(): Service {
    return this.#lanes[0]!.service // there is one at least
  }

  /** Loads the code that is there now. */
  async reload(): Promise<void> {
    await this.#each(({ service }) => service.reload())
  }

  /** Fresh processes, and migrated databases. */
  async restart(): Promise<void> {
    await this.#each(({ service }) => service.restart())
    await this.migrate()
  }

  /** Applies the migrations that are due, once the code has been loaded. */
  async migrate(): Promise<void> {
    await this.#each(async ({ service, cleaner }) => {
      if (!service.exists || service.problem) return
      // what is there after the migrations is part of the service, what a scenario has left is not
      await cleaner.clean()
      await service.migrate()
      await cleaner.refresh()
      await cleaner.remember()
    })
  }

  /** Deals the scenarios out, one after the other to each lane in turn. @returns the results in their order */
  async run(
    scenarios: readonly Scenario[],
    options: Omit<RunOptions, 'service' | 'cleaner' | 'only'>,
  ): Promise<readonly ScenarioResult[]> {
    const hands = this.#lanes.map((_, lane) => scenarios.filter((__, n) => n % this.#lanes.length === lane))
    const results = await Promise.all(
      this.#lanes.map((lane, n) => runScenarios({ ...options, ...lane, only: hands[n]!.map(({ id }) => id) })),
    )
    const byId = new Map(results.flat().map(result => [result.id, result]))
    return scenarios.map(({ id }) => byId.get(id)!) // each was dealt to a lane, and all that are dealt come back
  }

  /** Acts when the code has been loaded. */
  async #each(act: (lane: Lane) => Promise<unknown>): Promise<void> {
    const results = await Promise.allSettled(
      this.#lanes.map(async lane => {
        await lane.service.opened
        await act(lane)
      }),
    )
    for (const result of results) if (result.status === 'rejected') throw result.reason
  }
}

/**
 * Starts so many lanes, whose services may still be loading.
 *
 * @param closing how they are ended, last first
 * @param first the service of the first lane, which whoever has started it ends
 */
export async function openLanes(
  count: number,
  project: Project,
  backends: Backends,
  closing: (() => Promise<unknown>)[],
  first: Promise<Service>,
): Promise<Lanes> {
  const opening = Array.from({ length: count }, async (_, n) => {
    if (n === 0) return await withCleaner(await first, backends.postgres.url, backends.redis.url, closing)
    const { postgres, redis, stop } = await backends.beside()
    closing.push(stop)
    const { root, app } = project
    const service = await launchService({ root, app, env: { DATABASE_URL: postgres, REDIS_URL: redis } })
    closing.push(() => service.stop())
    return await withCleaner(service, postgres, redis, closing)
  })
  // what has started is to be ended, also where another one fails
  await Promise.allSettled(opening)
  return new Lanes(await Promise.all(opening))
}

async function withCleaner(
  service: Service,
  postgres: string,
  redis: string,
  closing: (() => Promise<unknown>)[],
): Promise<Lane> {
  const cleaner = await createCleaner(postgres, redis)
  closing.push(() => cleaner.close())
  return { service, cleaner }
}
