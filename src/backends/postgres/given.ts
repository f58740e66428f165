import { BackendError } from '../errors.ts'
import type { Rung } from '../rung.ts'
import { createDatabase, placeBeside } from './database.ts'

/** The server that DATABASE_URL names; the run has a database of its own there. */
export const givenPostgres: Rung = {
  name: 'given',
  async start({ env }) {
    if (!env.DATABASE_URL)
      throw new BackendError(
        'absent',
        'DATABASE_URL is not set',
        'Set DATABASE_URL to postgres://USER:PASSWORD@HOST:5432/DATABASE, or let Brine choose with --backend auto',
      )
    const { DATABASE_URL } = env
    const database = await createDatabase(DATABASE_URL)
    return {
      url: database.url,
      label: `PostgreSQL ${database.version} (given)`,
      another: () => placeBeside(DATABASE_URL),
      stop: () => database.drop(),
    }
  },
}
