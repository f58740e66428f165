import { stepFinder, type Scenario } from '../spec/index.ts'
import type { Plan, PlannedFile } from '../write/index.ts'

/** What was done to one file, and for which scenarios. */
export interface FileChange {
  readonly path: string
  readonly change: 'create' | 'update' | 'delete'
  readonly units: readonly UnitChange[]
}

export interface UnitChange {
  /** `animalService/remove`, or `.` for a whole file. */
  readonly unit: string
  readonly change: 'added' | 'changed' | 'removed'
  /** The scenario that asks for it first; none for code that everything needs, and for what is not asked for any more. */
  readonly scenario?: Scenario
}

/** The changes of one generation. Two plans may touch one file: first the code, then the migration that it leads to. */
export function changesOf(plans: readonly Plan[], scenarios: readonly Scenario[]): readonly FileChange[] {
  const find = stepFinder(scenarios)
  const asking: Asking = places => places.map(place => find(place)?.scenario).find(found => found !== undefined)
  const changes = new Map<string, FileChange>()
  for (const plan of plans)
    for (const file of plan.files) {
      if (file.change === 'same') continue
      const before = changes.get(file.path)
      changes.set(file.path, {
        path: file.path,
        change: before?.change === 'create' ? 'create' : file.change,
        units: [...(before?.units ?? []), ...unitsOf(file, plan, asking)],
      })
    }
  return [...changes.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

/** The first scenario that one of the places belongs to. */
type Asking = (places: readonly string[]) => Scenario | undefined

function unitsOf({ path, inserted, replaced, removed }: PlannedFile, plan: Plan, asking: Asking): UnitChange[] {
  const change = (units: readonly string[], how: UnitChange['change']) =>
    units.map(unit => {
      const scenario = asking(plan.manifest.files[path]?.[unit]?.from ?? [])
      return { unit, change: how, ...(scenario && { scenario }) }
    })
  return [...change(inserted, 'added'), ...change(replaced, 'changed'), ...change(removed, 'removed')]
}
