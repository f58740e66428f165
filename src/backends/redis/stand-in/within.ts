import { setImmediate } from 'node:timers/promises'
import type { Connection } from '../connect.ts'
import { Failure, type Reply, Status } from './resp.ts'
import { Session } from './session.ts'
import type { Shared } from './server.ts'

/**
 * A connection from this process to its own stand-in. A command is done when all that had arrived from elsewhere before it
 * is done.
 *
 * @throws {Failure} where the password is another one, or there is no such database
 */
export async function connectWithin(shared: Shared, { password, pathname }: URL, name: string): Promise<Connection> {
  const replies: Reply[] = []
  const session = new Session(shared, reply => void replies.push(reply))
  shared.sessions.add(session)
  const say = (...words: readonly string[]): unknown => {
    session.handle(words)
    return told(replies.shift() ?? null)
  }
  const end = () => {
    shared.sessions.delete(session)
    session.end()
  }
  try {
    say('auth', decodeURIComponent(password))
    say('client', 'setname', name)
    say('select', pathname.slice(1) || '0')
  } catch (error) {
    end()
    throw error
  }
  return {
    ask: async (...words) => {
      await othersDone()
      return say(...words)
    },
    transact: async commands => {
      await othersDone()
      say('multi')
      for (const words of commands) say(...words)
      return say('exec')
    },
    disconnect: end,
  }
}

/** The first turn of the event loop may be past the point where it looks for what has arrived, the second is not. */
async function othersDone(): Promise<void> {
  await setImmediate()
  await setImmediate()
}

function told(reply: Reply): unknown {
  if (reply instanceof Failure) throw reply
  return reply instanceof Status ? reply.text : reply
}
