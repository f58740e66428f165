import type { Channels, Listener } from './channels.ts'
import { Failure, type Reply } from './resp.ts'

type Kind = 'exact' | 'pattern'

const actions: Readonly<Record<string, readonly ['join' | 'leave', Kind]>> = {
  subscribe: ['join', 'exact'],
  psubscribe: ['join', 'pattern'],
  unsubscribe: ['leave', 'exact'],
  punsubscribe: ['leave', 'pattern'],
}

/** What one connection listens to. In RESP2, it can do nothing else as long as it listens to anything. */
export class Subscriptions implements Listener {
  readonly send: (message: Reply) => void
  readonly #channels: Channels
  readonly #names: Readonly<Record<Kind, Set<string>>> = { exact: new Set(), pattern: new Set() }

  constructor(channels: Channels, send: (message: Reply) => void) {
    this.#channels = channels
    this.send = send
  }

  handles(name: string): boolean {
    return name in actions || (this.#count() > 0 && name !== 'quit')
  }

  /** Answers once for each name, by itself; undefined says that it did. */
  answer(command: string, names: readonly string[]): Reply | undefined {
    const action = actions[command]
    if (!action) return answerListening(command, names)
    const [verb, kind] = action
    const mine = this.#names[kind]
    const meant = verb === 'leave' && names.length === 0 ? [...mine] : names
    for (const name of meant) {
      if (verb === 'join') mine.add(name)
      else mine.delete(name)
      this.#channels[verb](kind, name, this)
      this.send([command, name, this.#count()])
    }
    if (meant.length === 0) this.send([command, null, this.#count()])
    return undefined
  }

  end(): void {
    for (const kind of ['exact', 'pattern'] as const) {
      for (const name of this.#names[kind]) this.#channels.leave(kind, name, this)
      this.#names[kind].clear()
    }
  }

  #count(): number {
    return this.#names.exact.size + this.#names.pattern.size
  }
}

function answerListening(command: string, [message = '']: readonly string[]): Reply {
  if (command === 'ping') return ['pong', message]
  throw new Failure(
    `ERR Can't execute '${command}': only (P)SUBSCRIBE / (P)UNSUBSCRIBE / PING / QUIT are allowed in this context`,
  )
}
