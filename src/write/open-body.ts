import { eachChild, type Node } from './ast.ts'
import type { Case } from './case.ts'
import { splice, type Splice } from './splice.ts'
import { indentAt } from './style.ts'
import { allUnits, type List } from './units.ts'

/** The user's text with a body that is an expression made a block that returns it: room for statements. */
export function openBody({ user, to }: Case, list: List): string | undefined {
  const { text, tokens } = user
  const owner = [...allUnits(user.top)].find(({ lists }) => lists.includes(list))
  const [item] = list.items
  if (!owner || !item) return undefined
  const outer = indentAt(text, owner.start)
  const inner = outer + to.indent
  const stripped = withoutParens(item.node, text)
  const from = text.slice(0, list.start).trimEnd().length
  const commented = user.comments.some(({ end }) => end === from)
  const old = commented ? '' : indentAt(text, list.start)
  // lines that are deep enough already stay
  const shift = inner.startsWith(old) ? inner.slice(old.length) : ''
  const templates = [...tokens.atoms].filter(([, { kind }]) => kind === 'template')
  const changes: Splice[] = [
    { start: commented ? list.start : from, end: stripped.start, text: ` {${to.eol}${inner}return ` },
  ]
  for (const { index } of text.slice(stripped.start, stripped.end).matchAll(/\n(?!\r?\n)/g)) {
    const at = stripped.start + index + 1
    if (!templates.some(([start, { end }]) => start < at && at <= end))
      changes.push({ start: at, end: at, text: shift })
  }
  changes.push({ start: stripped.end, end: list.end, text: `${to.semicolons ? ';' : ''}${to.eol}${outer}}` })
  return splice(text, changes)
}

// parentheses around an object are not needed after `return`
function withoutParens(node: Node, text: string): { readonly start: number; readonly end: number } {
  if (node.type !== 'ParenthesizedExpression') return node
  let inner: Node = node
  eachChild(node, child => (inner = child))
  const clean =
    text.slice(node.start + 1, inner.start).trim() === '' && text.slice(inner.end, node.end - 1).trim() === ''
  return clean ? inner : node
}
