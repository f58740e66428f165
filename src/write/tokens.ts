import type { Source } from './ast.ts'
import { type NameUse, type Shape, shapeOf } from './shape.ts'

/**
 * One token, in the form in which formatters do not matter. `start` and `end` are the stretch that it belongs to:
 * of a bracket or end mark that we add, the whole node.
 */
export interface Token {
  readonly text: string
  readonly start: number
  readonly end: number
  readonly at: number // where it stands: never decreases along the list
  readonly name?: NameUse
}

export interface Tokens extends Shape {
  readonly list: readonly Token[]
}

/**
 * The tokens of a source, as any formatter would leave them: strings by value, no semicolons but an end mark per
 * statement, no trailing commas, no optional parentheses but brackets where the tree has structure, keys unquoted.
 */
export function tokenize(source: Source): Tokens {
  const shape = shapeOf(source)
  return { ...shape, list: withMarks(lex(source, shape), shape) }
}

const space = /[\s\uFEFF]+/y
const word = /[\p{ID_Start}$_#\\][\p{ID_Continue}$\\]*/uy
const hashbang = /#!.*/y

function lex({ text, comments }: Source, { atoms, names, dropped, loneParams, headers }: Shape): Token[] {
  const commentEnds = new Map(comments.map(({ start, end }) => [start, end]))
  const list: Token[] = []
  let lone = false
  let at = text.startsWith('#!') ? (match(hashbang, text, 0) ?? 0) : 0
  while (at < text.length) {
    const skipped = match(space, text, at) ?? commentEnds.get(at)
    if (skipped !== undefined) {
      at = skipped
      continue
    }
    const start = at
    const atom = atoms.get(start)
    const end = atom?.end ?? match(word, text, start) ?? start + 1
    at = end
    const raw = atom?.text ?? text.slice(start, end)
    if (dropped.has(start) || (raw === ';' && !headers.some(([from, to]) => from < start && start < to))) continue
    const last = list.at(-1)
    if (lone && raw === ')') {
      if (last?.text === ',') list.pop()
      lone = false
      continue
    }
    if (last?.text === '(' && last.start >= (loneParams.get(start) ?? Infinity)) {
      list.pop()
      lone = true
    }
    if (raw.length === 1 && ')]}>'.includes(raw) && last?.text === ',' && !',['.includes(list.at(-2)?.text ?? ''))
      list.pop()
    const name = names.get(start)
    const token = { start, end, at: start }
    if (name?.short === 'property') list.push({ text: raw, ...token }, { text: ':', ...token })
    list.push(name ? { text: raw, ...token, name } : { text: raw, ...token })
    if (name?.short === 'export') list.push({ text: 'as', ...token }, { text: raw, ...token })
  }
  return list
}

function match(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : undefined
}

// closing marks come before what starts at the same place, inner before outer; opening ones outer before inner
function withMarks(tokens: readonly Token[], { wrapped, ends }: Shape): Token[] {
  const closing = [...wrapped.map(node => ({ text: '⟩', node })), ...ends.map(node => ({ text: ';', node }))].toSorted(
    (a, b) => a.node.end - b.node.end || b.node.start - a.node.start || (a.text === ';' ? 1 : -1),
  )
  const opening = wrapped.toSorted((a, b) => a.start - b.start || b.end - a.end)
  const list: Token[] = []
  let [c, o] = [0, 0]
  const marksUpTo = (offset: number): void => {
    for (;;) {
      const close = closing[c]
      const open = opening[o]
      if (close && close.node.end <= offset && (!open || close.node.end <= open.start)) {
        list.push({ text: close.text, start: close.node.start, end: close.node.end, at: close.node.end })
        c++
      } else if (open && open.start <= offset) {
        list.push({ text: '⟨', start: open.start, end: open.end, at: open.start })
        o++
      } else return
    }
  }
  for (const token of tokens) {
    marksUpTo(token.start)
    list.push(token)
  }
  marksUpTo(Infinity)
  return list
}
