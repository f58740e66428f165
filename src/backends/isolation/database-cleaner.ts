import type pg from 'pg'
import { BackendError, codeOf } from '../errors.ts'
import { connect } from '../postgres/connect.ts'
import { ownMark, readMark } from '../postgres/own.ts'
import { restoringSql } from './rows.ts'
import { emptyingSql } from './statement.ts'
import { readContents } from './tables.ts'

export interface DatabaseCleaner {
  readonly clean: () => Promise<void>
  readonly refresh: () => Promise<void>
  readonly remember: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Empties the tables of one database that is ours, over a connection of its own. */
export async function databaseCleaner(
  url: string,
  kept: readonly string[],
  lockTimeout: number,
): Promise<DatabaseCleaner> {
  const client = await connect(url)
  try {
    await assertOurs(client)
    await client.query(`set lock_timeout = ${Math.trunc(lockTimeout)}`)
    const unchecked = await switchOffChecks(client)
    let restoring = ''
    const readSql = async () => {
      const emptying = emptyingSql(await readContents(client, kept), unchecked)
      if (emptying) await client.query(emptying.made)
      return emptying?.called ?? ''
    }
    let sql = await readSql()
    const refresh = async () => {
      restoring = ''
      sql = await readSql()
    }
    const remember = async () => void (restoring = await restoringSql(client, await readContents(client, kept)))
    const all = () => [sql, restoring].filter(Boolean).join(';\n')
    return { clean: () => empty(client, all, refresh), refresh, remember, close: () => client.end() }
  } catch (error) {
    await client.end()
    throw error
  }
}

async function assertOurs(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ mark: string | null }>(readMark)
  if (rows[0]?.mark === ownMark) return
  throw new BackendError(
    'not-ours',
    `The database "${client.database}" was not made by Brine, so it is not emptied`,
    'Hand over the url that startBackends gave',
  )
}

/** Only superusers may, as we are on our own servers. */
async function switchOffChecks(client: pg.Client): Promise<boolean> {
  try {
    await client.query('set session_replication_role = replica')
    return true
  } catch (error) {
    if (codeOf(error) === '42501') return false
    throw error
  }
}

async function empty(client: pg.Client, sql: () => string, refresh: () => Promise<void>): Promise<void> {
  try {
    if (sql()) await client.query(sql())
  } catch (error) {
    switch (codeOf(error)) {
      case '42P01': // a table was dropped since
        await refresh()
        return empty(client, sql, refresh)
      case '55P03': {
        const problem = await leftOpen(client, error)
        await client.query(sql()) // the next scenario is not to suffer from this one
        throw problem
      }
      default:
        throw error
    }
  }
}

/** Ends the transactions that stand in the way, and says what they did last. */
async function leftOpen(client: pg.Client, cause: unknown): Promise<BackendError> {
  const { rows } = await client.query<{ query: string }>(
    `select query, pg_terminate_backend(pid, 1000) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and xact_start < now() - current_setting('lock_timeout')::interval
     order by xact_start`,
  )
  const last = rows[0] ? `; the last thing it did was: ${rows[0].query.replaceAll(/\s+/g, ' ').slice(0, 200)}` : ''
  return new BackendError(
    'open-transaction',
    `The scenario left a transaction open${last}`,
    'Commit it or roll it back before the answer is sent',
    { cause },
  )
}
