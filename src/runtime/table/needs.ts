import { Problem, invalid, notFound, conflict } from '../http/problem.ts'
import { fieldError } from '../schema/messages.ts'
import { layoutOf, type Column } from './layout.ts'
import { raw, sql, Sql } from './sql.ts'
import { execute, type Store, type Values } from './store.ts'
import { all } from './where.ts'

/** What must be true of the row that a property refers to, when the reference is written. */
export interface Need {
  /** The to-one property. */
  readonly of: string
  /** Over the columns of the table that it refers to. */
  readonly where: Sql
  /** The code of the refusal, a 409; `conflict` unless said otherwise. */
  readonly error?: string | undefined
}

/** One thing that a write needs: a condition of its statement, and what the client is told where it fails. */
export interface Needed {
  readonly condition: Sql
  readonly problem: Problem
}

/**
 * What the references among `given` need. The rows that they lead to stay locked until the transaction ends, so that
 * what was true when it was asked is still true when it counts.
 *
 * @param within names of the parents that the path gives
 * @param place where the fields stand in the request, such as `lines.0.`
 */
export function neededBy(store: Store, given: Values, within: readonly string[], place: string): readonly Needed[] {
  return Object.entries(given).flatMap(([name, value]) => {
    const column = store.layout.columns.get(name)
    const target = column?.property.targetMeta
    if (!column || !target || value === undefined || value === null || value instanceof Sql) return []
    const { kept } = layoutOf(target)
    const unknown = within.includes(name) ? notFound() : invalid(fieldError(place + name, 'absent'))
    const own = store.needs.filter(need => need.of === name)
    return [
      ...(kept.length > 0 ? [{ condition: related(column, value, kept.map(raw)), problem: unknown }] : []),
      ...own.map(({ where, error = 'conflict' }) => ({
        condition: related(column, value, [sql`(${where})`]),
        problem: error === 'conflict' ? conflict(DETAIL) : new Problem(409, error, DETAIL),
      })),
    ]
  })
}

const DETAIL = 'What it belongs to is not in a state for that.'

function related({ property }: Column, value: unknown, conditions: readonly Sql[]): Sql {
  const { table, key } = layoutOf(property.targetMeta!)
  const here = sql`${raw(key.expression)} = ${value}`
  return sql`exists (select 1 from ${raw(table)}${all([here, ...conditions])} for share)`
}

/** Why a statement has written nothing: the first need that is not met, if any. */
export async function unmet(store: Store, needed: readonly Needed[]): Promise<Problem | undefined> {
  for (const { condition, problem } of needed) {
    const { rows } = await execute(store, sql`select 1${all([condition])}`)
    if (rows.length === 0) return problem
  }
  return undefined
}
