import { reusedContainer } from '../container.ts'
import type { Rung } from '../rung.ts'
import { claimBeside, claimDatabase } from './claim.ts'

/** The official image in Docker, reused; the run has one of its numbered databases. */
export const containerRedis: Rung = {
  name: 'testcontainers',
  async start(context) {
    const { host, port } = await reusedContainer(
      {
        image: 'redis:8-alpine',
        port: 6379,
        command: ['redis-server', '--save', '', '--appendonly', 'no', '--protected-mode', 'no'],
        ready: 'redis-cli ping',
      },
      context,
    )
    const server = `redis://${host}:${port}`
    const claim = await claimDatabase(server)
    return {
      url: claim.url,
      label: `${claim.label} (testcontainers, database ${claim.index})`,
      another: () => claimBeside(server),
      stop: () => claim.release(),
    }
  },
}
