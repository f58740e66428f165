import type { EntityManager } from '@mikro-orm/postgresql'
import { prepared } from './statements.ts'

type Compiled = Exclude<Parameters<ReturnType<EntityManager['getKysely']>['executeQuery']>[0], { compile(): unknown }>

export interface Result {
  readonly rows: readonly object[]
  /** Rows that were inserted, updated or deleted. */
  readonly count: number
}

/**
 * Runs a statement, prepared under a name, in the transaction that `em` is in, if any: `getKysely` looks it up in the
 * context of the call (MikroORM keeps it in an AsyncLocalStorage), so tables made on the root `em` join it as well.
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
  const { rows, numAffectedRows = 0n } = await em.getKysely().executeQuery(sqlText(known, values))
  return { rows: rows as object[], count: Number(numAffectedRows) }
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
