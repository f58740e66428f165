/** A piece of a pattern that can be written out: which texts it stands for, by number. */
interface Piece {
  /** How many different texts there are; at most a million are told apart. */
  readonly size: number
  readonly text: (n: number) => string
}

const MANY = 1_000_000
const DIGITS = '0123456789'
const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const WORD = `${LOWER}${DIGITS}_`

/**
 * Writes a text that a regular expression accepts; different numbers give different texts as far as the pattern allows.
 * Understands literals, classes, groups, alternatives and counts: what field rules are made of.
 *
 * @throws {RangeError} when the pattern uses something else
 */
export function textFor(pattern: string, n: number): string {
  const made = new Reader(pattern).whole().text(n)
  if (new RegExp(pattern).test(made)) return made
  throw new RangeError(`no text could be made for /${pattern}/`)
}

class Reader {
  readonly #pattern: string
  #at = 0

  constructor(pattern: string) {
    this.#pattern = pattern
  }

  whole(): Piece {
    const piece = this.#alternatives()
    if (this.#at < this.#pattern.length) throw this.#unknown()
    return piece
  }

  #alternatives(): Piece {
    const pieces = [this.#sequence()]
    while (this.#take('|')) pieces.push(this.#sequence())
    return either(pieces)
  }

  #sequence(): Piece {
    const pieces: Piece[] = []
    while (this.#at < this.#pattern.length && !'|)'.includes(this.#peek())) pieces.push(this.#counted())
    return inOrder(pieces)
  }

  #counted(): Piece {
    const piece = this.#atom()
    let [low, high] = [1, 1]
    if (this.#take('*')) [low, high] = [0, 3]
    else if (this.#take('+')) [low, high] = [1, 3]
    else if (this.#take('?')) [low, high] = [0, 1]
    else {
      const braces = /^\{(\d+)(,?)(\d*)\}/.exec(this.#pattern.slice(this.#at))
      if (braces) {
        this.#at += braces[0].length
        low = Number(braces[1])
        high = braces[3] ? Number(braces[3]) : low
      }
    }
    this.#take('?') // lazy or greedy is the same here
    // the longest of what may repeat tells most texts apart; of what must not be there, nothing
    return inOrder(Array<Piece>(low === 0 ? 0 : Math.max(low, Math.min(high, 6))).fill(piece))
  }

  #atom(): Piece {
    const char = this.#pattern[this.#at++]!
    if (char === '^' || char === '$') return literal('')
    if (char === '.') return anyOf(LOWER)
    if (char === '[') return this.#class()
    if (char === '\\') return this.#escape()
    if (char === '(') return this.#group()
    return literal(char)
  }

  #group(): Piece {
    if (/^\?(?:[=!]|<[=!])/.test(this.#pattern.slice(this.#at))) throw this.#unknown()
    this.#at += /^(?:\?:|\?<[A-Za-z]\w*>)?/.exec(this.#pattern.slice(this.#at))![0].length
    const piece = this.#alternatives()
    if (!this.#take(')')) throw this.#unknown()
    return piece
  }

  #escape(): Piece {
    const char = this.#pattern[this.#at++] ?? ''
    if (char === 'b') return literal('')
    if (/[1-9BpPDWS]/.test(char)) throw this.#unknown()
    return anyOf(escaped(char))
  }

  #class(): Piece {
    const negated = this.#take('^')
    let chars = ''
    while (this.#peek() !== ']') {
      if (this.#at >= this.#pattern.length) throw this.#unknown()
      const from = this.#classChar()
      if (from.length === 1 && this.#peek() === '-' && this.#pattern[this.#at + 1] !== ']') {
        this.#at++
        chars += range(from, this.#classChar())
      } else chars += from
    }
    this.#at++
    return anyOf(
      negated
        ? (LOWER + DIGITS)
            .split('')
            .filter(char => !chars.includes(char))
            .join('')
        : chars,
    )
  }

  #classChar(): string {
    const char = this.#pattern[this.#at++]!
    return char === '\\' ? escaped(this.#pattern[this.#at++] ?? '') : char
  }

  #peek(): string {
    return this.#pattern[this.#at] ?? ''
  }

  #take(char: string): boolean {
    const found = this.#peek() === char
    if (found) this.#at++
    return found
  }

  #unknown(): RangeError {
    return new RangeError(
      `/${this.#pattern}/ uses what no text can be made for, at "${this.#pattern.slice(this.#at - 1)}"`,
    )
  }
}

const escaped = (char: string): string => ({ d: DIGITS, w: WORD, s: ' ', t: '\t', n: '\n' })[char] ?? char

const range = (from: string, to: string): string => {
  const [first, last] = [from.codePointAt(0)!, to.codePointAt(0)!]
  return String.fromCodePoint(...Array.from({ length: Math.min(last - first + 1, 200) }, (_, n) => first + n))
}

const literal = (text: string): Piece => ({ size: 1, text: () => text })

const anyOf = (chars: string): Piece => {
  if (chars === '') throw new RangeError('a class that allows no character')
  return { size: chars.length, text: n => chars[n % chars.length]! }
}

const either = (pieces: readonly Piece[]): Piece =>
  pieces.length === 1
    ? pieces[0]!
    : {
        size: Math.min(
          MANY,
          pieces.reduce((sum, piece) => sum + piece.size, 0),
        ),
        text: n => pieces[n % pieces.length]!.text(Math.floor(n / pieces.length)),
      }

/** Counts like a number: the last piece is the ones. */
const inOrder = (pieces: readonly Piece[]): Piece => ({
  size: Math.min(
    MANY,
    pieces.reduce((product, piece) => Math.min(MANY, product * piece.size), 1),
  ),
  text: n => {
    let rest = n
    let text = ''
    for (const piece of pieces.toReversed()) {
      text = piece.text(rest % piece.size) + text
      rest = Math.floor(rest / piece.size)
    }
    return text
  },
})
