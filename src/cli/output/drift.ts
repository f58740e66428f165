import type { Drift } from '../../bdd/index.ts'
import type { Terminal } from './terminal.ts'

/** Where features, service and documents do not agree, what nobody has looked at, or that all is well. */
export function showDrift({ unproved, contradictions, gaps }: Drift, out: Terminal): void {
  const label = (text: string) => out.style('dim', text.padEnd(9))
  for (const text of unproved) out.line(`${label('unproved')}${text}`)
  for (const text of contradictions) out.line(`${label('drift')}${out.style('red', text)}`)
  for (const text of gaps) out.line(`${label('not seen')}${text}`)
  if (unproved.length + contradictions.length === 0)
    out.line(`${label('check')}${out.style('green', 'features, routes and OpenAPI agree with what the run has shown')}`)
}
