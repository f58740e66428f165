import type { Stretch } from '../generated.ts'
import { html, type Html } from '../html.ts'

/** `services/books.ts lines 12–19, 40` */
export const stretch = ({ path, lines }: Stretch): Html => {
  const one = lines.length === 1 && lines[0]![0] === lines[0]![1]
  const shown = lines.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`)).join(', ')
  return html`<code>${path}</code> <span class="quiet">${one ? 'line' : 'lines'} ${shown}</span>`
}
