/** Text that is HTML already. */
export interface Html {
  readonly html: string
}

export type Piece = Html | string | number | false | null | undefined | readonly Piece[]

/** Template tag: what is interpolated is escaped, unless it was made by this tag; lists are joined; nothing is nothing. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  const fixed = tidied(strings)
  let text = fixed[0]!
  for (let n = 0; n < pieces.length; n++) text += print(pieces[n]) + fixed[n + 1]!
  return { html: text }
}

export const raw = (text: string): Html => ({ html: text })

export const escape = (text: string): string =>
  /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, char => entities[char]!) : text

/** Indentation is for who reads the template. A template is the same object each time. */
function tidied(strings: TemplateStringsArray): readonly string[] {
  let found = known.get(strings)
  if (!found) known.set(strings, (found = strings.map(text => text.replace(/\n\s*/g, '\n'))))
  return found
}

const known = new WeakMap<TemplateStringsArray, readonly string[]>()

function print(piece: Piece): string {
  if (piece === false || piece === null || piece === undefined) return ''
  if (typeof piece === 'string') return escape(piece)
  if (typeof piece === 'number') return String(piece)
  return 'html' in piece ? piece.html : piece.map(print).join('')
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
