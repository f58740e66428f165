import { LRUCache } from 'lru-cache'
import { milliseconds, onReset } from '../clock.ts'
import type { Generations } from './generations.ts'
import type { SharedRedis } from './redis.ts'

/** An answer that is kept for a while. */
export interface Kept {
  /** When it was made, and for how long it holds, in milliseconds. */
  readonly at: number
  readonly lasts: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** The tables that it is made of. */
  readonly tables: readonly string[]
  /** Until when this process has followed their changes. */
  readonly turn: number
}

/** Answers in this process, and behind it those in Redis, which all processes share. */
export class KeptAnswers {
  readonly generations: Generations
  /** Answers that are being made, by key. */
  readonly flights = new Map<string, Promise<Kept | undefined>>()
  readonly #redis: SharedRedis
  readonly #memory: LRUCache<string, Kept> | undefined

  /** @param memory bytes that answers may take in this process; none, and they are in Redis only */
  constructor(redis: SharedRedis, generations: Generations, memory: number) {
    this.#redis = redis
    this.generations = generations
    if (memory <= 0) return
    const sizeCalculation = ({ body }: Kept, key: string) => 2 * (body.length + key.length) + 500
    const own = new LRUCache<string, Kept>({ maxSize: memory, sizeCalculation })
    this.#memory = own
    redis.whenClosed(onReset(() => own.clear()))
  }

  /** The answer, if this process has it and it holds. */
  recall(key: string): Kept | undefined {
    const kept = this.#memory?.get(key)
    if (!kept || !this.generations.isInStep) return undefined
    if (this.holds(kept)) return kept
    this.#memory?.delete(key)
    return undefined
  }

  /** The answer, if another process has left it in Redis and it holds. */
  async fetch(key: string): Promise<Kept | undefined> {
    if (!this.generations.isInStep) return undefined
    const text = await this.#redis.ask(client => client.get(this.#name(key)))
    if (!text || !this.generations.isInStep) return undefined
    const kept = read(text, this.generations)
    if (!kept || !this.holds(kept)) return undefined
    this.#memory?.set(key, kept)
    return kept
  }

  keep(key: string, kept: Kept): void {
    if (!this.generations.isInStep || !this.holds(kept)) return
    this.#memory?.set(key, kept)
    const text = written(kept, this.generations)
    void this.#redis.ask(client => client.set(this.#name(key), text, 'PX', kept.lasts))
  }

  /** Whether the answer is still what would be answered. */
  holds({ at, lasts, tables, turn }: Kept): boolean {
    const age = milliseconds() - at
    return age >= 0 && age < lasts && this.generations.holds(tables, turn)
  }

  #name(key: string): string {
    return `${this.#redis.prefix}answer:${key}`
  }
}

type Head = Pick<Kept, 'at' | 'lasts' | 'headers'> & { readonly names: Readonly<Record<string, string>> }

/** A line of JSON about the answer, then the answer as it is sent: it need not be parsed. */
function written({ at, lasts, headers, tables, body }: Kept, generations: Generations): string {
  const head: Head = { at, lasts, headers, names: generations.namesOf(tables) }
  return `${JSON.stringify(head)}\n${body}`
}

function read(text: string, generations: Generations): Kept | undefined {
  const end = text.indexOf('\n')
  const { names, ...rest } = JSON.parse(text.slice(0, end)) as Head // as it was written
  if (!generations.are(names)) return undefined
  return { ...rest, body: text.slice(end + 1), tables: Object.keys(names), turn: generations.turn }
}
