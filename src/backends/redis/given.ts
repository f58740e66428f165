import { BackendError } from '../errors.ts'
import type { Rung } from '../rung.ts'
import { claimBeside, claimDatabase } from './claim.ts'

/** The server that REDIS_URL names; the run has one of its numbered databases. Channels are the whole server's. */
export const givenRedis: Rung = {
  name: 'given',
  async start({ env }) {
    if (!env.REDIS_URL)
      throw new BackendError(
        'absent',
        'REDIS_URL is not set',
        'Set REDIS_URL to redis://:PASSWORD@HOST:6379, or let Brine choose with --backend auto',
      )
    const { REDIS_URL } = env
    const claim = await claimDatabase(REDIS_URL)
    return {
      url: claim.url,
      label: `${claim.label} (given, database ${claim.index})`,
      another: () => claimBeside(severalIn(REDIS_URL)),
      stop: () => claim.release(),
    }
  },
}

/** Whoever names one database means that one. */
function severalIn(url: string): string {
  if (!/^\/\d/.test(new URL(url).pathname)) return url
  throw new BackendError(
    'not-ours',
    `REDIS_URL names one database (${new URL(url).pathname}), and scenarios that run at the same time need one each`,
    'Leave the number out and Brine takes unused ones, or run without --parallel',
  )
}
