/** Text that is HTML already. */
export interface Html {
  readonly html: string
}

export type Piece = Html | string | number | false | null | undefined | readonly Piece[]

/** Template tag: what is interpolated is escaped, unless it was made by this tag; lists are joined; nothing is nothing. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  let text = tidy(strings[0]!)
  for (const [n, piece] of pieces.entries()) text += print(piece) + tidy(strings[n + 1]!)
  return { html: text }
}

export const escape = (text: string): string => text.replace(/[&<>"']/g, char => entities[char]!)

export const raw = (text: string): Html => ({ html: text })

/** Indentation is for who reads the template. */
const tidy = (text: string) => (text.includes('\n') ? text.replace(/\n\s*/g, '\n') : text)

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
