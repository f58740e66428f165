import { reusedContainer } from '../container.ts'
import type { Rung } from '../rung.ts'
import { createDatabase, placeBeside } from './database.ts'

/** The official image in Docker, reused; the run has a database of its own in it. */
export const containerPostgres: Rung = {
  name: 'testcontainers',
  async start(context) {
    const { host, port } = await reusedContainer(
      {
        image: 'postgres:18-alpine',
        port: 5432,
        env: { POSTGRES_USER: 'brine', POSTGRES_PASSWORD: 'brine' },
        command: [
          'postgres',
          '-c',
          'fsync=off',
          '-c',
          'synchronous_commit=off',
          '-c',
          'full_page_writes=off',
          '-c',
          'max_connections=200',
        ],
        // over TCP: while the image sets it up, it listens on its socket only
        ready: 'pg_isready --host=127.0.0.1 --username=brine',
      },
      context,
    )
    const server = `postgres://brine:brine@${host}:${port}/brine`
    const database = await createDatabase(server)
    return {
      url: database.url,
      label: `PostgreSQL ${database.version} (testcontainers)`,
      another: () => placeBeside(server),
      stop: () => database.drop(),
    }
  },
}
