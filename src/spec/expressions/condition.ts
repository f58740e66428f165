/** A yes or no about a row: `price is at most it and author.name is "Le Guin"`. */
export type Condition =
  | { readonly is: 'and' | 'or'; readonly all: readonly Condition[] }
  /** The client, or the user that the parameter names, has marked (follows, has starred) the row, or what the path leads to. */
  | { readonly is: 'marked'; readonly verb: string; readonly by: 'client' | 'it'; readonly target: readonly string[] }
  | { readonly is: 'compare'; readonly path: readonly string[]; readonly by: Comparison; readonly to: Operand }

export type Comparison = 'is' | 'is not' | 'below' | 'at most' | 'above' | 'at least' | 'begins with' | 'contains'

export type Operand =
  | { readonly is: 'value'; readonly value: string | number | boolean | null }
  /** The value of the parameter that the condition stands for. */
  | { readonly is: 'it' }
  /** The key of whom the client is signed in as. */
  | { readonly is: 'client' }
  /** The moment at which it is asked, or the day, in UTC. */
  | { readonly is: 'time'; readonly of: 'now' | 'today' }
  | { readonly is: 'path'; readonly path: readonly string[] }

const comparisons: readonly (readonly [RegExp, Comparison])[] = [
  [/^is at most\b/, 'at most'],
  [/^is at or before\b/, 'at most'],
  [/^is at least\b/, 'at least'],
  [/^is at or after\b/, 'at least'],
  [/^is below\b/, 'below'],
  [/^is before\b/, 'below'],
  [/^is above\b/, 'above'],
  [/^is after\b/, 'above'],
  [/^is not\b/, 'is not'],
  [/^is\b/, 'is'],
  [/^begins with\b/, 'begins with'],
  [/^contains\b/, 'contains'],
]

/** @throws {SyntaxError} with what was expected */
export function parseCondition(text: string): Condition {
  const alternatives = split(text, 'or').map(part => {
    const all = split(part, 'and').map(comparison)
    return all.length === 1 ? all[0]! : ({ is: 'and', all } as const)
  })
  return alternatives.length === 1 ? alternatives[0]! : { is: 'or', all: alternatives }
}

function comparison(text: string): Condition {
  const marked = marking(text)
  if (marked) return marked
  const head = /^([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)\s+/.exec(text)
  if (!head) throw new SyntaxError(`"${text}" does not begin with a field`)
  const rest = text.slice(head[0].length)
  for (const [words, by] of comparisons) {
    const found = words.exec(rest)
    if (found) return { is: 'compare', path: head[1]!.split('.'), by, to: operand(rest.slice(found[0].length).trim()) }
  }
  throw new SyntaxError(
    `"${rest}" does not compare: use is, is not, is below, is at most, is above, is at least, is before, is after, begins with, contains`,
  )
}

/** `the client follows its owner`, `the client has starred them`, `the user it has starred them`. */
function marking(text: string): Condition | undefined {
  const found = /^the (?:(client)|\w+ it) (?:has )?([a-z][\w-]*) (?:them|it|its ([A-Za-z_][\w.-]*))$/.exec(text)
  if (!found) return undefined
  const [, client, verb = '', path] = found
  return { is: 'marked', verb, by: client ? 'client' : 'it', target: path?.split('.') ?? [] }
}

function operand(text: string): Operand {
  if (text === 'it') return { is: 'it' }
  if (text === 'the client') return { is: 'client' }
  if (text === 'now' || text === 'today') return { is: 'time', of: text }
  if (text === '') throw new SyntaxError('a value is missing at the end')
  try {
    const value: unknown = JSON.parse(text)
    if (value === null || ['string', 'number', 'boolean'].includes(typeof value))
      return { is: 'value', value: value as string | number | boolean | null }
  } catch {
    if (/^[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*$/.test(text)) return { is: 'path', path: text.split('.') }
    // nothing else is written so: the quotes may be left out
    if (/^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d))?$/.test(text)) return { is: 'value', value: text }
  }
  throw new SyntaxError(`"${text}" is neither a JSON value, nor a field, nor "it"`)
}

/** Divides at a word outside of quotes. */
function split(text: string, word: 'and' | 'or'): string[] {
  const found: string[] = []
  let quoted = false
  let start = 0
  for (let at = 0; at < text.length; at++) {
    if (quoted && text[at] === '\\') at++
    else if (text[at] === '"') quoted = !quoted
    if (!quoted && text.startsWith(` ${word} `, at) && !text.slice(start, at).endsWith(' is at')) {
      found.push(text.slice(start, at).trim())
      start = at + word.length + 2
    }
  }
  return [...found, text.slice(start).trim()]
}
