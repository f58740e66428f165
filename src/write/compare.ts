import { baseKey, type Case, isMoved, keep, untouched } from './case.ts'
import { noteHash, unitHash, wholeHash } from './hash.ts'
import { pairUp, scopeInside } from './pair.ts'
import type { Scope } from './scope.ts'
import { keysBelow, type List, noteKey, type Unit } from './units.ts'

/**
 * Sets the units of a generated list beside those of the user's list, and notes in the case what should happen to
 * each: it stays, is wanted (inserted, replaced), dropped, kept as the user's or left deleted.
 */
export function compareLists(about: Case, generated: List, user: List, scope: Scope): void {
  const { pairs, renamed } = pairUp(about, generated, user, scope)
  let after: Unit | undefined
  for (const unit of generated.items) {
    const own = pairs.get(unit)
    if (own) {
      compareUnits(about, unit, own, scope, renamed.has(unit))
      after = own
      continue
    }
    const base = about.base.get(unit.key)
    if (base && !about.restore(unit.key)) {
      const moved = isMoved(about, base.hash, scope)
      if (!moved) {
        about.deleted.push(unit.key)
        about.stays.push(unit.key) // with what was in it, by which it may be known again
      } else if (base.hash !== unitHash(about.generated, unit)) keep(about, unit, moved, scope, 'changed')
      continue
    }
    if (base && isMoved(about, base.hash, scope)) continue
    after = belowItsNeeds(about, unit, user, scope, after)
    const next = after ? undefined : following(generated, unit, pairs)
    about.wants.push({ act: 'insert', unit, list: generated, into: user, scope, after, before: next })
  }
  dropGone(about, user, pairs, scope)
}

/** At the top of a file a name is of use only below where it gets its value: people may have moved that down. */
function belowItsNeeds(about: Case, unit: Unit, user: List, scope: Scope, after: Unit | undefined): Unit | undefined {
  if (user.id !== 'top') return after
  const uses = about.generated.uses.filter(use => unit.start <= use.start && use.end <= unit.end)
  const names = new Set(uses.map(({ name }) => scope.toUser(name)))
  const last = user.items.findLast(({ binds }) => binds.some(({ name, value }) => value && names.has(name)))
  return last && last.start > (after?.start ?? -1) ? last : after
}

function compareUnits(about: Case, unit: Unit, own: Unit, scope: Scope, underOtherKey: boolean): void {
  compareNotes(about, unit, own)
  const inner = scopeInside(about, unit, own, scope)
  const shells = unit.lists.length > 0 && own.lists.length > 0
  const wanted = unitHash(about.generated, unit)
  const has = shells ? unitHash(about.user, own, inner.toGenerated) : wholeHash(about.user, own, inner.toGenerated)
  const base = about.base.get(unit.key)
  if (has === wanted || (!shells && has === wholeHash(about.generated, unit))) {
    about.same.add(unit.key)
    if (!shells) for (const key of keysBelow(unit)) about.same.add(key)
  } else if (base?.hash === wanted && (shells || !hasNews(about, unit))) {
    // the user's, and nothing newer to propose
  } else if (underOtherKey) {
    return keep(about, unit, own, scope, 'changed')
  } else if (shells && has === base?.hash && sameLists(unit, own)) {
    about.wants.push({ act: 'reshell', unit, own, scope, inner })
  } else if (untouched(about, own, inner)) {
    about.wants.push({ act: 'replace', unit, own, scope, inner })
    return
  } else {
    keep(about, unit, own, inner, base ? 'changed' : 'yours')
  }
  if (!shells) return
  for (const list of unit.lists) {
    const match = own.lists.find(({ id }) => id === list.id)
    if (match) compareLists(about, list, match, list.id === 'statements' ? inner : scope)
    else if (list.items.some(item => hasNews(about, item))) keep(about, unit, own, inner, 'changed')
  }
}

function compareNotes(about: Case, unit: Unit, own: Unit): void {
  const here = new Set(own.notes.map(({ text }) => text))
  for (const note of unit.notes) {
    const key = noteKey(unit, note)
    if (here.has(note.text)) about.same.add(key)
    else if (!about.base.has(key)) about.wants.push({ act: 'note', unit, own, note })
  }
  const wanted = new Set(unit.notes.map(({ text }) => text))
  for (const note of own.notes) {
    const known = about.base.get(noteKey(unit, note))
    if (!wanted.has(note.text) && known?.hash === noteHash(note.text)) about.dropNotes.push(note)
  }
}

// what was generated once and is not any more
function dropGone(about: Case, user: List, pairs: ReadonlyMap<Unit, Unit>, scope: Scope): void {
  const paired = new Set(pairs.values())
  for (const own of user.items) {
    const key = baseKey(about, own)
    if (paired.has(own) || !about.base.has(key) || about.generatedKeys.has(key)) continue
    if (untouched(about, own, scope)) about.drops.push({ unit: own, list: user, scope, key })
    else {
      about.stays.push(key)
      keep(about, undefined, own, scope, 'changed', key)
    }
  }
}

const following = (list: List, unit: Unit, pairs: ReadonlyMap<Unit, Unit>): Unit | undefined =>
  list.items
    .slice(list.items.indexOf(unit))
    .map(item => pairs.get(item))
    .find(item => item !== undefined)

const sameLists = (a: Unit, b: Unit): boolean =>
  a.lists.length === b.lists.length && a.lists.every(({ id }, i) => id === b.lists[i]?.id)

const hasNews = (about: Case, unit: Unit): boolean =>
  about.base.get(unit.key)?.hash !== unitHash(about.generated, unit) ||
  unit.lists.some(({ items }) => items.some(item => hasNews(about, item)))
