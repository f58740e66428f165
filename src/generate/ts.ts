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
  const lines = strings.raw
    .join(HOLE)
    .replace(/^\n/, '')
    .replace(/\n[ \t]*$/, '')
    .replaceAll('\\`', '`')
    .replaceAll('\\$', '$')
    .split('\n')
  const margin = Math.min(...lines.filter(line => line.trim()).map(line => line.search(/\S/)))
  const flat = pieces.map(flatten)
  let next = 0
  const filled = lines.flatMap(line => {
    const body = line.slice(margin)
    const indent = ' '.repeat(Math.max(0, body.search(/\S/)))
    const text = body.replaceAll(HOLE, () => flat[next++]!.join('\n'))
    if (body.trim() === HOLE && !text.trim()) return []
    return [
      text
        .split('\n')
        .map((part, n) => (n && part ? indent + part : part))
        .join('\n'),
    ]
  })
  return `${filled.join('\n').replaceAll(new RegExp(`[ ]*${BLANK}`, 'g'), '')}\n`
}

/** As an interpolation on a line of its own: an empty line. */
export const BLANK = '\u0002'

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

const [OPEN, DIVIDE, CLOSE] = ['\uE000', '\uE001', '\uE002']

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
  for (let at = 0; at < marked.length; at++) {
    const char = marked[at]
    if (char === OPEN) {
      const end = marked.indexOf(DIVIDE, at)
      open.push({ start: text.length, from: marked.slice(at + 1, end).split(' ') })
      at = end
    } else if (char === CLOSE) {
      const { start, from } = open.pop()!
      origins.push({ start, end: text.length, from })
    } else text += char
  }
  return { text, origins: origins.toSorted((a, b) => a.start - b.start || b.end - a.end) }
}

/** The text as it will be printed, for measuring. */
export const plain = (marked: string): string => trace(marked).text
