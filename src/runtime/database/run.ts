import type { EntityManager } from '@mikro-orm/postgresql'
import type pg from 'pg'
import { prepared } from './statements.ts'

type Compiled = Exclude<Parameters<ReturnType<EntityManager['getKysely']>['executeQuery']>[0], { compile(): unknown }>

export interface Result {
  readonly rows: readonly object[]
  /** Rows that were inserted, updated or deleted. */
  readonly count: number
}

/**
 * Runs a statement, prepared under a name, in the transaction that `em` is in, if any: MikroORM looks it up in the context
 * of the call (it keeps it in an AsyncLocalStorage), so tables made on the root `em` join it as well. Outside of one it goes
 * to a connection of the pool, without what Kysely does for statements that it builds.
 *
 * @param often `once` for a text that hardly comes again: it is not prepared
 */
export async function run(
  em: EntityManager,
  text: string,
  values: readonly unknown[],
  often?: 'once',
): Promise<Result> {
  const known = often === 'once' ? text : prepared(text)
  if (em.isInTransaction()) {
    const { rows, numAffectedRows = 0n } = await em.getKysely().executeQuery(sqlText(known, values))
    return { rows: rows as object[], count: Number(numAffectedRows) }
  }
  const client = await (poolOf(em) ?? (await openPool(em))).connect()
  try {
    const { rows, command, rowCount } = await client.query<object>(known, values as unknown[])
    return { rows, count: CHANGES.has(command) ? (rowCount ?? 0) : 0 }
  } finally {
    client.release()
  }
}

const CHANGES = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])

const pools = new WeakMap<object, pg.Pool>()

/** Undefined before the first statement, and after an end that something comes after. */
function poolOf(em: EntityManager): pg.Pool | undefined {
  const pool = pools.get(em.getConnection())
  return pool?.ending ? undefined : pool
}

async function openPool(em: EntityManager): Promise<pg.Pool> {
  const connection = em.getConnection()
  const pool = await connection.getNativeClient()
  pools.set(connection, pool)
  return pool
}

/** What Kysely's `CompiledQuery.raw` makes, without its import: Kysely comes with MikroORM, and is not ours to name. */
const sqlText = (sql: string, parameters: readonly unknown[] = []): Compiled => ({
  sql,
  parameters,
  query: { kind: 'RawNode', sqlFragments: [sql], parameters: [] },
  queryId: { queryId: sql },
})

/** Does `work` in one transaction, which tables and `em` itself join; inside another one it is a savepoint. */
export const transaction = <T>(em: EntityManager, work: () => Promise<T>): Promise<T> => em.transactional(work)
