import type { EntityManager } from '@mikro-orm/postgresql'
import { run, type Result } from '../database/run.ts'
import type { Problem } from '../http/problem.ts'
import type { Layout } from './layout.ts'
import type { Need } from './needs.ts'
import { compile, type Sql } from './sql.ts'
import { keepVersions } from './versions.ts'

export type Values = Readonly<Record<string, unknown>>

/** What the functions of a table share. They know fields by name only; `Table` gives them their types. */
export interface Store {
  readonly em: EntityManager
  readonly layout: Layout
  readonly search: readonly string[]
  readonly filter: Readonly<Record<string, (it: never) => Sql>>
  readonly order: readonly string[]
  readonly keep: readonly string[]
  readonly needs: readonly Need[]
  /** References are given by key, also those that clients give by name. */
  readonly byKey?: boolean
  readonly refusals: Readonly<Record<string, Problem>>
}

export async function execute({ em, layout }: Store, statement: Sql, often?: 'once'): Promise<Result> {
  const { text, values } = compile(statement)
  const result = await run(em, text, values, often)
  if (layout.version) keepVersions(result.rows)
  return result
}
