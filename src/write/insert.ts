import type { Note } from './notes.ts'
import type { Splice } from './splice.ts'
import { indentAt, startsLine, type Style } from './style.ts'
import type { File } from './units.ts'

/** A list of the user's file, as far as inserting and removing need to know it. */
export interface Row {
  readonly kind: 'line' | 'comma' | 'member' | 'link'
  readonly open: number
  readonly close: number
  readonly items: readonly Item[]
  readonly top?: boolean
}

export interface Item {
  readonly start: number
  readonly end: number
  readonly notes: readonly Note[]
}

/** What is inserted, as it looks in the place with that indent. */
export interface Piece {
  print(indent: string): { readonly above: string; readonly text: string; readonly beside: string }
  readonly ownLine: boolean // as generated
  readonly endsLine: boolean // with a line comment: nothing may follow on its line
  readonly blankBefore: boolean
  readonly blankAfter: boolean
}

/** Puts pieces after an item, before one, or into an empty list, as the items around it stand. */
export function insertInto(
  file: File,
  style: Style,
  row: Row,
  after: Item | undefined,
  before: Item | undefined,
  pieces: readonly Piece[],
): Splice[] {
  if (after) return insertAfter(file, style, row, after, pieces)
  if (before) return insertBefore(file, style, row, before, pieces)
  return insertAlone(file, style, row, pieces)
}

/** Where an item ends with its comma and the comments beside it; and its comma, if it has one. */
export function reachOf(
  { text, comments }: File,
  row: Row,
  item: Item,
): { readonly end: number; readonly comma: number | undefined } {
  const beside = item.notes.filter(({ place }) => place === 'beside').map(({ end }) => end)
  let comma: number | undefined
  if (row.kind === 'comma') {
    let at = item.end
    for (; at < row.close && comma === undefined; at++) {
      const comment = comments.find(({ start }) => start === at)
      if (comment) at = comment.end - 1
      else if (text[at] === ',') comma = at
      else if (/\S/.test(text.charAt(at))) break
    }
  }
  return { end: Math.max(item.end, (comma ?? -1) + 1, ...beside), comma }
}

function insertAfter(file: File, style: Style, row: Row, item: Item, pieces: readonly Piece[]): Splice[] {
  const { text, comments } = file
  const { end, comma } = reachOf(file, row, item)
  const lineComment = comments.some(comment => comment.type === 'Line' && comment.end === end)
  const endsLine = pieces.some(piece => piece.endsLine)
  const ownLine = row.kind === 'line' || lineComment || endsLine || startsLine(text, item.start)
  const indent = indentAt(text, item.start)
  const parts = pieces.map((piece, i) => {
    const withComma = row.kind === 'comma' && (comma !== undefined || i < pieces.length - 1)
    const body = bodyOf(file, style, row, piece, indent, withComma, end)
    if (!ownLine) return (row.kind === 'link' ? '' : ' ') + body
    return style.eol + (piece.blankBefore ? style.eol : '') + indent + body
  })
  const rest = /^[^\n]*/.exec(text.slice(end))?.[0].trim() ?? ''
  const closing = (row.kind === 'line' || endsLine) && rest ? style.eol + indent : ''
  const inserted = { start: end, end, text: parts.join('') + closing }
  const bare = row.kind === 'member' && !ownLine && !/[;,]$/.test(text.slice(item.start, item.end))
  const mark = row.kind === 'comma' && comma === undefined ? ',' : bare ? ';' : ''
  return mark ? [{ start: item.end, end: item.end, text: mark }, inserted] : [inserted]
}

function insertBefore(file: File, style: Style, row: Row, item: Item, pieces: readonly Piece[]): Splice[] {
  const { text } = file
  const start = Math.min(
    item.start,
    ...item.notes.filter(n => n.place === 'above' && startsLine(text, n.start)).map(n => n.start),
  )
  const ownLine = row.kind === 'line' || pieces.some(piece => piece.endsLine) || startsLine(text, start)
  const indent = indentAt(text, start)
  const parts = pieces.map(piece => {
    const body = bodyOf(file, style, row, piece, indent, row.kind === 'comma', start)
    if (!ownLine) return body + (row.kind === 'link' ? '' : ' ')
    return body + style.eol + (piece.blankAfter ? style.eol : '') + indent
  })
  return [{ start, end: start, text: parts.join('') }]
}

function insertAlone(file: File, style: Style, row: Row, pieces: readonly Piece[]): Splice[] {
  const { text } = file
  const inside = text.slice(row.open, row.close)
  const start = row.open + inside.trimEnd().length
  if (row.top) {
    const parts = pieces.map(piece => bodyOf(file, style, row, piece, '', false, start))
    const gap = start > 0 ? style.eol + style.eol : ''
    return [
      { start, end: start, text: gap + parts.join(style.eol + style.eol) + (inside.endsWith('\n') ? '' : style.eol) },
    ]
  }
  const outer = indentAt(text, row.open)
  const indent = outer + style.indent
  const ownLine =
    row.kind === 'line' ||
    pieces.some(piece => piece.ownLine || piece.endsLine) ||
    start > row.open ||
    inside.includes('\n')
  const parts = pieces.map((piece, i) => {
    const last = i === pieces.length - 1
    return bodyOf(file, style, row, piece, indent, row.kind === 'comma' && (!last || ownLine), start)
  })
  if (row.kind === 'link')
    return [{ start, end: start, text: parts.map(part => (ownLine ? style.eol + indent : '') + part).join('') }]
  if (!ownLine) return [{ start, end: row.close, text: ` ${parts.join(' ')} ` }]
  const close = text.slice(start, row.close).includes('\n') ? '' : style.eol + outer
  return [{ start, end: start, text: parts.map(part => style.eol + indent + part).join('') + close }]
}

function bodyOf(file: File, style: Style, row: Row, piece: Piece, indent: string, comma: boolean, at: number): string {
  const { above, text, beside } = piece.print(indent)
  const next = row.items.find(({ start }) => start >= at)
  const openEnded = row.kind === 'line' || row.kind === 'member'
  // without semicolons, a line that begins so would go on with the line before it
  const lead = row.kind === 'line' && hazard.test(text) ? ';' : ''
  const crowded = row.kind === 'member' && next && !file.text.slice(at, next.start).includes('\n')
  const tail =
    openEnded && next && hazard.test(file.text.slice(next.start, next.start + 1)) && row.kind === 'line' ? ';' : ''
  const stop = /[;,]$/.test(text) ? '' : crowded ? ';' : tail
  const note = beside && style.eol ? ` ${beside}` : ''
  return above + lead + text + stop + (comma ? ',' : '') + note
}

const hazard = /^[([`+\-/]/
