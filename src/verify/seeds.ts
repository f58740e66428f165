import { plural, type Cells } from '../spec/index.ts'
import { cellDifferences } from './cells.ts'
import { describe } from './compare.ts'
import { EnvironmentError, ExpectationError, show } from './errors.ts'
import { theResource } from './keys.ts'
import { once } from './probes.ts'
import type { Row, World } from './world.ts'

/**
 * The rows that the service starts with become known to the scenario, before any of its own. They come back in each, so
 * they are asked for once.
 */
export async function knowSeeds(world: World): Promise<void> {
  for (const { name, seeds = [] } of world.model.resources)
    if (seeds.length > 0) for (const row of await seededRows(world, name)) world.know(name, row)
}

/** @throws {ExpectationError} when one of the rows was not there when the scenario began */
export async function expectSeeds(world: World, name: string, rows: readonly Cells[]): Promise<void> {
  const there = await seededRows(world, name)
  const resource = theResource(world, name)
  for (const cells of rows) {
    const found = there.map(row => cellDifferences(world, resource, cells, row)).toSorted((a, b) => a.length - b.length)
    if (found[0]?.length === 0) continue
    throw new ExpectationError(
      `the service does not start with the ${name} ${show(cells)}: ` +
        (found[0] ? describe(found[0], 'of the nearest').split('\n')[0] : `it starts without ${plural(name)}`),
      { expected: cells, actual: there },
    )
  }
}

/** What is there before a scenario does anything; nothing where there is no table. */
const seededRows = (world: World, name: string): Promise<readonly Row[]> =>
  once(world.target, `seeds of ${name}`, () =>
    world.target.find(name, {}).catch((error: unknown) => {
      if (error instanceof EnvironmentError) throw error
      return []
    }),
  )
