import { integer } from './command.ts'
import { dataCommands } from './commands/index.ts'
import type { Keyspace } from './keyspace.ts'
import { Failure, OK, type Reply } from './resp.ts'
import { describeServer, hello, noSuchCommand, wrongCount } from './answers.ts'
import type { Shared } from './server.ts'
import { Subscriptions } from './subscriptions.ts'
import { Transaction } from './transaction.ts'

/** One connection: who it is, which database it uses, and what it has queued, watches and listens to. */
export class Session {
  readonly #shared: Shared
  readonly #send: (reply: Reply) => void
  readonly #subscriptions: Subscriptions
  readonly #transaction = new Transaction()
  #name = ''
  #database = 0
  #letIn = false

  constructor(shared: Shared, send: (reply: Reply) => void) {
    this.#shared = shared
    this.#send = send
    this.#subscriptions = new Subscriptions(shared.channels, send)
  }

  /** Answers a command; false when it was the last one. */
  handle([first = '', ...args]: readonly string[]): boolean {
    const name = first.toLowerCase()
    const reply = catching(() => this.#answer(name, args))
    if (reply !== undefined) this.#send(reply)
    return name !== 'quit'
  }

  describe(): string {
    return `name=${this.#name} db=${this.#database}\n`
  }

  end(): void {
    this.#subscriptions.end()
    this.#transaction.end()
  }

  /** Undefined when the answer has already been sent. */
  #answer(name: string, args: readonly string[]): Reply | undefined {
    if (!this.#letIn && !['auth', 'hello', 'quit'].includes(name)) throw new Failure('NOAUTH Authentication required.')
    if (this.#subscriptions.handles(name)) return this.#subscriptions.answer(name, args)
    if (this.#transaction.queues(name)) {
      return this.#transaction.queue(
        () => this.#find(name, args),
        () => this.#find(name, args)(),
      )
    }
    return this.#find(name, args)()
  }

  /** What a command does here, when it is done. */
  #find(name: string, args: readonly string[]): () => Reply {
    const own = this.#own(name, args)
    if (own) return own
    const command = Object.hasOwn(dataCommands, name) ? dataCommands[name] : undefined
    if (!command) throw noSuchCommand(name)
    const [least, most] = command.words
    if (args.length < least || args.length > most) throw wrongCount(name)
    return () => command.run(this.#keys, args)
  }

  /** The commands that are about this connection, or all of them. */
  #own(name: string, args: readonly string[]): (() => Reply) | undefined {
    const [first = '', second = ''] = args
    const { scripts, channels, databases } = this.#shared
    const call = (words: readonly string[]) => catching(() => this.#callFromScript(words))
    switch (name) {
      case 'auth':
        return () => (this.#enter(args.at(-1)), OK)
      case 'hello':
        return () => hello(args, password => this.#enter(password))
      case 'quit':
        return () => OK
      case 'select':
        return () => this.#select(integer(first))
      case 'client':
        return () => this.#client(first.toUpperCase(), second)
      case 'info':
        return () => describeServer(databases)
      case 'command':
      case 'config':
        return () => (first.toUpperCase() === 'SET' ? OK : [])
      case 'flushall':
        return () => (databases.forEach(keys => keys.clear()), OK)
      case 'multi':
        return () => this.#transaction.begin()
      case 'exec':
        return () => this.#transaction.exec(catching)
      case 'discard':
        return () => this.#transaction.discard()
      case 'watch':
        return () => this.#transaction.watch(this.#keys, args)
      case 'unwatch':
        return () => (this.#transaction.end(), OK)
      case 'eval':
        return () => scripts.eval(args, call)
      case 'evalsha':
        return () => scripts.evalsha(args, call)
      case 'script':
        return () => scripts.script(args)
      case 'publish':
        return () => channels.publish(first, second)
      case 'pubsub':
        return () => channels.about(args)
      default:
        return undefined
    }
  }

  #callFromScript([name = '', ...args]: readonly string[]): Reply {
    const command = name.toLowerCase()
    if (!Object.hasOwn(dataCommands, command) && command !== 'publish') throw noSuchCommand(command)
    return this.#find(command, args)()
  }

  get #keys(): Keyspace {
    const keys = this.#shared.databases[this.#database]
    if (!keys) throw new Failure('ERR DB index is out of range')
    return keys
  }

  #enter(password?: string): void {
    if (password === undefined && this.#letIn) return
    if (password !== this.#shared.password)
      throw new Failure('WRONGPASS invalid username-password pair or user is disabled.')
    this.#letIn = true
  }

  #select(index: number): Reply {
    if (!this.#shared.databases[index]) throw new Failure('ERR DB index is out of range')
    this.#database = index
    return OK
  }

  #client(action: string, value: string): Reply {
    if (action === 'SETNAME') this.#name = value
    else if (action === 'GETNAME') return this.#name || null
    else if (action === 'LIST') return [...this.#shared.sessions].map(session => session.describe()).join('')
    else if (!['SETINFO', 'NO-EVICT', 'NO-TOUCH', 'REPLY'].includes(action))
      throw noSuchCommand(`client ${action.toLowerCase()}`)
    return OK
  }
}

/** What is wrong with a command is its answer. */
function catching<T extends Reply | undefined>(run: () => T): T | Failure {
  try {
    return run()
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
}
