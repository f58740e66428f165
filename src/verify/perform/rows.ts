import { article, plural, type Cells, type Expectation, type State } from '../../spec/index.ts'
import { cellDifferences, cellValue } from '../cells.ts'
import { fieldOf } from '../../model/index.ts'
import { ExpectationError, show } from '../errors.ts'
import { theResource } from '../keys.ts'
import { makeRows } from '../rows.ts'
import type { World } from '../world.ts'
import { theAnswer } from './answer.ts'
import type { Performers } from './performer.ts'

/** Rows that are there, or must be: through the side door, not over HTTP. */
export const rows: Performers<State['is'] | (Expectation & { is: 'kept' })['is']> = {
  rows: ({ resource, rows: tables }, world) => makeRows(world, resource, tables),

  some: ({ resource, count }, world) =>
    makeRows(
      world,
      resource,
      Array.from({ length: count }, () => ({})),
    ),

  none: async ({ resource }, world) => {
    world.touched.add(resource)
    const count = await world.target.count(resource)
    if (count === 0) return
    throw new ExpectationError(
      `there ${count === 1 ? `is ${article(resource)}` : `are ${count} ${plural(resource)}`} already, made before this step`,
      {
        expected: 0,
        actual: count,
      },
    )
  },

  kept: async ({ resource: name, row: cells, present }, world) => {
    const exchange = await theAnswer(world, `whether ${article(name)} is kept`, { negative: !present })
    const resource = theResource(world, name)
    world.touched.add(name)
    // what is hidden is not shown here either, but can be asked for
    const [hidden, shown] = divide(cells, column => fieldOf(resource, column)?.hidden === true)
    const where = Object.entries(hidden).map(([column, text]) => [column, cellValue(world, resource, column, text)])
    const kept = await world.target.find(name, Object.fromEntries(where))
    const found = kept.filter(row => cellDifferences(world, resource, shown, row).length === 0)
    if (found.length > 0 === present) return
    const which = Object.entries(cells)
      .map(([column, text]) => `${column} ${text}`)
      .join(', ')
    throw new ExpectationError(
      present
        ? `no ${name} is kept with ${which}: ${kept.length ? closest(world, name, shown, kept) : `there is none${where.length ? ` with that ${Object.keys(hidden).join(', ')}` : ' at all'}`}`
        : `${article(name)} is kept with ${which}: ${show(found[0])}`,
      { expected: present ? cells : undefined, actual: present ? kept : found, exchange },
    )
  },
}

function divide(cells: Cells, matches: (column: string) => boolean): readonly [Cells, Cells] {
  const entries = Object.entries(cells)
  const those = (wanted: boolean) => Object.fromEntries(entries.filter(([column]) => matches(column) === wanted))
  return [those(true), those(false)]
}

/** What the row that comes nearest has instead. */
function closest(world: World, name: string, cells: Readonly<Record<string, string>>, kept: readonly object[]): string {
  const resource = theResource(world, name)
  const [best] = kept.map(row => cellDifferences(world, resource, cells, row)).toSorted((a, b) => a.length - b.length)
  const others = kept.length > 1 ? ` (nearest of ${kept.length})` : ''
  return `its ${best![0]!.path} is ${show(best![0]!.actual)}${others}`
}
