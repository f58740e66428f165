import { parseCondition, type Condition } from './condition.ts'

/** What a `derived:` rule says: an expression over the row, or over the rows that belong to it. */
export type Derivation =
  | { readonly is: 'slug'; readonly of: string }
  /** Paths of texts, and the sign between them where that is no space. */
  | { readonly is: 'joined'; readonly of: readonly string[]; readonly by?: string }
  | { readonly is: 'count'; readonly of: string; readonly where?: Condition }
  | {
      readonly is: 'aggregate'
      readonly by: 'sum' | 'average' | 'lowest' | 'highest'
      readonly of: Arithmetic
      readonly where?: Condition
    }
  | { readonly is: 'arithmetic'; readonly of: Arithmetic }
  | { readonly is: 'condition'; readonly of: Condition }
  | { readonly is: 'owner' }
  | { readonly is: 'now'; readonly each: boolean }
  | { readonly is: 'running number' }
  /** `at` a path inside of the field. */
  | { readonly is: 'address'; readonly at?: string }

export type Arithmetic =
  | { readonly is: 'path'; readonly path: readonly string[] }
  | { readonly is: 'number'; readonly value: number }
  | { readonly is: 'binary'; readonly by: '+' | '-' | '*' | '/'; readonly left: Arithmetic; readonly right: Arithmetic }

const PATH = String.raw`[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*`

/** @throws {SyntaxError} with what was expected */
export function parseDerivation(text: string): Derivation {
  const rest = (start: string) => text.slice(start.length).trim()
  if (text.startsWith('slug of ')) return { is: 'slug', of: rest('slug of ') }
  const joined = /^(?:full name|text|concatenation) of (.+)$/.exec(text)
  if (joined) return { is: 'joined', of: joined[1]!.split(/[\s,]+/).filter(word => word !== 'and') }
  const count = /^(?:count|number) of ([\w-]+|"[^"]+")(?: where (.+))?$/.exec(text)
  if (count)
    return { is: 'count', of: count[1]!.replaceAll('"', ''), ...(count[2] && { where: parseCondition(count[2]) }) }
  const aggregate = /^(sum|average|lowest|highest) of (.+?)(?: where (.+))?$/.exec(text)
  if (aggregate)
    return {
      is: 'aggregate',
      by: aggregate[1] as 'sum' | 'average' | 'lowest' | 'highest', // the pattern allows no other
      of: parseArithmetic(aggregate[2]!),
      ...(aggregate[3] && { where: parseCondition(aggregate[3]) }),
    }
  if (text === 'owner') return { is: 'owner' }
  if (text === 'now') return { is: 'now', each: false }
  if (text === 'now at each change') return { is: 'now', each: true }
  if (text === 'running number') return { is: 'running number' }
  if (text === 'absolute address' || text === 'own address') return { is: 'address' }
  if (/\b(?:is|begins|contains)\b/.test(text)) return { is: 'condition', of: parseCondition(text) }
  return { is: 'arithmetic', of: parseArithmetic(text) }
}

/** `price * quantity - 1`, with the usual precedence and brackets. */
function parseArithmetic(text: string): Arithmetic {
  const tokens = text.match(new RegExp(String.raw`${PATH}|\d+(?:\.\d+)?|[-+*/()]`, 'g')) ?? []
  if (tokens.join('') !== text.replace(/\s+/g, ''))
    throw new SyntaxError(`"${text}" is not an expression: use fields, numbers, + - * / and brackets`)
  let at = 0

  const sum = (): Arithmetic => chain(product, ['+', '-'])
  const product = (): Arithmetic => chain(atom, ['*', '/'])

  function chain(next: () => Arithmetic, by: readonly string[]): Arithmetic {
    let left = next()
    while (at < tokens.length && by.includes(tokens[at]!)) {
      const sign = tokens[at++] as '+' | '-' | '*' | '/' // one of `by`
      left = { is: 'binary', by: sign, left, right: next() }
    }
    return left
  }

  function atom(): Arithmetic {
    const token = tokens[at++]
    if (token === '(') {
      const inner = sum()
      if (tokens[at++] !== ')') throw new SyntaxError(`"${text}" lacks a closing bracket`)
      return inner
    }
    if (token !== undefined && /^\d/.test(token)) return { is: 'number', value: Number(token) }
    if (token !== undefined && /^[A-Za-z_]/.test(token)) return { is: 'path', path: token.split('.') }
    throw new SyntaxError(`"${text}" is not an expression: a field or a number is missing`)
  }

  const result = sum()
  if (at < tokens.length) throw new SyntaxError(`"${text}" is not an expression: "${tokens[at]}" is not expected there`)
  return result
}
