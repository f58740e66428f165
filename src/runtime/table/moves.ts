import { Problem } from '../http/problem.ts'
import type { Column } from './layout.ts'
import { keysFor } from './named.ts'
import { get } from './read.ts'
import { join, raw, sql, Sql } from './sql.ts'
import type { Store, Values } from './store.ts'
import { toParameter } from './values.ts'
import { expectVersion, isOf, type Version } from './versions.ts'
import { change } from './write.ts'

/** From any of these values to that one. */
export interface Move<Value = unknown, Others = object> {
  /** From wherever it is, where this is left out. */
  readonly from?: readonly Value[]
  readonly to?: Value | undefined
  /** What else the row has from then on. */
  readonly sets?: Others
  /** The code of the refusal; `conflict` unless said otherwise. */
  readonly error?: string
  /** The status of the refusal; 409 unless said otherwise. */
  readonly status?: number
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
  given: readonly Move[],
  version?: Version,
): Promise<object> {
  const moves: Move[] = []
  for (const one of given) moves.push(one.sets ? { ...one, sets: await keysFor(store, { ...one.sets }, '') } : one)
  const column = store.layout.columns.get(name)!
  const patch = { [name]: chosen(moves, column, column, ({ to }) => to) }
  for (const other of new Set(moves.flatMap(({ sets = {} }) => Object.keys(sets)))) {
    const set = store.layout.columns.get(other)!
    patch[other] = chosen(moves, column, set, ({ sets = {} }) => Reflect.get(sets, other))
  }
  const starts = join(
    moves.map(one => among(column, one)),
    ' or ',
  )
  const moved = await change(store, key, patch, [sql`(${starts})`, ...isOf(store.layout, version)])
  if (moved) return moved
  const row = await get(store, key)
  expectVersion(row, version)
  const { error = 'conflict', status = 409 } = moves[0]!
  throw new Problem(status, error, name in row ? `Its ${name} is ${String(Reflect.get(row, name))}.` : undefined)
}

/** The value of a column after the move that applies; a move that says none leaves it as it is. */
function chosen(moves: readonly Move[], state: Column, column: Column, to: (move: Move) => unknown): Sql {
  const cases = moves.flatMap(one => {
    const given = to(one)
    return given === undefined ? [] : [sql`when ${among(state, one)} then ${value(column, given)}`]
  })
  return sql`case ${join(cases, ' ')} else ${raw(column.expression)} end`
}

function among(column: Column, { from }: Move): Sql {
  if (!from) return raw('true')
  const own = raw(column.expression)
  const found = from.map(one => (one === null ? sql`${own} is null` : sql`${own} = ${value(column, one)}`))
  return join(found, ' or ')
}

const value = (column: Column, one: unknown) =>
  one instanceof Sql ? one : sql`${toParameter(column, one)}::${raw(column.type)}`
