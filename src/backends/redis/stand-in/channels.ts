import { globMatcher } from './glob.ts'
import { Failure, type Reply } from './resp.ts'

/** Whoever listens: `send` takes what goes out on its connection. */
export interface Listener {
  readonly send: (message: Reply) => void
}

/** Who listens to which channels and patterns, on all connections. */
export class Channels {
  readonly #exact = new Map<string, Set<Listener>>()
  readonly #patterns = new Map<string, Set<Listener>>()

  /** Sends a message to everybody who listens, once per subscription, and gives how many that were. */
  publish(channel: string, message: string): number {
    let reached = 0
    for (const listener of this.#exact.get(channel) ?? []) {
      listener.send(['message', channel, message])
      reached++
    }
    for (const [pattern, listeners] of this.#patterns) {
      if (!globMatcher(pattern)(channel)) continue
      for (const listener of listeners) listener.send(['pmessage', pattern, channel, message])
      reached += listeners.size
    }
    return reached
  }

  /** Answers PUBSUB: which channels somebody listens to, and how many do. */
  about([action = '', ...words]: readonly string[]): Reply {
    switch (action.toUpperCase()) {
      case 'CHANNELS':
        return [...this.#exact.keys()].filter(globMatcher(words[0] ?? '*'))
      case 'NUMSUB':
        return words.flatMap(channel => [channel, this.#exact.get(channel)?.size ?? 0])
      case 'NUMPAT':
        return this.#patterns.size
      default:
        throw new Failure(`ERR unknown subcommand '${action}' of PUBSUB`)
    }
  }

  join(kind: 'exact' | 'pattern', name: string, listener: Listener): void {
    const all = this.#of(kind)
    all.set(name, (all.get(name) ?? new Set<Listener>()).add(listener))
  }

  leave(kind: 'exact' | 'pattern', name: string, listener: Listener): void {
    const listeners = this.#of(kind).get(name)
    listeners?.delete(listener)
    if (listeners?.size === 0) this.#of(kind).delete(name)
  }

  #of(kind: 'exact' | 'pattern'): Map<string, Set<Listener>> {
    return kind === 'exact' ? this.#exact : this.#patterns
  }
}
