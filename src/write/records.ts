import { noteHash, specifierHash, unitHash } from './hash.ts'
import type { UnitRecord } from './manifest.ts'
import { allUnits, type File, noteKey, shellOf } from './units.ts'

/** Says which steps demanded which stretch of a generated text. */
export interface Origin {
  readonly start: number
  readonly end: number
  readonly from: readonly string[] // "features/books.feature:12"
}

/** The records of all units of a generated file. */
export function recordsOf(file: File, origins: readonly Origin[] = []): Map<string, UnitRecord> {
  const records = new Map<string, UnitRecord>()
  for (const specifier of file.imports.flatMap(({ specifiers }) => specifiers)) {
    records.set(specifier.key, { hash: specifierHash(specifier), from: stepsOf(origins, [specifier]) })
  }
  for (const unit of allUnits(file.top)) {
    records.set(unit.key, { hash: unitHash(file, unit), from: stepsOf(origins, shellOf(unit)) })
    for (const note of unit.notes) {
      records.set(noteKey(unit, note), { hash: noteHash(note.text), from: stepsOf(origins, [unit]) })
    }
  }
  return records
}

/** The steps of the origins that meet any of the stretches. */
export function stepsOf(
  origins: readonly Origin[],
  spans: readonly { readonly start: number; readonly end: number }[],
): readonly string[] {
  if (origins.length === 0) return []
  const met = origins.filter(origin => spans.some(({ start, end }) => origin.start < end && start < origin.end))
  return [...new Set(met.flatMap(({ from }) => from))].toSorted()
}
