/** Text inside the stand-in is one character per byte (latin1), so that any bytes pass through unchanged. */
export const encoding = 'latin1'

export class Status {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** An answer that is an error; its message starts with a code, such as `WRONGTYPE`. */
export class Failure extends Error {}

export type Reply = string | number | null | Status | Failure | readonly Reply[]

export const OK = new Status('OK')

/** Writes an answer in RESP2, the protocol that every client speaks: https://redis.io/docs/latest/develop/reference/protocol-spec/ */
export function encode(reply: Reply): string {
  if (reply === null) return '$-1\r\n'
  if (typeof reply === 'number') return `:${reply}\r\n`
  if (typeof reply === 'string') return `$${reply.length}\r\n${reply}\r\n`
  if (reply instanceof Status) return `+${reply.text}\r\n`
  if (reply instanceof Failure) return `-${reply.message.replaceAll(/[\r\n]+/g, ' ')}\r\n`
  return `*${reply.length}\r\n${reply.map(encode).join('')}`
}

/** Collects what arrives, in pieces of any size, into commands. */
export class Decoder {
  #pending = ''

  /** @throws Failure when it is not RESP. */
  push(chunk: string): string[][] {
    this.#pending += chunk
    const commands: string[][] = []
    for (;;) {
      const read = readCommand(this.#pending)
      if (!read) return commands
      commands.push(read.words)
      this.#pending = this.#pending.slice(read.end)
    }
  }
}

function readCommand(text: string): { words: string[]; end: number } | undefined {
  if (text === '') return undefined
  let [count, at] = readLength(text, 0, '*')
  const words: string[] = []
  while (count-- > 0) {
    const [length, start] = readLength(text, at, '$')
    at = start + length + 2
    if (at > text.length) return undefined
    words.push(text.slice(start, start + length))
  }
  return at > text.length ? undefined : { words, end: at }
}

/** The length that is said at `at`, and where what it is the length of starts: beyond everything when it has not come yet. */
function readLength(text: string, at: number, mark: string): [number, number] {
  const end = text.indexOf('\r\n', at)
  if (at >= text.length || end < 0) return [0, Number.POSITIVE_INFINITY]
  const length = Number(text.slice(at + 1, end))
  if (text[at] !== mark || !Number.isInteger(length))
    throw new Failure(`ERR Protocol error: expected '${mark}', got '${text[at]}'`)
  return [length, end + 2]
}
