import { statuses, type Counts } from '../join.ts'
import { escape } from '../html.ts'

/** A badge for a README: how many scenarios passed, or what is wrong. */
export function badgeSvg(counts: Counts): string {
  const [text, colour] = verdict(counts)
  const [left, right] = [width('scenarios'), width(text)]
  const middle = left + right / 2
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="scenarios: ${escape(text)}">
<title>scenarios: ${escape(text)}</title>
<clipPath id="round"><rect width="${left + right}" height="20" rx="3"/></clipPath>
<g clip-path="url(#round)"><rect width="${left}" height="20" fill="#3a4648"/><rect x="${left}" width="${right}" height="20" fill="${colour}"/></g>
<g fill="#fff" text-anchor="middle" font-family="Verdana,'DejaVu Sans',Geneva,sans-serif" font-size="11"><text x="${left / 2}" y="14">scenarios</text><text x="${middle}" y="14">${escape(text)}</text></g>
</svg>
`
}

function verdict(counts: Counts): readonly [text: string, colour: string] {
  const total = statuses.reduce((sum, status) => sum + counts[status], 0)
  const { passed, failed, stubbed } = counts
  const wrong = counts.undefined
  if (failed > 0) return [`${failed} failed`, '#b3261e']
  if (total > 0 && passed === total) return [`${passed} passed`, '#19703f']
  if (passed === 0 && stubbed === 0 && wrong === 0) return ['not run', '#566466']
  return [`${passed} of ${total} passed`, '#8a5200']
}

/** Letters of 11 pixels are about 6.6 pixels wide, and there is room around. */
const width = (text: string): number => Math.round(text.length * 6.6 + 12)
