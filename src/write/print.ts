import type { Rename } from './hash.ts'
import { splice, type Splice } from './splice.ts'
import { indentAt, type Style } from './style.ts'
import type { File } from './units.ts'

/** How generated text has to look where it goes. */
export interface Look {
  readonly from: Style // of the generated file
  readonly to: Style // of the user's file
  readonly indent: string // of the line where it goes
  readonly rename: Rename // generated name to the user's
}

/** A stretch of a generated file under the user's names and habits. */
export function printed(file: File, start: number, end: number, look: Look): string {
  const { text, tokens, uses } = file
  const inside = (at: number): boolean => start <= at && at < end
  const changes: Splice[] = []
  for (const use of uses) {
    const name = look.rename(use.name)
    if (!inside(use.start) || name === use.name) continue
    const short = use.short === 'property' ? `${use.name}: ${name}` : `${name} as ${use.name}`
    changes.push({ start: use.start, end: use.end, text: use.short ? short : name })
  }
  if (look.to.doubleQuotes !== look.from.doubleQuotes) {
    for (const [at, { end: stop, kind }] of tokens.atoms) {
      const content = text.slice(at + 1, stop - 1)
      const quote = look.to.doubleQuotes ? '"' : "'"
      const strange = !'\'"'.includes(text.charAt(at)) || /['"\\]/.test(content)
      if (kind === 'string' && inside(at) && !strange)
        changes.push({ start: at, end: stop, text: quote + content + quote })
    }
  }
  if (look.to.semicolons && !look.from.semicolons) {
    for (const { start: from, end: stop } of tokens.ends) {
      if (start <= from && stop <= end && !';,'.includes(text.charAt(stop - 1)))
        changes.push({ start: stop, end: stop, text: ';' })
    }
  }
  changes.push(...lineBreaks(file, start, end, look))
  const shifted = changes.map(change => ({ ...change, start: change.start - start, end: change.end - start }))
  return splice(text.slice(start, end), shifted)
}

function lineBreaks({ text, tokens }: File, start: number, end: number, { from, to, indent }: Look): Splice[] {
  const base = indentAt(text, start)
  const templates = [...tokens.atoms].filter(([, { kind }]) => kind === 'template')
  const changes: Splice[] = []
  for (const { 0: found, index } of text.slice(start, end).matchAll(/\r?\n[ \t]*/g)) {
    const at = start + index
    if (templates.some(([from, atom]) => from <= at && at < atom.end)) continue
    const old = found.replace(/^\r?\n/, '')
    const deeper = old.startsWith(base) ? old.slice(base.length).replaceAll(from.indent, to.indent) : ''
    const blank = /^\r?\n/.test(text.slice(at + found.length))
    changes.push({ start: at, end: at + found.length, text: to.eol + (blank ? '' : indent + deeper) })
  }
  return changes
}
