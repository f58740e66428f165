import { UnparsableError } from './errors.ts'
import { unitHash } from './hash.ts'
import type { FileRecord } from './manifest.ts'
import { stepsOf, type Origin } from './records.ts'
import { allUnits, readUnits, shellOf } from './units.ts'

/** A stretch of a file as it is now, and whether a person has changed what stands there. */
export interface Standing extends Origin {
  readonly yours: boolean
}

/**
 * Where the units of a generated text stand in the file as it is now: edits move them, and change some.
 *
 * @param known what the manifest has of the file; without, units are held against the generated text
 * @returns nothing for a file that does not parse
 */
export function standing(
  path: string,
  generated: { readonly text: string; readonly origins: readonly Origin[] },
  now: string,
  known: FileRecord = {},
): readonly Standing[] {
  try {
    const [made, is] = [readUnits(path, generated.text), readUnits(path, now)]
    const there = new Map([...allUnits(is.top)].map(unit => [unit.key, unit]))
    return [...allUnits(made.top)].flatMap(unit => {
      const own = there.get(unit.key)
      const from = stepsOf(generated.origins, shellOf(unit))
      if (!own || from.length === 0) return []
      const yours = (known[unit.key]?.hash ?? unitHash(made, unit)) !== unitHash(is, own)
      return shellOf(own).map(({ start, end }) => ({ start, end, from, yours }))
    })
  } catch (error) {
    if (error instanceof UnparsableError) return []
    throw error
  }
}
