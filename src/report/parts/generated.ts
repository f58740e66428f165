import type { Stretch } from '../generated.ts'
import { html, type Html } from '../html.ts'

/** `services/books.ts lines 12–19, 40; 12–19 yours` */
export const stretch = ({ path, lines, yours }: Stretch): Html => {
  const one = lines.length === 1 && lines[0]![0] === lines[0]![1]
  return html`<code>${path}</code>
    <span class="quiet">${one ? 'line' : 'lines'} ${told(lines)}${yours.length > 0 && `; ${told(yours)} yours`}</span>`
}

const told = (lines: Stretch['lines']): string =>
  lines.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`)).join(', ')
