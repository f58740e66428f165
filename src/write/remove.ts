import { type Item, reachOf, type Row } from './insert.ts'
import type { Note } from './notes.ts'
import type { Splice } from './splice.ts'
import { startsLine } from './style.ts'
import type { File } from './units.ts'

/**
 * Takes items out of a list. Of the comments around them those go that are `ours`, the user's stay.
 * `grows`: something is inserted into the same list.
 */
export function removeFrom(
  file: File,
  row: Row,
  gone: ReadonlySet<Item>,
  grows: boolean,
  ours: (item: Item, note: Note) => boolean = () => false,
): Splice[] {
  const { text } = file
  const changes: Splice[] = []
  row.items.forEach((item, i) => {
    if (!gone.has(item)) return
    const { comma } = reachOf(file, row, item)
    const mine = (note: Note): boolean => ours(item, note)
    const above = item.notes.filter(({ place }) => place === 'above')
    const beside = item.notes.filter(({ place }) => place === 'beside')
    const start = above.slice(above.findLastIndex(note => !mine(note)) + 1)[0]?.start ?? item.start
    const strange = beside.findIndex(note => !mine(note))
    const end = Math.max(
      item.end,
      (comma ?? -1) + 1,
      ...beside.slice(0, strange < 0 ? undefined : strange).map(note => note.end),
    )
    if (row.kind === 'link') changes.push({ start: linkStart(file, start), end, text: '' })
    else {
      const previous = row.items[i - 1]
      const isLast = i === row.items.length - 1 && !(previous && gone.has(previous))
      const [from, to] = wholeLine(text, start, end, isLast && row.kind === 'line')
      changes.push({ start: from, end: to, text: '' })
    }
  })
  const lastKept = row.items.findLastIndex(item => !gone.has(item))
  const last = row.items.at(-1)
  if (row.kind === 'comma' && last && gone.has(last) && !grows && reachOf(file, row, last).comma === undefined) {
    const item = row.items[lastKept]
    const comma = item && reachOf(file, row, item).comma
    if (comma !== undefined) changes.push({ start: comma, end: comma + 1, text: '' })
  }
  return changes
}

/** Takes a comment out, with its line if it stands alone. */
export function removeComment({ text }: File, start: number, end: number): Splice {
  if (startsLine(text, start)) {
    const [from, to] = wholeLine(text, start, end, false)
    return { start: from, end: to, text: '' }
  }
  const before = text.slice(0, start).trimEnd().length
  return { start: text.slice(before, start).includes('\n') ? start : before, end, text: '' }
}

// the lines, if nothing else stands on them, and a blank one that would be left over
function wholeLine(text: string, start: number, end: number, isLast: boolean): readonly [number, number] {
  const rest = /^[ \t]*(\r?\n|$)/.exec(text.slice(end))
  if (!startsLine(text, start)) {
    const space = /^[ \t]+(?=\S)/.exec(text.slice(end))
    return [start, end + (space?.[0].length ?? 0)]
  }
  if (!rest) return [start, end + (/^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0)]
  const from = text.lastIndexOf('\n', start - 1) + 1
  const to = end + rest[0].length
  const blankAfter = /^([ \t]*\r?\n)+/.exec(text.slice(to))
  const before = text.slice(0, from)
  const blankBefore = /(^|\n)[ \t]*\r?\n$/.test(before) || /[{([]\s*$/.test(before) || from === 0
  if (blankAfter && blankBefore) return [from, to + blankAfter[0].length]
  const gap = isLast ? /\n((?:[ \t]*\r?\n)+)$/.exec(before) : null
  return [from - (gap?.[1]?.length ?? 0), to]
}

// joining the next line to a line comment would comment it out
function linkStart({ text, comments }: File, start: number): number {
  const before = text.slice(0, start).trimEnd().length
  return comments.some(({ type, end }) => type === 'Line' && end === before) ? start : before
}
