import { noteHash, unitHash, wholeHash } from './hash.ts'
import type { UnitRecord } from './manifest.ts'
import type { Note } from './notes.ts'
import { printed } from './print.ts'
import type { Scope } from './scope.ts'
import { indentAt, type Style } from './style.ts'
import { placeOf } from './errors.ts'
import { allUnits, type File, type List, noteKey, type Unit } from './units.ts'

/** One file on three sides: what was generated last (base), what the user made of it, what is generated now. */
export interface Case {
  readonly generated: File
  readonly user: File
  readonly from: Style
  readonly to: Style
  readonly base: ReadonlyMap<string, UnitRecord>
  readonly generatedKeys: ReadonlySet<string>
  readonly restore: (unit: string) => boolean
  /** Beginnings of the user's keys that the user renamed, and what they are called in the manifest. */
  readonly renamedKeys: [user: string, base: string][]
  readonly renames: Map<string, string> // top-level declarations that the user renamed, by generated name
  readonly knownRenames: Readonly<Record<string, string>>
  // findings
  readonly same: Set<string> // units that are as generated
  readonly stays: string[] // keys no longer generated that the manifest keeps
  readonly wants: Want[]
  readonly drops: Drop[]
  readonly dropNotes: Note[]
  readonly kept: Kept[]
  readonly deleted: string[]
}

export type Want =
  | {
      readonly act: 'insert'
      readonly unit: Unit
      readonly list: List
      readonly into: List
      readonly scope: Scope
      readonly after: Unit | undefined // the user's units between which it goes; neither in an empty list
      readonly before: Unit | undefined
    }
  | {
      readonly act: 'replace' | 'reshell'
      readonly unit: Unit
      readonly own: Unit
      readonly scope: Scope
      readonly inner: Scope
    }
  | { readonly act: 'note'; readonly unit: Unit; readonly own: Unit; readonly note: Note }

export interface Drop {
  readonly unit: Unit // the user's
  readonly list: List
  readonly scope: Scope
  readonly key: string
}

/** A unit that stays as the user has it, and what it would have become. */
export interface Kept {
  readonly unit: string
  readonly line: number
  readonly proposed: string // empty where nothing is generated any more
  readonly why: Why
}

/**
 * `changed`: by the user since it was generated. `yours`: the user wrote something of that name. `names`: it needs or
 * declares a name that this file has not or uses otherwise. `used`: no longer generated, but the user's code needs it.
 * `unsure`: the result would not have been sound.
 */
export type Why = 'changed' | 'yours' | 'names' | 'used' | 'unsure'

export function keep(
  about: Case,
  unit: Unit | undefined,
  own: Unit | undefined,
  scope: Scope,
  why: Why,
  key = unit?.key ?? '',
): void {
  const at = own?.start ?? 0
  const look = { from: about.from, to: about.to, indent: indentAt(about.user.text, at), rename: scope.toUser }
  const proposed = unit ? printed(about.generated, unit.start, unit.end, look) : ''
  about.kept.push({ unit: key, line: placeOf(about.user.text, at).line, proposed, why })
}

/** The key of a user's unit as the manifest has it. */
export function baseKey(about: Case, { key }: Pick<Unit, 'key'>): string {
  for (const [user, base] of about.renamedKeys) {
    if (key === user) return base
    if (key.startsWith(`${user}/`)) return base + key.slice(user.length)
  }
  return key
}

/** Whether a unit, with all that stands in it, is as it was generated. */
export function untouched(about: Case, own: Unit, scope: Scope): boolean {
  const { base, user } = about
  const key = baseKey(about, own)
  const known = base.get(key)
  if (!known) return false
  const below = own.returns ? undefined : [...base.keys()].filter(other => other.startsWith(`${key}/`)).length
  if (!below && wholeHash(user, own, scope.toGenerated) === known.hash) return true
  if (unitHash(user, own, scope.toGenerated) !== known.hash) return false
  const units = own.lists.flatMap(list => [...allUnits(list)])
  const notes = units.flatMap(unit =>
    unit.notes.map(note => ({ key: noteKey({ key: baseKey(about, unit) }, note), text: note.text })),
  )
  return (
    units.every(unit => unitHash(user, unit, scope.toGenerated) === base.get(baseKey(about, unit))?.hash) &&
    notes.every(note => base.get(note.key)?.hash === noteHash(note.text)) &&
    loose(user, own) === notes.length &&
    (below === undefined || below === units.length + notes.length)
  )
}

/** The user's unit with these tokens that stands where nothing was generated: moved there. */
export function isMoved(about: Case, hash: string, scope: Scope): Unit | undefined {
  for (const unit of allUnits(about.user.top)) {
    if (unit.lists.length || about.base.has(baseKey(about, unit))) continue
    if (unitHash(about.user, unit, scope.toGenerated) === hash) return unit
  }
  return undefined
}

// comments that stand between units, attached to one or not
const loose = ({ comments }: File, { lists }: Unit): number => {
  const all = lists.flatMap(list => [list, ...[...allUnits(list)].flatMap(unit => unit.lists)])
  const between = (list: List): number =>
    comments.filter(
      ({ start, end }) =>
        list.open <= start && end <= list.close && !list.items.some(item => item.start <= start && end <= item.end),
    ).length
  return all.reduce((sum, list) => sum + between(list), 0)
}
