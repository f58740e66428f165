import { reusedContainer } from '../container.ts'
import type { Rung } from '../rung.ts'
import { createDatabase } from './database.ts'

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
        // the image starts it once to set it up, and then for good
        ready: [/ready to accept connections/, 2],
      },
      context,
    )
    const database = await createDatabase(`postgres://brine:brine@${host}:${port}/brine`)
    return { url: database.url, label: `PostgreSQL ${database.version} (testcontainers)`, stop: () => database.drop() }
  },
}
