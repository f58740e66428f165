import pg from 'pg'
import type { Told } from './tables-in.ts'

const LIMIT = 500 // each open connection keeps a plan for every name

const names = new Map<string, string>()

/**
 * Has `text` prepared under a name from now on, once per connection, so that PostgreSQL parses and plans it only once.
 * Later texts than the first 500 are sent as they are: a name that is given is never taken back.
 */
export function prepared(text: string): string {
  if (!names.has(text) && names.size < LIMIT) names.set(text, `brine_${names.size + 1}`)
  return text
}

/** Who looks at the statements that pass. */
export interface Watcher {
  /** What a statement is about. */
  readonly tell: (text: string) => Told
  /** A statement is sent that mentions these tables. */
  readonly reads: (tables: readonly string[]) => void
  /** Rows of these tables are other ones from here on: what changed them is committed. */
  readonly changed: (tables: ReadonlySet<string>) => void
}

/** The connections of one service, and who watches them. */
export interface Connections {
  readonly Client: typeof pg.Client
  watcher: Watcher | undefined
}

/**
 * The connections that MikroORM's pool makes through `driverOptions: { Client }`. MikroORM (7.2) writes the values into
 * the text of its own queries and knows no names, so the names are put in here, on the way to the wire; and whatever reads
 * or changes a table, by whichever layer, passes here.
 */
export function connections(): Connections {
  class StatementClient extends pg.Client {
    #inTransaction = false
    readonly #changed = new Set<string>()

    // typed for the overloads of pg at once: what is given goes on unseen
    override query(...given: never[]): never {
      const [text, values, ...rest]: readonly unknown[] = given
      const name = typeof text === 'string' ? names.get(text) : undefined
      const sent: readonly unknown[] = name === undefined ? given : [{ name, text, values }, ...rest]
      const result: unknown = super.query(...(sent as [string]))
      if (all.watcher) this.#watch(all.watcher, textOf(text), result)
      return result as never
    }

    #watch(watcher: Watcher, text: string | undefined, result: unknown): void {
      if (text === undefined) return
      const { mentions, changes, step } = watcher.tell(text)
      if (mentions.length > 0) watcher.reads(mentions)
      for (const table of changes) this.#changed.add(table)
      if (step === 'begin') this.#inTransaction = true
      if (step === 'commit' || step === 'rollback') this.#inTransaction = false
      if (this.#inTransaction || this.#changed.size === 0) return
      const changed = new Set(this.#changed)
      this.#changed.clear()
      // attached first, so that whoever waits for the result finds that it was told
      if (step !== 'rollback') whenDone(result, () => watcher.changed(changed))
    }
  }

  const all: Connections = { Client: StatementClient, watcher: undefined }
  return all
}

function textOf(given: unknown): string | undefined {
  if (typeof given === 'string') return given
  return typeof given === 'object' && given !== null && 'text' in given ? String(given.text) : undefined
}

/** Also where it failed: it may have done something before. */
const whenDone = (result: unknown, then: () => void): void =>
  void (result instanceof Promise ? result.then(then, then) : then())
