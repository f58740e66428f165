import { type Case, keep, type Kept } from './case.ts'
import { compareLists } from './compare.ts'
import { canTakeNote, edited } from './edit.ts'
import { UnparsableError } from './errors.ts'
import { isSound } from './sound.ts'
import type { FileRecord, UnitRecord } from './manifest.ts'
import type { Needs } from './needs.ts'
import { openBody } from './open-body.ts'
import { fileScope } from './scope.ts'
import { settle, type Settled } from './settle.ts'
import { styleOf } from './style.ts'
import { type File, keysBelow, noteKey, readUnits } from './units.ts'

/** One file's three sides. */
export interface Sides {
  readonly path: string
  readonly user: File
  readonly generated: File
  readonly base: FileRecord
  readonly records: ReadonlyMap<string, UnitRecord> // of the generated file
  readonly restore: (unit: string) => boolean
  /** Generated imports that the user took out of the module that they come from. */
  readonly absent: ReadonlySet<string>
  readonly needed: Needs
}

export interface Merged {
  readonly text: string
  readonly records: ReadonlyMap<string, UnitRecord>
  readonly renames: ReadonlyMap<string, string> // of top-level declarations, by the user
  readonly gone: readonly string[] // names of those that the user deleted
  readonly inserted: readonly string[]
  readonly replaced: readonly string[]
  readonly removed: readonly string[]
  readonly kept: readonly Kept[]
  readonly deleted: readonly string[]
}

/**
 * Brings a generated file into the user's. The result is taken only if it parses, holds all of the user's code, and
 * leaves nothing to do when merged again; if not, the user's file stays and everything is reported as proposals.
 */
export function merge(sides: Sides): Merged {
  const about = caseOf(sides)
  const top = fileScope(about.generated, about.user, about.base)
  compareLists(about, about.generated.top, about.user.top, top)
  const settled = settle(about, top, sides)
  const body = settled.wants.find(want => want.act === 'insert' && want.into.form === 'expression')
  if (body?.act === 'insert') {
    const opened = parsed(sides.path, openBody(about, body.into))
    const merged = opened && merge({ ...sides, user: opened })
    return merged && merged.text !== opened.text ? merged : leftAlone(about, settled, sides)
  }
  const merged = outcome(about, settled, sides)
  return merged && (merged.text === sides.user.text || holds(sides, merged, about, settled))
    ? merged
    : leftAlone(about, settled, sides)
}

function caseOf({ user, generated, base, records, restore }: Sides): Case {
  return {
    generated,
    user,
    from: styleOf(generated),
    to: styleOf(user),
    base: new Map(Object.entries(base)),
    generatedKeys: new Set(records.keys()),
    restore,
    renamedKeys: [],
    renames: new Map(),
    knownRenames: base['.']?.renames ?? {},
    same: new Set(),
    stays: [],
    wants: [],
    drops: [],
    dropNotes: [],
    kept: [],
    deleted: [],
  }
}

// a text that we made: if it does not parse, the fault is ours
function parsed(path: string, text: string | undefined): File | undefined {
  try {
    return text === undefined ? undefined : readUnits(path, text)
  } catch (error) {
    if (error instanceof UnparsableError) return undefined
    throw error
  }
}

function outcome(about: Case, settled: Settled, sides: Sides): Merged | undefined {
  let text: string
  try {
    text = edited(about, settled)
  } catch (error) {
    if (error instanceof RangeError) return undefined // changes overlap
    throw error
  }
  const taken = new Set(about.same)
  const inserted = settled.addImports.map(({ key }) => key)
  const replaced: string[] = []
  for (const want of settled.wants) {
    const { unit } = want
    if (want.act === 'note') {
      taken.add(noteKey(unit, want.note))
      if (canTakeNote(about.user, want.own, want.note)) inserted.push(noteKey(unit, want.note))
      continue
    }
    taken.add(unit.key)
    if (want.act !== 'reshell') for (const key of keysBelow(unit)) taken.add(key)
    if (want.act === 'insert') for (const note of unit.notes) taken.add(noteKey(unit, note))
    if (want.act === 'insert') inserted.push(unit.key)
    else replaced.push(unit.key)
  }
  for (const key of inserted) taken.add(key)
  const removed = [...settled.drops, ...settled.dropImports].map(({ key }) => key)
  const { kept, deleted, renames } = about
  return {
    text,
    records: recordsAfter(about, sides, taken),
    renames,
    gone: goneNames(about),
    inserted,
    replaced,
    removed,
    kept,
    deleted,
  }
}

function goneNames({ generated, user, deleted }: Case): readonly string[] {
  const left = new Set(user.top.items.flatMap(({ binds }) => binds.map(({ name }) => name)))
  const units = generated.top.items.filter(({ key }) => deleted.includes(key))
  return units.flatMap(({ binds }) => binds.map(({ name }) => name)).filter(name => !left.has(name))
}

// what was taken counts as generated now; what was not keeps the hash of what was generated last
function recordsAfter({ base, stays }: Case, { records }: Sides, taken: ReadonlySet<string>): Map<string, UnitRecord> {
  const after = new Map<string, UnitRecord>()
  for (const [key, record] of records) {
    const known = base.get(key)
    if (taken.has(key)) after.set(key, record)
    else if (known) after.set(key, { hash: known.hash, from: record.from })
  }
  for (const [key, record] of base) {
    if (
      !after.has(key) &&
      stays.some(stay => key === stay || key.startsWith(`${stay}/`) || key.startsWith(`${stay} /`))
    )
      after.set(key, record)
  }
  return after
}

function holds(sides: Sides, merged: Merged, about: Case, settled: Settled): boolean {
  const user = parsed(sides.path, merged.text)
  if (!user || !isSound(about, settled, user)) return false
  const base = Object.fromEntries(merged.records)
  const again = caseOf({ ...sides, user, base, restore: () => false })
  const top = fileScope(again.generated, again.user, again.base)
  compareLists(again, again.generated.top, again.user.top, top)
  const left = settle(again, top, sides)
  const same = again.kept.every(({ unit }) => merged.kept.some(kept => kept.unit === unit))
  return same && !left.wants.length && !left.drops.length && !left.addImports.length && !left.dropImports.length
}

function leftAlone(about: Case, { wants, drops }: Settled, sides: Sides): Merged {
  for (const want of wants) {
    if (want.act === 'insert') keep(about, want.unit, want.after ?? want.before, want.scope, 'unsure')
    else if (want.act !== 'note') keep(about, want.unit, want.own, want.inner, 'unsure')
  }
  about.stays.push(...drops.map(({ key }) => key))
  const { kept, deleted, renames, same } = about
  const records = recordsAfter(about, sides, same)
  return {
    text: sides.user.text,
    records,
    renames,
    gone: goneNames(about),
    inserted: [],
    replaced: [],
    removed: [],
    kept,
    deleted,
  }
}
