import type { FileChange, UnitChange } from '../../bdd/index.ts'
import { many, wrap, type Terminal } from './terminal.ts'

/** More files than these are counted by folder. */
const FEW = 12

/** What has been written: each unit with the scenario that asked for it; for a whole new service, files by folder. */
export function showChanges(changes: readonly FileChange[], out: Terminal): void {
  const label = out.style('dim', 'wrote    ')
  if (changes.length === 0) return
  if (changes.length > FEW) {
    const [app = ''] = changes[0]!.path.split('/')
    const folders = Map.groupBy(changes, ({ path }) => path.split('/').slice(1, -1).join('/') || 'top level')
    const text = [...folders].map(([folder, files]) => `${folder} ${files.length}`).join(', ')
    out.line(`${label}${wrap(`${many(changes.length, 'file')} in ${app}/: ${text}`, out.width, 9)}`)
    return
  }
  for (const [n, { path, change, units }] of changes.entries()) {
    const whole = change === 'create' ? ' (new)' : change === 'delete' ? ' (removed)' : ''
    out.line(`${n === 0 ? label : '         '}${path}${whole}`)
    if (change === 'update') for (const unit of units.filter(isTelling)) out.line(`           ${told(unit, out)}`)
  }
}

/** Imports follow from the rest. */
const isTelling = ({ unit }: UnitChange) => unit !== '.' && !unit.startsWith('import ')

const signs = { added: '+', changed: '~', removed: '-' } as const

function told({ unit, change, scenario }: UnitChange, out: Terminal): string {
  const text = `${signs[change]} ${unit}`
  if (!scenario) return text
  const why = `for "${scenario.name}"`
  return text.length + why.length + 14 > out.width ? text : `${text}  ${out.style('dim', why)}`
}
