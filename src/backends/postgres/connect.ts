import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { BackendError, codeOf, messageOf } from '../errors.ts'

/**
 * A connection of our own. A server that is still starting is waited for.
 *
 * @throws BackendError that says what stands in the way, without the password.
 */
export async function connect(url: string, patience = 10_000): Promise<pg.Client> {
  const until = Date.now() + patience
  for (;;) {
    const client = new pg.Client({ ...parse(url), connectionTimeoutMillis: 5000, application_name: 'brine' })
    client.on('error', () => undefined) // a server that goes away is told by the next query
    try {
      await client.connect()
      return client
    } catch (error) {
      await client.end().catch(() => undefined)
      const starting = codeOf(error) === '57P03'
      if (!starting || Date.now() > until) throw explain(error, url)
      await wait(100)
    }
  }
}

function parse(url: string): { connectionString: string } {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url))
    throw new BackendError(
      'unreachable',
      'DATABASE_URL is not an address of PostgreSQL',
      'Write DATABASE_URL as postgres://USER:PASSWORD@HOST:5432/DATABASE, with %-codes for special characters in the password',
    )
  return { connectionString: url }
}

function explain(error: unknown, url: string): BackendError {
  const { hostname, port, username, pathname } = new URL(url)
  const where = `${decodeURIComponent(hostname)}:${port || 5432}`
  const options = { cause: error }
  switch (codeOf(error)) {
    case '28P01':
    case '28000':
      return new BackendError(
        'refused',
        `PostgreSQL at ${where} does not let "${username}" in: ${messageOf(error)}`,
        'Correct the user and the password in DATABASE_URL',
        options,
      )
    case '3D000':
      return new BackendError(
        'refused',
        `PostgreSQL at ${where} has no database "${pathname.slice(1)}"`,
        'Name one that exists in DATABASE_URL, such as /postgres; Brine makes its own beside it',
        options,
      )
    case '53300':
      return new BackendError(
        'refused',
        `PostgreSQL at ${where} has no connection left`,
        'Raise its max_connections, or close what uses them',
        options,
      )
    default:
      return new BackendError(
        'unreachable',
        `No PostgreSQL answers at ${where}: ${messageOf(error)}`,
        'Start it, correct DATABASE_URL, or unset DATABASE_URL and let Brine start one',
        options,
      )
  }
}
