import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { BackendError, codeOf } from '../errors.ts'
import type { Place } from '../rung.ts'
import { connect } from './connect.ts'
import { ownMark } from './own.ts'

export interface Database {
  readonly url: string
  /** of the server, such as `18.4` */
  readonly version: string
  /** Drops it, also when somebody is still connected. */
  drop(): Promise<void>
}

export interface DatabaseOptions {
  /** a database on the same server to copy, such as one with the migrations applied; nobody may be connected to it */
  readonly template?: string
}

/**
 * Makes a database of our own beside the one that the URL names, which is not touched: two runs at once never meet.
 * What runs that died have left is dropped first. Needs PostgreSQL 13.
 *
 * @throws BackendError when the server cannot be reached, or the user may not create databases.
 */
export async function createDatabase(url: string, options: DatabaseOptions = {}): Promise<Database> {
  const admin = await connect(url)
  try {
    const server = await describe(admin)
    const prefix = `brine_${server.scope}_`
    await dropAbandoned(admin, prefix)
    const name = `${prefix}${randomBytes(6).toString('hex')}`
    await admin.query(`select pg_advisory_lock(${lockOf})`, [name])
    await create(admin, name, server.throwaway, options)
    return { url: withName(url, name), version: server.version, drop: () => dropAndEnd(admin, name) }
  } catch (error) {
    await admin.end()
    throw explain(error, admin)
  }
}

/** A database beside the one that the URL names, as a place for scenarios. */
export async function placeBeside(url: string): Promise<Place> {
  const database = await createDatabase(url)
  return { url: database.url, stop: () => database.drop() }
}

interface ServerFacts {
  readonly version: string
  /** it does not wait for its disk, so nobody keeps anything there: files are copied quicker than they are logged */
  readonly throwaway: boolean
  /** the database that we came in by, in short */
  readonly scope: string
}

async function describe(admin: pg.Client): Promise<ServerFacts> {
  const { rows } = await admin.query<ServerFacts>(
    `select split_part(current_setting('server_version'), ' ', 1) as version, left(md5(current_database()), 6) as scope,
       current_setting('server_version_num')::int >= 150000 and current_setting('fsync') = 'off' as throwaway`,
  )
  return rows[0] ?? { version: '', throwaway: false, scope: '' }
}

/** A lock lasts as long as its connection, so it tells a database in use from one whose run has died, on any machine. */
const lockOf = 'hashtextextended($1, 0)'

/** Locks count within one database: so only what was made from the one that we came in by is looked at. */
async function dropAbandoned(admin: pg.Client, prefix: string): Promise<void> {
  const { rows } = await admin.query<{ name: string }>(
    `select datname as name from pg_database
     where starts_with(datname, $1) and shobj_description(oid, 'pg_database') = $2 and pg_has_role(datdba, 'usage')`,
    [prefix, ownMark],
  )
  for (const { name } of rows) {
    const { rows: locks } = await admin.query<{ taken: boolean }>(`select pg_try_advisory_lock(${lockOf}) as taken`, [
      name,
    ])
    if (!locks[0]?.taken) continue
    await drop(admin, name)
    await admin.query(`select pg_advisory_unlock(${lockOf})`, [name])
  }
}

async function create(
  admin: pg.Client,
  name: string,
  throwaway: boolean,
  { template }: DatabaseOptions,
): Promise<void> {
  const strategy = throwaway ? ' strategy file_copy' : ''
  if (template) await admin.query(`create database "${name}" template "${template.replaceAll('"', '""')}"${strategy}`)
  else await createEmpty(admin, name, strategy)
  await admin.query(`comment on database "${name}" is '${ownMark}'`)
}

/** Text is ordered by code point and knows the letters of all languages, on every server that can be made to. */
async function createEmpty(admin: pg.Client, name: string, strategy: string): Promise<void> {
  const locales = [` locale_provider builtin builtin_locale 'C.UTF-8'`, ` lc_collate 'C' lc_ctype 'C.UTF-8'`]
  for (const locale of locales) {
    try {
      await admin.query(`create database "${name}" template template0 encoding 'UTF8'${locale}${strategy}`)
      return
    } catch (error) {
      // an older server does not know the provider, another machine not the locale
      if (!['42601', '22023', '42809', '0A000'].includes(codeOf(error))) throw error
    }
  }
  await admin.query(`create database "${name}"${strategy}`)
}

async function drop(admin: pg.Client, name: string): Promise<void> {
  await admin.query(`drop database if exists "${name}" with (force)`)
}

async function dropAndEnd(admin: pg.Client, name: string): Promise<void> {
  try {
    await drop(admin, name)
  } finally {
    await admin.end()
  }
}

function withName(url: string, name: string): string {
  const own = new URL(url)
  own.pathname = `/${name}`
  return own.href
}

function explain(error: unknown, { user, host, port }: pg.Client): unknown {
  if (codeOf(error) !== '42501') return error
  return new BackendError(
    'not-allowed',
    `The user "${user}" may not create databases at ${host}:${port}, and Brine does not touch a database that it did not make`,
    `Run: alter role "${user}" createdb; or unset DATABASE_URL and let Brine start a server`,
    { cause: error },
  )
}
