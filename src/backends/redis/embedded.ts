import { randomBytes } from 'node:crypto'
import type { Rung } from '../rung.ts'
import { claimOn } from './claim.ts'
import { gaps } from './stand-in/answers.ts'
import { startStandIn } from './stand-in/server.ts'

/** A stand-in in this process, for machines that have no Redis; it says what it cannot do. */
export const embeddedRedis: Rung = {
  name: 'embedded',
  async start() {
    const password = randomBytes(18).toString('hex')
    const standIn = await startStandIn(password)
    const server = { url: `redis://:${password}@127.0.0.1:${standIn.port}`, stop: standIn.stop }
    return { ...(await claimOn(server, () => 'Redis stand-in (embedded)')), gaps }
  },
}
