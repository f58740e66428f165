import { changeColumns } from './columns.ts'
import type { EmptyJson } from './fill.ts'
import { guards } from './guards.ts'
import { rename, type Renames } from './rename.ts'
import { pairs, type Change, type Schema } from './schema.ts'

export { withExisting } from './known.ts'
export type { Renames } from './rename.ts'
export type { EmptyJson } from './fill.ts'

/** A schema on its way, and the statements that have led there. */
export interface Evolved extends Change {
  /** What is left to do from here is nothing that rows could be lost by. */
  readonly schema: unknown
}

/**
 * The part of a migration that takes care of the rows: what has another name keeps its rows, what is of another type its
 * values, what is required from now on gets one; where that cannot be, the migration ends and says why.
 *
 * @param from a snapshot of what is
 * @param to a snapshot of what is to be
 */
export function evolve(from: unknown, to: unknown, renames: Renames, emptyJson: EmptyJson): Evolved {
  const schema = structuredClone(from) as Schema // snapshots are MikroORM's
  const target = to as Schema
  const changes: Change[] = [...rename(schema, target, renames), { up: guards(schema, target), down: [] }]
  for (const [before, after] of pairs(schema, target)) changes.push(...changeColumns(before, after, emptyJson))
  return {
    schema,
    up: changes.flatMap(({ up }) => up),
    down: changes.toReversed().flatMap(({ down }) => down),
  }
}
