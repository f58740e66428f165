import { BackendError } from '../errors.ts'
import type { Rung } from '../rung.ts'
import { claimDatabase } from './claim.ts'

/** The server that REDIS_URL names; the run has one of its numbered databases. Channels are the whole server's. */
export const givenRedis: Rung = {
  name: 'given',
  async start({ env }) {
    if (!env.REDIS_URL)
      throw new BackendError(
        'absent',
        'REDIS_URL is not set',
        'Set it to redis://:PASSWORD@HOST:6379, or let Brine choose with --backend auto',
      )
    const claim = await claimDatabase(env.REDIS_URL)
    return { url: claim.url, label: `${claim.label} (given, database ${claim.index})`, stop: () => claim.release() }
  },
}
