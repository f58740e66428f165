import type { EntityClass } from '@mikro-orm/core'
import { Migrator, type Migration } from '@mikro-orm/migrations'
import { MikroORM, type Options } from '@mikro-orm/postgresql'
import { ConfigError } from '../config.ts'
import { addEmailKeys } from '../email.ts'
import { addTriggers } from './always.ts'
import { ColumnNaming } from './naming.ts'
import { parsers } from './parsers.ts'
import { connections, type Connections, type Watcher } from './statements.ts'
import { teller } from './tables-in.ts'

interface Database {
  readonly entities: readonly EntityClass<object>[]
  /** In the order in which they are applied. */
  readonly migrations: readonly (new (...given: ConstructorParameters<typeof Migration>) => Migration)[]
  /** Connections at most, 2 at least (migrating takes two), 20 unless said otherwise. Half of them are kept once they have been needed. */
  readonly connections?: number
  /** Seconds that a statement may take, 60 unless said otherwise. */
  readonly timeout?: number
}

/**
 * MikroORM on the database at `url`, which may name a folder of sockets: `postgres:///shop?host=/run/postgres`.
 * It connects when first used. Sessions are in UTC; a lock is waited for 5 s, an idle transaction ends after 30 s.
 */
export async function connect(url: string, database: Database): Promise<MikroORM> {
  const own = connections()
  const orm = await MikroORM.init(settings(url, database, own))
  addEmailKeys(orm)
  addTriggers(orm)
  watchable.set(orm, own)
  return orm
}

const watchable = new WeakMap<MikroORM, Connections>()

/** Has whatever goes over the connections of `orm` told, each statement when it is sent, each change when it is committed. */
export function watch(orm: MikroORM, { reads, changed }: Omit<Watcher, 'tell'>): void {
  const own = watchable.get(orm)
  if (!own) throw new Error('this orm was not made by connect(): what it reads and writes is not known')
  own.watcher = { tell: teller(orm), reads, changed }
}

const settings = (
  url: string,
  { entities, migrations, connections = 20, timeout = 60 }: Database,
  { Client }: Connections,
): Options => ({
  entities: [...entities],
  dbName: databaseName(url),
  namingStrategy: ColumnNaming,
  discovery: { warnWhenNoEntities: false },
  ensureDatabase: false,
  implicitTransactions: false, // a flush of one statement needs none; ours open them where they matter
  extensions: [Migrator],
  migrations: { migrationsList: [...migrations], snapshot: false, silent: true },
  pool: { min: Math.floor(connections / 2), max: connections, idleTimeoutMillis: 30_000 },
  // handed to pg; its `connectionString` outweighs the host and port that MikroORM derives
  driverOptions: {
    connectionString: url,
    Client,
    types: parsers,
    options: '-c TimeZone=UTC',
    application_name: 'brine',
    connectionTimeoutMillis: 5000,
    statement_timeout: timeout * 1000,
    lock_timeout: 5000,
    idle_in_transaction_session_timeout: 30_000,
  },
})

function databaseName(url: string): string {
  const name = /^\w+:\/\/[^/]*\/([^?]+)/.exec(url)?.[1]
  if (!name)
    throw new ConfigError(
      `DATABASE_URL names no database: write postgres://host:5432/name, not ${url.replace(/:[^:@/]*@/, ':***@')}`,
    )
  return decodeURIComponent(name)
}
