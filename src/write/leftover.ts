import { specifierHash, unitHash } from './hash.ts'
import { type FileRecord, whole } from './manifest.ts'
import { type FileResult, isPristine, same } from './plan-file.ts'
import { isScript } from './read.ts'
import { allUnits, noteKey, readUnits } from './units.ts'

/**
 * Plans a file that is in the manifest but no longer generated: deleted if the user changed nothing in it.
 *
 * @param needed whether code that stays imports it
 */
export function planLeftover(
  path: string,
  record: FileRecord,
  user: string | undefined,
  needed: boolean,
): Partial<FileResult> {
  const records = new Map(Object.entries(record))
  if (record[whole]?.once) return { records }
  if (user === undefined) return {}
  const isOurs = isPristine(user, record) || (isScript(path) && isUntouched(path, record, user))
  if (isOurs && !needed) {
    const removed = [...records.keys()].filter(key => key !== whole && !key.slice(7).includes('/'))
    return { planned: { ...same(path, user), change: 'delete', after: '', removed } }
  }
  const why = isOurs ? 'used' : 'changed'
  return { planned: same(path, user, { kept: [{ unit: whole, line: 1, proposed: '', why }] }), records }
}

function isUntouched(path: string, record: FileRecord, user: string): boolean {
  const file = readUnits(path, user)
  const specifiers = file.imports.flatMap(one => one.specifiers)
  const units = [...allUnits(file.top)]
  const notes = units.flatMap(unit => unit.notes.map(note => noteKey(unit, note)))
  const loose = file.comments.filter(({ start, end }) => !units.some(unit => unit.start <= start && end <= unit.end))
  return (
    specifiers.every(specifier => record[specifier.key]?.hash === specifierHash(specifier)) &&
    units.every(unit => record[unit.key]?.hash === unitHash(file, unit)) &&
    notes.every(key => record[key] !== undefined) &&
    loose.length <= notes.length &&
    specifiers.length + units.length + notes.length === Object.keys(record).length - 1
  )
}
