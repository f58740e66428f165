import { invalid, notFound, Problem } from '../http/problem.ts'
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
  /** The code of the refusal, a 409; `conflict` unless said otherwise. By `validation_failed` it counts as not there. */
  readonly error?: string | undefined
}

/** What a write needs of one row that it refers to. */
export interface Needed {
  /** A condition of its statement. */
  readonly condition: Sql
  /** The same in parts: the first that fails is what the client is told. */
  readonly parts: readonly { readonly condition: Sql; readonly problem: Problem }[]
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
    const kept = layoutOf(target).kept.map(raw)
    const own = store.needs.filter(need => need.of === name)
    if (kept.length === 0 && own.length === 0) return []
    const unknown = within.includes(name) ? notFound() : invalid(fieldError(place + name, 'absent'))
    const conditions = own.map(({ where }) => sql`(${where})`)
    return [
      {
        condition: related(column, value, [...kept, ...conditions], raw(' for no key update')),
        parts: [
          { condition: related(column, value, kept), problem: unknown },
          ...own.map(({ error = 'conflict' }, n) => ({
            condition: related(column, value, [conditions[n]!]),
            problem:
              error === 'validation_failed'
                ? unknown
                : new Problem(409, error, 'What it belongs to is not in a state for that.'),
          })),
        ],
      },
    ]
  })
}

function related({ property }: Column, value: unknown, conditions: readonly Sql[], lock = raw('')): Sql {
  const { table, key } = layoutOf(property.targetMeta!)
  const here = sql`${raw(key.expression)} = ${value}`
  return sql`exists (select 1 from ${raw(table)}${all([here, ...conditions])}${lock})`
}

/** Why a statement has written nothing: the first need that is not met, if any. */
export async function unmet(store: Store, needed: readonly Needed[]): Promise<Problem | undefined> {
  for (const { condition, problem } of needed.flatMap(({ parts }) => parts)) {
    const { rows } = await execute(store, sql`select 1${all([condition])}`)
    if (rows.length === 0) return problem
  }
  return undefined
}
