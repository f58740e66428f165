import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { Channels } from './channels.ts'
import { Keyspace } from './keyspace.ts'
import { Decoder, encode, encoding, Failure, type Reply } from './resp.ts'
import { Scripts } from './scripts.ts'
import { Session } from './session.ts'
import { connectWithin } from './within.ts'
import type { Connection } from '../connect.ts'

/** What all connections share. */
export interface Shared {
  readonly password: string
  readonly databases: readonly Keyspace[]
  readonly channels: Channels
  readonly scripts: Scripts
  readonly sessions: Set<Session>
}

export interface StandIn {
  readonly port: number
  readonly stop: () => Promise<void>
}

const running = new Map<string, Shared>()

/** How to connect to the stand-in of this process that has this address; undefined where another Redis has it. */
export function standInAt(url: string): ((name: string) => Promise<Connection>) | undefined {
  const asked = new URL(url)
  const shared = asked.hostname === '127.0.0.1' ? running.get(asked.port) : undefined
  return shared && (name => connectWithin(shared, asked, name))
}

/**
 * A Redis in this process: a service reaches it as any other, by address, and does not know the difference.
 * Commands run one at a time and to their end, so transactions and scripts are as atomic as they should be.
 *
 * @param port one that is free, unless a certain one is wanted
 */
export async function startStandIn(password: string, port = 0): Promise<StandIn> {
  const shared = {
    password,
    databases: Array.from({ length: 16 }, () => new Keyspace()),
    channels: new Channels(),
    scripts: new Scripts(),
    sessions: new Set<Session>(),
  }
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, socket => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    serve(socket, shared)
  }).listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const taken = typeof address === 'object' && address ? address.port : 0
  running.set(String(taken), shared)
  return {
    port: taken,
    async stop() {
      running.delete(String(taken))
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function serve(socket: Socket, shared: Shared): void {
  const decoder = new Decoder()
  const send = gathered(socket)
  const session = new Session(shared, send)
  shared.sessions.add(session)
  const handle = async (chunk: string) => {
    for (const words of decoder.push(chunk)) {
      const loading = shared.scripts.ready(words[0] ?? '')
      if (loading) await loading
      if (!session.handle(words)) process.nextTick(() => socket.end())
    }
  }
  let before = Promise.resolve()
  socket.setEncoding(encoding)
  socket.on('data', (chunk: string) => {
    before = before
      .then(() => handle(chunk))
      .catch((error: unknown) => {
        if (!(error instanceof Failure)) throw error
        send(error) // it does not speak RESP
        process.nextTick(() => socket.destroySoon())
      })
  })
  socket.on('error', () => {}) // a client that went away
  socket.on('close', () => {
    shared.sessions.delete(session)
    session.end()
  })
}

/** Writes what is answered in one turn at once: each write wakes another process. */
function gathered(socket: Socket): (reply: Reply) => void {
  let text = ''
  const flush = () => {
    if (socket.writable) socket.write(text, encoding)
    text = ''
  }
  return reply => {
    if (text === '') process.nextTick(flush)
    text += encode(reply)
  }
}
