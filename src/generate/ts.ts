import type { Place } from '../spec/index.ts'
import { placeName } from '../spec/index.ts'

/** Text, a list of texts (one a line), or nothing. */
export type Piece = string | false | null | undefined | readonly Piece[]

/**
 * Template tag for TypeScript source. The template is indented like the code around it; the common indentation goes.
 * An interpolated list becomes one line an item at the column where it stands, and a line whose only content is an
 * empty interpolation disappears.
 */
export function ts(strings: TemplateStringsArray, ...pieces: readonly Piece[]): string {
  const flat = pieces.map(flatten)
  let next = 0
  const filled: string[] = []
  for (const { indent, body, isHole } of linesOf(strings)) {
    const text = body.replaceAll(HOLE, () => flat[next++]!.join('\n'))
    if (isHole && !text.trim()) continue
    filled.push(indent && text.includes('\n') ? text.replaceAll(/\n(?!\n|$)/g, `\n${indent}`) : text)
  }
  const text = `${filled.join('\n')}\n`
  return text.includes(BLANK) ? text.replaceAll(BLANKS, '') : text
}

interface Line {
  readonly indent: string
  readonly body: string
  readonly isHole: boolean
}

const known = new WeakMap<TemplateStringsArray, readonly Line[]>()

/** The lines of a template, without their common indentation; a place in the code has one for ever. */
function linesOf(strings: TemplateStringsArray): readonly Line[] {
  const before = known.get(strings)
  if (before) return before
  const lines = strings.raw
    .join(HOLE)
    .replace(/^\n/, '')
    .replace(/\n[ \t]*$/, '')
    .replaceAll('\\`', '`')
    .replaceAll('\\$', '$')
    .split('\n')
  const margin = Math.min(...lines.filter(line => line.trim()).map(line => line.search(/\S/)))
  const made = lines.map(line => {
    const body = line.slice(margin)
    return { indent: ' '.repeat(Math.max(0, body.search(/\S/))), body, isHole: body.trim() === HOLE }
  })
  known.set(strings, made)
  return made
}

/** As an interpolation on a line of its own: an empty line. */
export const BLANK = '\u0002'

const BLANKS = new RegExp(`[ ]*${BLANK}`, 'g')

const HOLE = '\u0000'

const flatten = (piece: Piece): string[] =>
  piece === false || piece === null || piece === undefined
    ? []
    : typeof piece === 'string'
      ? [piece.replace(/\n$/, '')]
      : piece.flatMap(flatten)

/** Marks a stretch of generated text with the steps that demand it. */
export const demanded = (from: readonly Place[], text: string): string => {
  const names = [...new Set(from.map(placeName))].toSorted()
  return names.length ? `${OPEN}${names.join(' ')}${DIVIDE}${text}${CLOSE}` : text
}

/** Texts that two addresses demand alike are one: `GET /me` and `GET /users/me` are answered by the same. */
export function demandedOnce(all: readonly { readonly from: readonly Place[]; readonly text: string }[]): string[] {
  const places = new Map<string, Place[]>()
  for (const { from, text } of all) places.set(text, [...(places.get(text) ?? []), ...from])
  return [...places].map(([text, from]) => demanded(from, text))
}

const [OPEN, DIVIDE, CLOSE] = ['\uE000', '\uE001', '\uE002']
const MARKS = new RegExp(`[${OPEN}${CLOSE}]`, 'g')

export interface Origin {
  readonly start: number
  readonly end: number
  readonly from: readonly string[]
}

/** Takes the marks out of a text, and says where they stood. */
export function trace(marked: string): { readonly text: string; readonly origins: readonly Origin[] } {
  const origins: Origin[] = []
  const open: { start: number; from: readonly string[] }[] = []
  let text = ''
  let at = 0
  for (const { index } of marked.matchAll(MARKS)) {
    text += marked.slice(at, index)
    at = index + 1
    if (marked[index] === OPEN) {
      const end = marked.indexOf(DIVIDE, at)
      open.push({ start: text.length, from: marked.slice(at, end).split(' ') })
      at = end + 1
    } else {
      const { start, from } = open.pop()!
      origins.push({ start, end: text.length, from })
    }
  }
  text += marked.slice(at)
  return { text, origins: origins.toSorted((a, b) => a.start - b.start || b.end - a.end) }
}

/** The text as it will be printed, for measuring. */
export const plain = (marked: string): string => trace(marked).text
