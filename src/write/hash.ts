import { hash } from 'node:crypto'
import type { Specifier } from './imports.ts'
import { normalized } from './notes.ts'
import type { Token } from './tokens.ts'
import type { File, List, Unit } from './units.ts'

/** The name that the generated file uses for what the user's file calls `name`. */
export type Rename = (name: string) => string

const sameName: Rename = name => name

/** 72 bits of SHA-256: short enough for a line, long enough that no two units of a project meet. */
export const digest = (text: string): string => hash('sha256', text, 'base64url').slice(0, 12)

/** The hash of a text as a whole; line ends do not count, for version control changes them. */
export const textHash = (text: string): string => digest(unixLines(text))

export const unixLines = (text: string): string => text.replaceAll('\r\n', '\n')

/** The hash of a unit: of a container its shell, of a leaf all of it. Equal for texts that only a formatter tells apart. */
export const unitHash = (file: File, unit: Unit, rename = sameName): string =>
  digest(canonical(file, unit, unit.lists, rename))

/** The hash of a unit with all that stands in it. */
export const wholeHash = (file: File, unit: Unit, rename = sameName): string =>
  digest(canonical(file, unit, [], rename))

/** The hash of a member as if it had another name. */
export const hashUnderKey = (file: File, unit: Unit, keyAt: number, key: string, rename: Rename): string =>
  digest(canonical(file, unit, unit.lists, rename, { at: keyAt, text: key }))

export const noteHash = (text: string): string => digest(text)

export const specifierHash = ({ key, type }: Specifier): string => digest(`${type ? 'type ' : ''}${key}`)

function canonical(
  file: File,
  unit: Unit,
  holes: readonly List[],
  rename: Rename,
  key?: { at: number; text: string },
): string {
  const inHole = ({ start, end }: { readonly start: number; readonly end: number }): boolean =>
    holes.some(hole => hole.start <= start && end <= hole.end && (hole.start < hole.end || start < end))
  const parts: string[] = []
  let hole = 0
  for (const token of tokensIn(file.tokens.list, unit.start, unit.end)) {
    while ((holes[hole]?.start ?? Infinity) <= token.at && (holes[hole]?.start ?? Infinity) < unit.end) {
      parts.push('•')
      hole++
    }
    if (inHole(token)) continue
    parts.push(token.at === key?.at ? key.text : token.name ? rename(token.text) : token.text)
  }
  parts.push(...holes.slice(hole).map(() => '•'))
  if (unit.returns === 'statement') {
    parts.shift() // `return` and the end of the statement: an expression that is a body has neither
    parts.pop()
  }
  const comments = file.comments.filter(c => unit.start <= c.start && c.end <= unit.end && !inHole(c))
  return [parts.join(' '), ...comments.map(normalized)].join('\n')
}

/** The tokens that belong to a stretch of text. */
function* tokensIn(list: readonly Token[], start: number, end: number): Generator<Token> {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((list[middle]?.at ?? 0) < start) low = middle + 1
    else high = middle
  }
  for (let i = low; i < list.length; i++) {
    const token = list[i]
    if (!token || token.at > end) return
    if (token.start >= start && token.end <= end) yield token
  }
}
