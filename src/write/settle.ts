import { type Case, type Drop, keep, type Want } from './case.ts'
import { boundNames } from './keys.ts'
import type { Specifier } from './imports.ts'
import { memberOf, type Needs } from './needs.ts'
import type { Scope } from './scope.ts'
import type { NameUse, Space } from './shape.ts'
import { type File, shellOf, type Unit } from './units.ts'

/** What is done in the end: everything wanted that finds the names that it needs, and the imports that go with it. */
export interface Settled {
  readonly wants: readonly Want[]
  readonly drops: readonly Drop[]
  readonly addImports: readonly Specifier[] // generated
  readonly dropImports: readonly Specifier[] // the user's
}

/**
 * Refuses what would not compile: text that needs a name that the user's file does not have, or declares one that it
 * uses otherwise, and the removal of what the user's code needs. One refusal may be the cause of the next.
 * `absent` are generated imports of what the user took out of the module; `needed` is what code of other files needs.
 */
export function settle(about: Case, top: Scope, { absent, needed }: Pick<State, 'absent' | 'needed'>): Settled {
  const state: State = { about, top, absent, needed, wants: new Set(about.wants), drops: new Set(about.drops) }
  for (let changed = true; changed;) {
    changed = false
    for (const want of state.wants) {
      if (want.act === 'note' || fits(state, want)) continue
      state.wants.delete(want)
      changed = true
      if (want.act === 'insert') keep(about, want.unit, want.after ?? want.before, want.scope, 'names')
      else keep(about, want.unit, want.own, want.inner, 'names')
    }
    for (const drop of state.drops) {
      if (!isNeeded(state, drop)) continue
      state.drops.delete(drop)
      changed = true
      about.stays.push(drop.key)
      keep(about, undefined, drop.unit, drop.scope, 'used', drop.key)
    }
  }
  return { wants: [...state.wants], drops: [...state.drops], ...imports(state) }
}

interface State {
  readonly about: Case
  readonly top: Scope
  readonly absent: ReadonlySet<string>
  readonly needed: Needs
  readonly wants: Set<Want>
  readonly drops: Set<Drop>
}

type Code = Exclude<Want, { act: 'note' }>

function fits(state: State, want: Code): boolean {
  const { generated } = state.about
  const uses = usesOf(generated, want)
  return (
    uses.every(use => isAvailable(state, want, use)) &&
    !captures(want, uses) &&
    (want.act !== 'insert' || !clashes(state, want.unit, want.scope)) &&
    (want.act !== 'reshell' || !losesParam(state, want))
  )
}

function isAvailable(state: State, want: Code, use: NameUse): boolean {
  const binder = want.scope.binderOf(use.name)
  if (!binder) return true
  const name = binder.toUser(use.name)
  for (let at: Scope | undefined = want.scope; at && at !== binder; at = at.outer) if (at.user.has(name)) return false
  return (
    isBound(state, binder, name, use) ||
    isGiven(state, binder, use) ||
    (!binder.outer && importOf(state, use) !== undefined)
  )
}

// bound in the user's file by something that stays, and that may well be the same thing
function isBound({ about, top, drops }: State, binder: Scope, name: string, { name: wanted, space }: NameUse): boolean {
  const bound = binder.userBinding(name, space)
  if (!bound || [...drops].some(drop => drop.scope === binder && binds(drop.unit, name, space))) return false
  if (binder !== top) return true
  const specifier = specifierFor(about.generated, wanted, space)
  const declared = about.user.top.items.some(unit => binds(unit, name, space))
  // an own declaration in place of an import that this file never had is some other thing
  return !specifier || !declared || about.base.has(specifier.key)
}

const isGiven = ({ wants }: State, binder: Scope, { name, space }: NameUse): boolean =>
  [...wants].some(
    want =>
      (want.act === 'insert' && want.scope === binder && binds(want.unit, name, space)) ||
      (want.act === 'reshell' && want.inner === binder && paramsOf(want.unit).includes(name)),
  )

function importOf({ about, absent, top }: State, { name, space }: NameUse): Specifier | undefined {
  const specifier = specifierFor(about.generated, name, space)
  if (!specifier || absent.has(specifier.key)) return undefined
  const taken = top.user.get(specifier.local)
  const own = about.user.imports.flatMap(({ specifiers }) => specifiers).find(({ key }) => key === specifier.key)
  return !taken || own ? specifier : undefined
}

const specifierFor = (file: File, name: string, space: Space): Specifier | undefined =>
  file.imports
    .flatMap(({ specifiers }) => specifiers)
    .find(({ local, type }) => local === name && (!type || space !== 'value'))

// renaming must not make two names one
function captures(want: Code, uses: readonly NameUse[]): boolean {
  const scope = want.act === 'insert' ? want.scope : want.inner
  const names = new Set(uses.map(({ name }) => name))
  return [...names].some(name => {
    const to = scope.toUser(name)
    return to !== name && names.has(to) && scope.toUser(to) === to
  })
}

const clashes = ({ drops }: State, unit: Unit, scope: Scope): boolean =>
  unit.binds.some(({ name, value, type }) => {
    const own = scope.user.get(scope.toUser(name))
    const dropped = [...drops].some(drop => drop.scope === scope && drop.unit.binds.some(b => b.name === own?.name))
    return own && !dropped && ((own.value && value) || (own.type && type))
  })

// the user's code in a function needs a parameter that the new head has not
function losesParam(state: State, { unit, own, inner }: Extract<Code, { act: 'reshell' | 'replace' }>): boolean {
  const kept = new Set(paramsOf(unit).map(inner.toUser))
  const lost = paramsOf(own).filter(name => !kept.has(name))
  const regions = own.lists.filter(({ id }) => id === 'statements')
  return lost.some(name =>
    remaining(state).some(
      use => use.name === name && regions.some(({ start, end }) => start <= use.start && use.end <= end),
    ),
  )
}

const paramsOf = (unit: Unit): readonly string[] => unit.lists.flatMap(({ params }) => params.flatMap(boundNames))

const binds = (unit: Unit, name: string, space: Space): boolean =>
  unit.binds.some(b => b.name === name && (space === 'either' || b[space]))

/** The names that inserted text brings with it. */
function usesOf({ uses }: File, want: Code): readonly NameUse[] {
  const { start, end, lists } = want.unit
  const own = want.act === 'insert' ? [] : paramsOf(want.unit)
  return uses.filter(
    use =>
      start <= use.start &&
      use.end <= end &&
      (want.act !== 'reshell' || !lists.some(list => list.start <= use.start && use.end <= list.end)) &&
      (want.act !== 'reshell' || !own.includes(use.name)),
  )
}

/** The user's names that are there still when all is done. */
function remaining({ about, wants, drops }: State): readonly NameUse[] {
  const gone: { readonly start: number; readonly end: number }[] = [...drops].map(({ unit }) => unit)
  for (const want of wants) {
    if (want.act === 'replace') gone.push(want.own)
    if (want.act === 'reshell') gone.push(...shellOf(want.own))
  }
  return about.user.uses.filter(use => !gone.some(({ start, end }) => start <= use.start && use.end <= end))
}

// what is no longer generated goes only if no code that stays needs its names, or the generated file has them otherwise
function isNeeded(state: State, { unit, list, scope, key }: Drop): boolean {
  const { needed } = state
  if (list.id === 'top' && unit.binds.some(({ name }) => needed.names.has(name))) return true
  if (needed.members.has(memberOf(key) ?? '')) return true
  const names = unit.binds.map(({ name }) => name).filter(name => !scope.generated.has(scope.toGenerated(name)))
  return (
    names.length > 0 &&
    remaining(state).some(use => names.includes(use.name) && !(unit.start <= use.start && use.end <= unit.end))
  )
}

function imports(state: State): Pick<Settled, 'addImports' | 'dropImports'> {
  const { about, top, wants } = state
  const own = about.user.imports.flatMap(({ specifiers }) => specifiers)
  const wanted = about.generated.imports.flatMap(({ specifiers }) => specifiers)
  const ownKeys = new Set(own.map(({ key }) => key))
  const wantedKeys = new Set(wanted.map(({ key }) => key))
  const add = new Set(wanted.filter(({ kind, key }) => kind === 'effect' && !ownKeys.has(key) && isNew(about, key)))
  const names = new Set(remaining(state).map(({ name }) => name))
  for (const want of wants) {
    if (want.act === 'note') continue
    for (const use of usesOf(about.generated, want)) {
      const binder = want.scope.binderOf(use.name)
      names.add(want.scope.toUser(use.name))
      if (binder !== top || isBound(state, top, top.toUser(use.name), use) || isGiven(state, top, use)) continue
      const specifier = importOf(state, use)
      if (specifier) add.add(specifier)
    }
  }
  const drop: Specifier[] = []
  for (const specifier of own) {
    if (!about.base.has(specifier.key) || wantedKeys.has(specifier.key)) continue
    const moved = wanted.find(
      ({ key, local }) => local === top.toGenerated(specifier.local) && !ownKeys.has(key) && !about.base.has(key),
    )
    if (moved) add.add(moved)
    if (moved || !names.has(specifier.local)) drop.push(specifier)
  }
  const added = new Set([...add].map(({ key }) => key))
  for (const { key, kind } of wanted) {
    if (ownKeys.has(key)) about.same.add(key)
    else if (kind === 'effect' && about.base.has(key) && !added.has(key)) about.deleted.push(key)
  }
  return { addImports: [...add], dropImports: drop }
}

const isNew = (about: Case, key: string): boolean => !about.base.has(key) || about.restore(key)
