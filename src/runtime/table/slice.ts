import { invalid, notFound } from '../http/problem.ts'
import { encoded, type Cursor } from '../schema/cursor.ts'
import type { CursorQuery } from '../schema/cursor-query.ts'
import { fieldError } from '../schema/messages.ts'
import type { Column } from './layout.ts'
import { asked, checkParents, source, total } from './read.ts'
import { join, raw, sql, type Sql } from './sql.ts'
import { execute, type Store, type Values } from './store.ts'
import type { Slice } from './types.ts'
import { all, matching, rank } from './where.ts'

/** One thing that a list is sorted by. */
interface Term {
  readonly name: string
  readonly expression: string
  readonly type: string
  readonly nullable: boolean
  readonly descends: boolean
}

/**
 * The rows that follow a place in the list, or come before it. What is added or deleted meanwhile shifts nothing, since the
 * place is told by values and not by counting.
 *
 * @throws {Problem} 404 as `page`, 422 for a cursor of another order
 */
export async function slice(store: Store, query: CursorQuery, within: Values = {}, only?: Sql): Promise<Slice<object>> {
  const { limit, cursor } = query
  const inside = matching(store.layout, within)
  if (!inside) throw notFound()
  const names = query.sort.length > 0 ? query.sort : store.order
  const terms = [...names, store.layout.key.name].map(name => termOf(store, name))
  const sort = terms.map(({ name, descends }) => (descends ? `-${name}` : name))
  if (cursor && cursor.sort.join() !== sort.join()) throw invalid(fieldError('cursor', 'invalid'))
  const back = cursor?.back ?? false

  const rows = [...inside, ...(only ? [sql`(${only})`] : []), ...asked(store, query)]
  const there = cursor ? [...rows, ...beyond(terms, cursor)] : rows
  const order = terms.map(({ expression, descends }) => `${expression}${descends === back ? '' : ' desc'}`)
  const place = raw(
    `, json_build_array(${terms.map(({ expression }) => `(${expression})::text`).join(', ')}) as "#place"`,
  )
  const found = await execute(
    store,
    sql`${source(store, place)}${all(there)}${raw(` order by ${order.join(', ')}`)} limit ${limit + 1}`,
  )
  const more = found.rows.length > limit
  const kept = found.rows.slice(0, limit) as Placed[] // by the statement
  if (back) kept.reverse()
  if (kept.length === 0 && !cursor) await checkParents(store, within)

  const ends = kept.length > 0 ? [kept[0]!['#place'], kept.at(-1)!['#place']] : [cursor?.values, cursor?.values]
  const at = (values: Cursor['values'] | undefined, isBack: boolean) =>
    values && encoded({ sort, values, back: isBack })
  const next = back || more ? at(ends[1], false) : undefined
  const prev = (back && more) || (!back && cursor) ? at(ends[0], true) : undefined
  return {
    items: kept.map(({ '#place': _, ...row }) => row),
    limit,
    ...(next !== undefined && { next }),
    ...(prev !== undefined && { prev }),
    ...(query.total && { total: await total(store, rows) }),
  }
}

type Placed = object & { readonly '#place': Cursor['values'] }

function termOf({ layout }: Store, name: string): Term {
  const descends = name.startsWith('-') && !layout.columns.has(name)
  const plain = descends ? name.slice(1) : name
  const column = layout.columns.get(plain)!
  const isRanked = column.property.enum && column.property.items !== undefined
  return {
    name: plain,
    expression: rank(column),
    type: isRanked ? 'int' : column.type,
    nullable: mayBeNull(column),
    descends,
  }
}

const mayBeNull = ({ property, column }: Column) => property.nullable === true || column === undefined

/** What is true of the rows beyond the place: sorted further by the first term, or equal by it and further by the second … */
function beyond(terms: readonly Term[], { values, back }: Cursor): readonly Sql[] {
  const cases = terms.flatMap((term, n) => {
    const further = isFurther(term, values[n]!, back)
    return further
      ? [sql`(${join([...terms.slice(0, n).map((one, i) => equals(one, values[i]!)), further], ' and ')})`]
      : []
  })
  const [first] = terms
  const value = values[0]
  // says the same about the first term alone, so that an index on it helps
  const bound = first && !first.nullable && value !== null ? [atLeast(first, value!, back)] : []
  return [...bound, cases.length > 0 ? sql`(${join(cases, ' or ')})` : raw('false')]
}

const parameter = ({ type }: Term, value: string) => sql`${value}::${raw(type)}`

const equals = (term: Term, value: string | null): Sql =>
  value === null ? sql`${raw(term.expression)} is null` : sql`${raw(term.expression)} = ${parameter(term, value)}`

const ascends = ({ descends }: Term, back: boolean) => descends === back

const atLeast = (term: Term, value: string, back: boolean): Sql =>
  sql`${raw(`${term.expression} ${ascends(term, back) ? '>=' : '<='}`)} ${parameter(term, value)}`

/** PostgreSQL counts null as the greatest. Undefined: nothing is further. */
function isFurther(term: Term, value: string | null, back: boolean): Sql | undefined {
  const own = raw(term.expression)
  if (value === null) return ascends(term, back) ? undefined : sql`${own} is not null`
  if (!ascends(term, back)) return sql`${own} < ${parameter(term, value)}`
  const greater = sql`${own} > ${parameter(term, value)}`
  return term.nullable ? sql`(${greater} or ${own} is null)` : greater
}
