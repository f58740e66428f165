import type { Case } from './case.ts'
import { hashUnderKey, type Rename, unitHash } from './hash.ts'
import { keyOf } from './keys.ts'
import { textOf } from './ast.ts'
import { bodyScope, matchParams, type Scope } from './scope.ts'
import { allUnits, type List, type Unit } from './units.ts'

/** Which unit of the user's goes with which generated one. `renamed` are members under another key. */
export interface Pairing {
  readonly pairs: ReadonlyMap<Unit, Unit>
  readonly renamed: ReadonlySet<Unit>
}

/** Pairs units by key; then those that the user renamed, where their tokens make it certain. */
export function pairUp(about: Case, generated: List, user: List, scope: Scope): Pairing {
  const bySegment = new Map(user.items.map(unit => [unit.segment, unit]))
  const pairs = new Map<Unit, Unit>()
  const renamed = new Set<Unit>()
  for (const unit of generated.items) {
    const own = bySegment.get(unit.segment)
    if (own) pairs.set(unit, own)
  }
  const free = new Set(user.items)
  for (const own of pairs.values()) free.delete(own)
  const isOpen = ({ key }: Unit) => about.base.size === 0 || about.base.has(key)
  const missing = new Set(generated.items.filter(unit => !pairs.has(unit) && isOpen(unit)))
  // a rename may be seen only after another one is known: `const a = f(b)`
  for (let found = true; found;) {
    found = false
    for (const unit of missing) {
      const candidates = [...free].filter(
        about.base.size === 0
          ? own => isMeant(about, unit, own)
          : own => isSame(about, unit, own, scope) || isRenamed(about, unit, own, scope, pairs),
      )
      const [own] = candidates
      if (!own || candidates.length > 1) continue
      pairs.set(unit, own)
      missing.delete(unit)
      free.delete(own)
      found = true
      noteRename(about, unit, own, generated, scope)
      if (!unit.binds.length && !isSame(about, unit, own, scope)) renamed.add(unit)
    }
  }
  return { pairs, renamed }
}

/** The scope in the function that a unit declares, if it does. */
export function scopeInside({ generated, user, base }: Case, unit: Unit, own: Unit, scope: Scope): Scope {
  const [list, ownList] = [unit, own].map(({ lists }) => lists.find(({ id }) => id === 'statements'))
  if (!list || !ownList) return scope
  const inner = bodyScope(scope, list, ownList)
  // a head as it was generated: then it is the generator that renamed
  if (unitHash(user, own, inner.toGenerated) !== base.get(unit.key)?.hash)
    matchParams(inner, [generated, list], [user, ownList])
  return inner
}

function noteRename(about: Case, unit: Unit, own: Unit, list: List, scope: Scope): void {
  about.renamedKeys.unshift([own.key, unit.key]) // the longest first
  const [to] = own.binds
  const [from] = unit.binds
  if (!from || !to) return
  scope.renamed(from.name, to.name)
  if (list.id === 'top') about.renames.set(from.name, to.name)
}

// keyed by a name that it uses, and the user has another one for that: `.use(bookRoutes)`
const isSame = (about: Case, unit: Unit, own: Unit, scope: Scope): boolean =>
  !unit.binds.length &&
  !own.binds.length &&
  isBase(about, unit, unitHash(about.user, own, scope.toGenerated)) &&
  childrenAgree(about, unit, own, scope.toGenerated)

function isRenamed(about: Case, unit: Unit, own: Unit, scope: Scope, pairs: ReadonlyMap<Unit, Unit>): boolean {
  const [from, ...moreFrom] = unit.binds
  const [to, ...moreTo] = own.binds
  if (unit.node.type !== own.node.type) return false
  if (!from || !to) return !unit.binds.length && !own.binds.length && isMemberRenamed(about, unit, own, scope)
  if (moreFrom.length || moreTo.length || from.type !== to.type || from.value !== to.value) return false
  const known = scope.toUser(from.name)
  // a type and a value of one name are renamed together
  if (known !== from.name) return known === to.name
  if (about.knownRenames[from.name] === to.name && unit.key === from.name) return true
  const inner = scopeInside(about, unit, own, scope)
  const trial: Rename = name => (name === to.name ? from.name : inner.toGenerated(name))
  return (
    isBase(about, unit, unitHash(about.user, own, trial)) &&
    (childrenAgree(about, unit, own, trial) || othersAgree(about, to.name, pairs, trial))
  )
}

/** In a file that was never generated: what has at least half of the members is what it was meant to be, whatever its name. */
function isMeant(about: Case, unit: Unit, own: Unit): boolean {
  const [from, ...moreFrom] = unit.binds
  const [to, ...moreTo] = own.binds
  if (unit.node.type !== own.node.type || !from || !to) return false
  if (moreFrom.length || moreTo.length || from.type !== to.type || from.value !== to.value) return false
  const [wanted = [], there = []] = [unit, own].map(({ key, lists }) =>
    lists.flatMap(list => [...allUnits(list)]).map(inner => inner.key.slice(key.length)),
  )
  return wanted.length > 0 && wanted.filter(key => there.includes(key)).length * 2 >= wanted.length
}

function isMemberRenamed(about: Case, unit: Unit, own: Unit, scope: Scope): boolean {
  const key = keyOf(own.node)
  const name = textOf(keyOf(unit.node), 'name')
  if (!key || !name || unit.lists.length || own.lists.length) return false
  return isBase(about, unit, hashUnderKey(about.user, own, key.start, name, scope.toGenerated))
}

const isBase = (about: Case, unit: Unit, hash: string): boolean =>
  hash === about.base.get(unit.key)?.hash || hash === unitHash(about.generated, unit)

// the shell of a container says little: more than half of what was generated in it has to be there too
function childrenAgree(about: Case, unit: Unit, own: Unit, trial: Rename): boolean {
  // comments have records of their own, and say nothing of what a container holds
  const keys = [...about.base.keys()].filter(key => key.startsWith(`${unit.key}/`) && !/ \/[/*]/.test(key))
  if (!keys.length) return true
  const hashes = new Map(
    own.lists
      .flatMap(list => [...allUnits(list)])
      .map(inner => [unit.key + inner.key.slice(own.key.length), unitHash(about.user, inner, trial)]),
  )
  return keys.filter(key => hashes.get(key) === about.base.get(key)?.hash).length * 2 > keys.length
}

// another unit that is as it was generated, but for this name
const othersAgree = (about: Case, name: string, pairs: ReadonlyMap<Unit, Unit>, trial: Rename): boolean =>
  [...pairs].some(
    ([{ key }, own]) =>
      about.user.uses.some(use => use.name === name && own.start <= use.start && use.end <= own.end) &&
      unitHash(about.user, own, trial) === about.base.get(key)?.hash,
  )
