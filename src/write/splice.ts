/** One change of a text: what stands from `start` to `end` becomes `text`. */
export interface Splice {
  readonly start: number
  readonly end: number
  readonly text: string
}

/**
 * A text with changes made; what lies between them stays as it is, byte for byte. Changes at one place keep their
 * order. Throws if two overlap: then the text cannot be trusted.
 */
export function splice(text: string, changes: readonly Splice[]): string {
  const parts: string[] = []
  let at = 0
  for (const change of changes.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (change.start < at) throw new RangeError(`changes overlap at ${change.start}`)
    parts.push(text.slice(at, change.start), change.text)
    at = change.end
  }
  return parts.join('') + text.slice(at)
}
