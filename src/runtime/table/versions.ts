import { problem } from '../http/problem.ts'
import type { Layout } from './layout.ts'
import { raw, sql, type Sql } from './sql.ts'

/** The versions of a row that a change may be of; any without. */
export type Version = readonly number[] | undefined

/** Travels with a row, unseen by JSON. */
const VERSION = Symbol('version')

/** The name under which statements read it. */
export const COLUMN = '#version'

export const versionOf = (row: unknown): number | undefined =>
  typeof row === 'object' && row !== null && VERSION in row ? (row[VERSION] as number) : undefined // set below

/** Puts the version that a statement has read out of sight. */
export function keepVersions(rows: readonly object[]): void {
  for (const row of rows as { [COLUMN]?: number; [VERSION]?: number }[]) {
    if (row[COLUMN] === undefined) continue
    row[VERSION] = row[COLUMN]
    delete row[COLUMN]
  }
}

/** What must be true of a row that is changed. */
export const isOf = ({ version }: Layout, wanted: Version): readonly Sql[] =>
  version && wanted ? [sql`${raw(version.expression)} = any(${wanted}::int[])`] : []

/** @throws {Problem} 412 when the row is of another version */
export function expectVersion(row: object, wanted: Version): void {
  const version = versionOf(row)
  if (!wanted || version === undefined || wanted.includes(version)) return
  throw problem('precondition_failed', 'It has been changed meanwhile: read it again.')
}
