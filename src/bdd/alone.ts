import { createHash } from 'node:crypto'
import { realpathSync, rmSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/**
 * Acts while no other run writes in this project: two at once would take each other's files for the user's.
 * The mark is a place where a process listens: it goes with the process, however that ends.
 *
 * @param onWait told when there is another one that has to end first
 */
export async function alone<T>(root: string, onWait: () => void, act: () => Promise<T>): Promise<T> {
  const address = addressOf(realpathSync(root))
  let server = await listenOn(address)
  if (!server) onWait()
  while (!server) {
    await untilItLeaves(address)
    server = await listenOn(address)
  }
  try {
    return await act()
  } finally {
    await leave(server)
  }
}

/** Of no file, where the system has such addresses: then nothing can be left behind. */
function addressOf(root: string): string {
  const name = `brine-${createHash('sha256').update(root).digest('hex').slice(0, 24)}`
  if (process.platform === 'linux') return `\0${name}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`)
}

/** Those who wait are connected until it is closed. */
const waiting = new WeakMap<Server, Set<{ destroy(): unknown }>>()

async function listenOn(address: string): Promise<Server | undefined> {
  const guests = new Set<{ destroy(): unknown }>()
  const server = createServer(socket => {
    guests.add(socket)
    socket.unref().on('error', () => undefined)
    socket.once('close', () => guests.delete(socket))
  })
  waiting.set(server, guests)
  const { promise, resolve, reject } = Promise.withResolvers<Server | undefined>()
  server.once('error', (error: NodeJS.ErrnoException) =>
    error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
  )
  server.listen(address, () => resolve(server))
  return (await promise)?.unref()
}

async function leave(server: Server): Promise<void> {
  const closed = new Promise<void>(resolve => server.close(() => resolve()))
  for (const guest of waiting.get(server) ?? []) guest.destroy()
  await closed
}

async function untilItLeaves(address: string): Promise<void> {
  const socket = connect(address)
  const left = await new Promise<string | undefined>(resolve => {
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code))
    socket.once('close', () => resolve(undefined))
  })
  // a file that nobody listens behind was left by one that died
  if (left === 'ECONNREFUSED' && !address.startsWith('\0')) rmSync(address, { force: true })
  if (left !== undefined) await wait(50)
}
