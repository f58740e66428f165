import { unsound } from './ast.ts'
import type { Case } from './case.ts'
import { wholeHash } from './hash.ts'
import type { Settled } from './settle.ts'
import { allUnits, type File, type Unit } from './units.ts'

/** Whether a result is a module as good as the user's was, with every unit in it that was not to be changed. */
export function isSound(about: Case, { wants, drops }: Settled, result: File): boolean {
  const { user } = about
  if (unsound(result.path, result.text) && !unsound(user.path, user.text)) return false
  const gone: Pick<Unit, 'start' | 'end'>[] = drops.map(({ unit }) => unit)
  for (const want of wants) if (want.act === 'replace') gone.push(want.own)
  const left = counted(result, leaves(result))
  const needed = leaves(user).filter(unit => !gone.some(({ start, end }) => start <= unit.start && unit.end <= end))
  return [...counted(user, needed)].every(([hash, count]) => (left.get(hash) ?? 0) >= count)
}

const leaves = (file: File): readonly Unit[] => [...allUnits(file.top)].filter(({ lists }) => !lists.length)

function counted(file: File, units: readonly Unit[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const unit of units) {
    const hash = wholeHash(file, unit)
    counts.set(hash, (counts.get(hash) ?? 0) + 1)
  }
  return counts
}
