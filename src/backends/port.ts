import { createServer } from 'node:net'
import { BackendError } from './errors.ts'

/** A port that is free now; somebody else may be quicker, so whoever uses it starts again when it is taken. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise<void>(resolve => probe.once('listening', resolve))
  const address = probe.address()
  await new Promise<void>(resolve => probe.close(() => resolve()))
  return typeof address === 'object' && address ? address.port : 0
}

/** Can a server listen on this port? On all addresses unless one is named. */
export async function isPortFree(port: number, host?: string): Promise<boolean> {
  const probe = createServer()
  const free = await new Promise<boolean>(resolve => {
    probe.once('error', () => resolve(false))
    probe.listen({ port, host }, () => resolve(true))
  })
  if (free) await new Promise<void>(resolve => probe.close(() => resolve()))
  return free
}

/** Starts what listens on a free port, again on another when that was taken in the meantime. */
export async function untilPortIsFree<T>(start: () => Promise<T>, tries = 3): Promise<T> {
  try {
    return await start()
  } catch (error) {
    const isTaken = error instanceof BackendError && /address already in use|could not bind/i.test(error.message)
    if (!isTaken || tries === 1) throw error
    return untilPortIsFree(start, tries - 1)
  }
}
