import { placeOf } from './errors.ts'
import { allUnits, readUnits } from './units.ts'

/** Where a unit stands in a file: lines count from 1. */
export interface UnitPlace {
  readonly unit: string
  readonly line: number
  readonly endLine: number
}

/**
 * The units of a file, outer before inner.
 * @throws UnparsableError when the file does not parse
 */
export function unitsIn(path: string, text: string): readonly UnitPlace[] {
  return [...allUnits(readUnits(path, text).top)].map(({ key, start, end }) => ({
    unit: key,
    line: placeOf(text, start).line,
    endLine: placeOf(text, end).line,
  }))
}
