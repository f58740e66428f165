import { Failure } from './resp.ts'

/** What a key may hold. */
export interface Kinds {
  string: string
  list: string[]
  set: Set<string>
  hash: Map<string, string>
  /** members with their scores */
  zset: Map<string, number>
}
export type Kind = keyof Kinds

interface Entry {
  readonly kind: Kind
  readonly value: Kinds[Kind]
  /** milliseconds since 1970 */
  expiresAt?: number
}

const empty = {
  list: () => [],
  set: () => new Set<string>(),
  hash: () => new Map<string, string>(),
  zset: () => new Map<string, number>(),
}

/** One numbered database: keys, what they hold, until when, and who watches them. */
export class Keyspace {
  readonly #entries = new Map<string, Entry>()
  readonly #watchers = new Map<string, Set<() => void>>()

  /** @throws Failure `WRONGTYPE` when the key holds something of another kind. */
  read<K extends Kind>(key: string, kind: K): Kinds[K] | undefined {
    const entry = this.#find(key)
    if (!entry) return undefined
    if (entry.kind !== kind) throw new Failure('WRONGTYPE Operation against a key holding the wrong kind of value')
    return entry.value as Kinds[K] // its kind was compared just now
  }

  /** Lets `change` work on what the key holds, an empty one if there is none; what is left empty is deleted. */
  change<K extends Exclude<Kind, 'string'>, R>(key: string, kind: K, change: (value: Kinds[K]) => R): R {
    const found = this.read(key, kind)
    const value = found ?? (empty[kind]() as Kinds[K]) // the table is made by kind
    const result = change(value)
    const size = Array.isArray(value) ? value.length : value.size
    if (size === 0) this.#entries.delete(key)
    else if (!found) this.#entries.set(key, { kind, value })
    this.#changed(key)
    return result
  }

  /** Replaces whatever the key holds, and when it expires. */
  put<K extends Kind>(key: string, kind: K, value: Kinds[K], expiresAt?: number): void {
    this.#entries.set(key, { kind, value, expiresAt })
    this.#changed(key)
  }

  delete(key: string): boolean {
    if (!this.#find(key)) return false
    this.#entries.delete(key)
    this.#changed(key)
    return true
  }

  kindOf(key: string): Kind | undefined {
    return this.#find(key)?.kind
  }

  /** Moves what a key holds, with its expiry. */
  rename(from: string, to: string): void {
    const entry = this.#find(from)
    if (!entry) throw new Failure('ERR no such key')
    this.delete(from)
    this.#entries.set(to, entry)
    this.#changed(to)
  }

  copy(from: string, to: string): void {
    const entry = this.#find(from)
    if (!entry) return
    this.#entries.set(to, structuredClone(entry))
    this.#changed(to)
  }

  /** When the key expires; undefined when it never does, null when there is no such key. */
  expiryOf(key: string): number | undefined | null {
    const entry = this.#find(key)
    return entry ? entry.expiresAt : null
  }

  expireAt(key: string, time: number | undefined): void {
    const entry = this.#find(key)
    if (!entry) return
    entry.expiresAt = time
    this.#changed(key)
    this.#find(key)
  }

  keys(): string[] {
    return [...this.#entries.keys()].filter(key => this.#find(key))
  }

  clear(): void {
    for (const key of this.keys()) this.delete(key)
  }

  /** Calls back when the key changes, until the function that it gives is called. */
  watch(key: string, changed: () => void): () => void {
    const watchers = this.#watchers.get(key) ?? new Set()
    this.#watchers.set(key, watchers.add(changed))
    return () => {
      watchers.delete(changed)
      if (watchers.size === 0) this.#watchers.delete(key)
    }
  }

  #find(key: string): Entry | undefined {
    const entry = this.#entries.get(key)
    if (entry?.expiresAt === undefined || entry.expiresAt > Date.now()) return entry
    this.#entries.delete(key)
    return undefined
  }

  #changed(key: string): void {
    for (const changed of this.#watchers.get(key) ?? []) changed()
  }
}
