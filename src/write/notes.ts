import type { Comment } from 'oxc-parser'
import type { Source } from './ast.ts'
import type { Place, Spot } from './places.ts'

/** A comment above a unit, or beside it on its last line. */
export interface Note {
  readonly text: string
  readonly start: number
  readonly end: number
  readonly place: 'above' | 'beside'
}

type Span = Pick<Spot, 'start' | 'end'>

/** The notes of each spot of a place. `strangers` (imports) take the comments that are theirs, which nobody keeps book of. */
export function notesIn(
  { text, comments }: Pick<Source, 'text' | 'comments'>,
  place: Pick<Place, 'open' | 'close'> & { readonly spots: readonly Span[] },
  strangers: readonly Span[] = [],
): readonly (readonly Note[])[] {
  const notes = place.spots.map((): Note[] => [])
  const spots = [...place.spots, ...strangers].toSorted((a, b) => a.start - b.start)
  let next = 0
  for (const comment of comments) {
    if (comment.start < place.open || comment.end > place.close) continue
    while (next < spots.length && (spots[next]?.end ?? 0) <= comment.start) next++
    const after = spots[next]
    const before = spots[next - 1]
    if (after && after.start <= comment.start) continue
    const beside = before && !text.slice(before.end, comment.start).includes('\n')
    const owner = beside ? before : after
    notes[owner ? place.spots.indexOf(owner) : -1]?.push({
      text: normalized(comment),
      start: comment.start,
      end: comment.end,
      place: beside ? 'beside' : 'above',
    })
  }
  return notes
}

/** The key of a note in the manifest. */
export const recordKey = (unitKey: string, note: Pick<Note, 'text'>): string =>
  `${unitKey} ${note.text.replaceAll('\n', ' ')}`

/** The text of a comment as any formatter would leave it. */
export const normalized = ({ type, value }: Comment): string =>
  type === 'Line'
    ? `// ${value.trim()}`
    : `/*${value
        .split('\n')
        .map(line => line.trim())
        .join('\n')}*/`
