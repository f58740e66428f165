import { Problem } from '../http/problem.ts'
import type { Column } from './layout.ts'
import { get } from './read.ts'
import { join, raw, sql, type Sql } from './sql.ts'
import type { Store, Values } from './store.ts'
import { toParameter } from './values.ts'
import { expectVersion, isOf, type Version } from './versions.ts'
import { change } from './write.ts'

/** From any of these values to that one. */
export interface Move<Value = unknown> {
  readonly from: readonly Value[]
  readonly to: Value
  /** The code of the refusal, a 409; `conflict` unless said otherwise. */
  readonly error?: string
}

/**
 * Moves one property of a row on, in one statement: of many who try it at once, one does.
 *
 * @throws {Problem} 404 when there is no such row, 409 when no move starts from where it is
 */
export async function move(
  store: Store,
  key: Values,
  name: string,
  moves: readonly Move[],
  version?: Version,
): Promise<object> {
  const column = store.layout.columns.get(name)!
  const cases = moves.map(one => sql`when ${among(column, one)} then ${value(column, one.to)}`)
  const next = sql`case ${join(cases, ' ')} end`
  const starts = join(
    moves.map(one => among(column, one)),
    ' or ',
  )
  const moved = await change(store, key, { [name]: next }, [sql`(${starts})`, ...isOf(store.layout, version)])
  if (moved) return moved
  const row = await get(store, key)
  expectVersion(row, version)
  const { error = 'conflict' } = moves[0]!
  throw new Problem(409, error, name in row ? `Its ${name} is ${String(Reflect.get(row, name))}.` : undefined)
}

function among(column: Column, { from }: Move): Sql {
  const own = raw(column.expression)
  const found = from.map(one => (one === null ? sql`${own} is null` : sql`${own} = ${value(column, one)}`))
  return join(found, ' or ')
}

const value = (column: Column, one: unknown) => sql`${toParameter(column, one)}::${raw(column.type)}`
