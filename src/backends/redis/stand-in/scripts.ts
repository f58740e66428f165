import { createHash } from 'node:crypto'
import { integer } from './command.ts'
import type { Call, Lua } from './lua.ts'
import { encoding, Failure, OK, type Reply } from './resp.ts'

/** The scripts that were sent, by their hash; Lua itself is loaded when the first is run. */
export class Scripts {
  readonly #known = new Map<string, string>()
  #lua: Lua | undefined

  /** Loads Lua, which takes a moment, before a command that needs it: scripts are loaded before they are run. */
  ready(name: string): Promise<void> | undefined {
    return this.#lua || !/^(?:eval|script)/i.test(name) ? undefined : this.#loadLua()
  }

  eval([script = '', ...words]: readonly string[], call: Call): Reply {
    this.#load(script)
    return this.#run(script, words, call)
  }

  evalsha([sha = '', ...words]: readonly string[], call: Call): Reply {
    const script = this.#known.get(sha.toLowerCase())
    if (script === undefined) throw new Failure('NOSCRIPT No matching script. Please use EVAL.')
    return this.#run(script, words, call)
  }

  script([action = '', ...words]: readonly string[]): Reply {
    switch (action.toUpperCase()) {
      case 'LOAD':
        return this.#load(words[0] ?? '')
      case 'EXISTS':
        return words.map(sha => (this.#known.has(sha.toLowerCase()) ? 1 : 0))
      case 'FLUSH':
        this.#known.clear()
        return OK
      default:
        throw new Failure(`ERR unknown subcommand '${action}' of SCRIPT in the stand-in`)
    }
  }

  async #loadLua(): Promise<void> {
    const { createLua } = await import('./lua.ts')
    this.#lua ??= createLua()
  }

  #run(script: string, words: readonly string[], call: Call): Reply {
    const [keys, args] = split(words)
    if (!this.#lua) throw new Failure('ERR Lua is not ready')
    return this.#lua.run(script, keys, args, call)
  }

  #load(script: string): string {
    const sha = createHash('sha1').update(script, encoding).digest('hex')
    this.#known.set(sha, script)
    return sha
  }
}

function split([count = '', ...words]: readonly string[]): [string[], string[]] {
  const keys = integer(count)
  if (keys < 0 || keys > words.length) throw new Failure("ERR Number of keys can't be greater than number of args")
  return [words.slice(0, keys), words.slice(keys)]
}
