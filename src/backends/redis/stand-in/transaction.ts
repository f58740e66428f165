import type { Keyspace } from './keyspace.ts'
import { Failure, OK, type Reply, Status } from './resp.ts'

/** MULTI … EXEC on one connection, and the keys that it watches for them. */
export class Transaction {
  #queued: (() => Reply)[] | undefined
  /** a command that could not be queued makes EXEC refuse them all */
  #broken = false
  #watched: (() => void)[] = []
  #changed = false

  queues(name: string): boolean {
    return this.#queued !== undefined && !['multi', 'exec', 'discard', 'watch', 'quit'].includes(name)
  }

  begin(): Reply {
    if (this.#queued) throw new Failure('ERR MULTI calls can not be nested')
    this.#queued = []
    return OK
  }

  /** Keeps a command for later, unless `check` throws. */
  queue(check: () => void, run: () => Reply): Reply {
    try {
      check()
    } catch (error) {
      this.#broken = true
      throw error
    }
    this.#queued?.push(run)
    return new Status('QUEUED')
  }

  exec(catching: (run: () => Reply) => Reply): Reply {
    const [queued, broken, changed] = [this.#queued, this.#broken, this.#changed]
    if (!queued) throw new Failure('ERR EXEC without MULTI')
    this.end()
    if (broken) throw new Failure('EXECABORT Transaction discarded because of previous errors.')
    return changed ? null : queued.map(catching)
  }

  discard(): Reply {
    if (!this.#queued) throw new Failure('ERR DISCARD without MULTI')
    this.end()
    return OK
  }

  watch(keys: Keyspace, names: readonly string[]): Reply {
    if (this.#queued) throw new Failure('ERR WATCH inside MULTI is not allowed')
    for (const name of names) this.#watched.push(keys.watch(name, () => (this.#changed = true)))
    return OK
  }

  /** Forgets what is queued and watched. */
  end(): void {
    for (const forget of this.#watched) forget()
    this.#watched = []
    this.#queued = undefined
    this.#broken = this.#changed = false
  }
}
