import { many, type Node, one, textOf } from './ast.ts'
import type { Rename } from './hash.ts'
import { boundNames } from './keys.ts'
import type { Space } from './shape.ts'
import type { Binding, File, List } from './units.ts'

/** What names mean in a list of the generated file and in the list of the user's file that goes with it. */
export class Scope {
  readonly outer: Scope | undefined
  readonly generated = new Map<string, Binding>()
  readonly user = new Map<string, Binding>()
  readonly #toUser = new Map<string, string>()
  readonly #toGenerated = new Map<string, string>()

  constructor(outer?: Scope) {
    this.outer = outer
  }

  /** Notes that the user calls `generated` by another name. One name stands for one thing, or nothing is noted. */
  renamed(generated: string, user: string): void {
    if (this.#toUser.has(generated) || this.#toGenerated.has(user)) return
    this.#toUser.set(generated, user)
    this.#toGenerated.set(user, generated)
  }

  readonly toUser: Rename = name =>
    this.#toUser.get(name) ?? (this.generated.has(name) ? name : (this.outer?.toUser(name) ?? name))

  readonly toGenerated: Rename = name =>
    this.#toGenerated.get(name) ?? (this.user.has(name) ? name : (this.outer?.toGenerated(name) ?? name))

  /** The scope, from here outwards, in which the generated file binds a name. */
  binderOf(name: string): Scope | undefined {
    return this.generated.has(name) ? this : this.outer?.binderOf(name)
  }

  /** What the user's file calls a name at this place, from here outwards. */
  userBinding(name: string, space: Space): Binding | undefined {
    const own = this.user.get(name)
    return own && (space === 'either' || own[space]) ? own : this.outer?.userBinding(name, space)
  }
}

/** Adds a binding; a name may stand for a value and a type. */
function bind(names: Map<string, Binding>, { name, value, type }: Binding): void {
  const had = names.get(name)
  names.set(name, { name, value: value || (had?.value ?? false), type: type || (had?.type ?? false) })
}

/** The scope of two files, with the aliases of the user's imports; `base` knows those that are generated no more. */
export function fileScope(generated: File, user: File, base: ReadonlyMap<string, unknown>): Scope {
  const scope = new Scope()
  for (const [names, file] of [
    [scope.generated, generated],
    [scope.user, user],
  ] as const) {
    for (const { local, type } of file.imports.flatMap(({ specifiers }) => specifiers)) {
      if (local) bind(names, { name: local, value: !type, type: true })
    }
    for (const binding of file.top.items.flatMap(({ binds }) => binds)) bind(names, binding)
  }
  const own = new Map(user.imports.flatMap(({ specifiers }) => specifiers).map(specifier => [specifier.key, specifier]))
  for (const { key, local } of generated.imports.flatMap(({ specifiers }) => specifiers)) {
    const name = own.get(key)?.local
    if (name && name !== local) scope.renamed(local, name)
  }
  for (const { key, kind, imported, local } of own.values()) {
    if (kind === 'named' && local !== imported && base.has(key) && !scope.generated.has(imported))
      scope.renamed(imported, local)
  }
  return scope
}

/** The scope inside two function bodies. */
export function bodyScope(outer: Scope, generated: List, user: List): Scope {
  const scope = new Scope(outer)
  for (const [names, list] of [
    [scope.generated, generated],
    [scope.user, user],
  ] as const) {
    for (const name of list.params.flatMap(boundNames)) bind(names, { name, value: true, type: false })
    for (const binding of list.items.flatMap(({ binds }) => binds)) bind(names, binding)
  }
  return scope
}

/** Notes the parameters that the user renamed: of the same type and unknown to the generated function, or in the same place. */
export function matchParams(
  scope: Scope,
  [generatedFile, generated]: readonly [File, List],
  [userFile, user]: readonly [File, List],
): void {
  const plain = (params: readonly Node[], others: Map<string, Binding>) =>
    params.map((node, at) => ({ node, at, name: textOf(node, 'name') })).filter(({ name }) => name && !others.has(name))
  const keys = new Map(generated.params.flatMap(fieldsOf))
  for (const [key, name] of user.params.flatMap(fieldsOf)) {
    const wanted = keys.get(key) ?? key // what is generated no more had the name of its key
    if (wanted !== name) scope.renamed(wanted, name)
  }
  const strange = plain(user.params, scope.generated)
  for (const param of plain(generated.params, scope.user)) {
    const wanted = typeText(generatedFile, param.node)
    const same = strange.filter(({ node }) => typeText(userFile, node, name => scope.toGenerated(name)) === wanted)
    const inPlace = user.params.length === generated.params.length ? same.filter(({ at }) => at === param.at) : []
    const [found] = same.length === 1 ? same : inPlace
    if (found) scope.renamed(param.name, found.name)
  }
}

// what `{ key: name }` takes apart
const fieldsOf = (param: Node): readonly (readonly [key: string, name: string])[] =>
  param.type !== 'ObjectPattern'
    ? []
    : many(param, 'properties').flatMap(field => {
        const [key, value] = [textOf(one(field, 'key'), 'name'), textOf(one(field, 'value'), 'name')]
        return key && value ? [[key, value] as const] : []
      })

function typeText(file: File, param: Node, rename: Rename = name => name): string {
  const type = one(param, 'typeAnnotation')
  if (!type) return ''
  const tokens = file.tokens.list.filter(({ start, end }) => start >= type.start && end <= type.end)
  return tokens.map(({ text, name }) => (name ? rename(text) : text)).join(' ')
}
