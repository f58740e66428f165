import { randomBytes } from 'node:crypto'
import { setTimeout as setTimer } from 'node:timers'
import { setTimeout } from 'node:timers/promises'
import { onReset } from '../clock.ts'
import type { SharedRedis } from './redis.ts'

const AGAIN = 100 // milliseconds until Redis is asked again for what has not come through
const SOON = 5 // milliseconds in which changes outside of requests are gathered, to be told at once

/**
 * Which generation of its rows each table is in: whatever changes some begins another. All processes of a service tell each
 * other, so that an answer made of some tables holds for as long as none of them has moved on.
 */
export class Generations {
  /** Over as soon as it is known whether the others can be heard. */
  started: Promise<void> | undefined
  readonly #redis: SharedRedis
  readonly #tokens = new Map<string, string>()
  /** By table, the turn in which this process heard of its generation. */
  readonly #since = new Map<string, number>()
  readonly #unsent = new Set<string>()
  readonly #sending = new Set<Promise<unknown>>()
  /** By table, the generation that is still to be told. */
  readonly #untold = new Map<string, string>()
  #timer: NodeJS.Timeout | undefined
  #heard = new Set<string>()
  #turn = 0
  #listening = false
  #inStep = false
  #syncing = false

  constructor(redis: SharedRedis) {
    this.#redis = redis
    const { promise, resolve } = Promise.withResolvers<void>()
    this.started = redis.configured ? promise.then(() => (this.started = undefined)) : undefined
    redis.listen(this.#channel, {
      heard: message => this.#hear(message),
      up: () => {
        this.#listening = true
        void this.#sync().then(resolve)
      },
      down: () => {
        resolve()
        this.#listening = this.#inStep = false
      },
    })
    redis.whenClosed(() => {
      this.#tell()
      this.#listening = false
    })
    redis.whenClosed(onReset(() => this.#forget()))
  }

  /** Whether this process knows what the others change: only then may an answer be kept. */
  get isInStep(): boolean {
    return this.#inStep || !this.#redis.configured
  }

  /** Grows with everything that changes. */
  get turn(): number {
    return this.#turn
  }

  /** Whether none of the tables has moved on since that turn. */
  holds(tables: Iterable<string>, turn: number): boolean {
    if (turn === this.#turn) return true
    for (const table of tables) if ((this.#since.get(table) ?? 0) > turn) return false
    return true
  }

  /** What the generations of the tables are called, for other processes. */
  namesOf(tables: Iterable<string>): Readonly<Record<string, string>> {
    return Object.fromEntries([...tables].map(table => [table, this.#tokens.get(table) ?? '']))
  }

  /** Whether the tables are still in the generations of these names. */
  are(names: Readonly<Record<string, string>>): boolean {
    for (const table in names) if (names[table] !== (this.#tokens.get(table) ?? '')) return false
    return true
  }

  /** Rows of these tables are other ones from here on. */
  begin(tables: Iterable<string>): void {
    const token = randomBytes(9).toString('base64url')
    for (const table of tables) {
      this.#enter(table, token)
      if (this.#redis.configured) this.#untold.set(table, token)
    }
    if (this.#untold.size > 0) this.#timer ??= setTimer(() => this.#tell(), SOON)
  }

  /** Whether there is a change that other processes cannot know of yet. */
  get isTelling(): boolean {
    return this.#untold.size > 0 || this.#sending.size > 0
  }

  /** Tells them, and waits until they can know of all that has changed so far. */
  async told(): Promise<void> {
    this.#tell()
    await Promise.all(this.#sending)
  }

  #tell(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#untold.size === 0) return
    const names = Object.fromEntries(this.#untold)
    this.#untold.clear()
    const sending = this.#send(names).finally(() => this.#sending.delete(sending))
    this.#sending.add(sending)
  }

  get #channel(): string {
    return `${this.#redis.prefix}changes`
  }

  #enter(table: string, token: string): void {
    this.#tokens.set(table, token)
    this.#since.set(table, ++this.#turn)
  }

  #hear(message: string): void {
    const [token = '', ...tables] = message.split(' ')
    for (const table of tables) {
      this.#heard.add(table)
      if (this.#tokens.get(table) !== token) this.#enter(table, token)
    }
  }

  /** @param names what the generation of each table is called */
  async #send(names: Readonly<Record<string, string>>): Promise<void> {
    const { prefix, ask } = this.#redis
    const tables = Object.keys(names)
    const sent = await ask(async client => {
      const pipeline = client.pipeline().hset(`${prefix}generations`, names)
      for (const token of new Set(Object.values(names)))
        pipeline.publish(this.#channel, [token, ...tables.filter(table => names[table] === token)].join(' '))
      const replies = await pipeline.exec()
      for (const [error] of replies ?? []) if (error) throw error
      return replies
    })
    if (sent !== undefined) return
    // the others go by what they know, so nothing is kept here until they can be told
    for (const table of tables) this.#unsent.add(table)
    this.#inStep = false
    void this.#sync()
  }

  /** Tells what could not be told, then asks what has been missed. */
  async #sync(): Promise<void> {
    if (this.#syncing) return
    this.#syncing = true
    while (this.#listening && !this.#inStep) {
      if (!(await this.#catchUp())) await setTimeout(AGAIN, undefined, { ref: false })
    }
    this.#syncing = false
  }

  async #catchUp(): Promise<boolean> {
    const unsent = [...this.#unsent]
    this.#unsent.clear()
    const token = randomBytes(9).toString('base64url')
    if (unsent.length > 0) await this.#send(Object.fromEntries(unsent.map(table => [table, token])))
    if (this.#unsent.size > 0) return false
    this.#heard = new Set()
    const all = await this.#redis.ask(client => client.hgetall(`${this.#redis.prefix}generations`))
    if (!all || this.#unsent.size > 0) return false
    // what was heard meanwhile is newer than what was asked for
    for (const [table, token] of Object.entries(all))
      if (!this.#heard.has(table) && this.#tokens.get(table) !== token) this.#enter(table, token)
    this.#inStep = this.#listening
    return true
  }

  /** Time was set back: whatever was kept is of another time. */
  #forget(): void {
    for (const table of this.#tokens.keys()) this.#since.set(table, ++this.#turn)
    this.#tokens.clear()
  }
}
