import type { Arithmetic, Condition } from '../spec/index.ts'
import type { Field, Resource } from './api-model.ts'
import { relationCalled } from './field.ts'
import { children } from './check.ts'
import { resourcesByName } from './lookups.ts'

/** A step from a row to others: to those that refer to it, to the one that it refers to, or over a join table. */
export type Hop =
  | { readonly is: 'children'; readonly of: Resource; readonly reference: string }
  | { readonly is: 'parent'; readonly of: Resource; readonly reference: string }
  | { readonly is: 'linked'; readonly of: Resource }

/** What a value of a row depends on: fields of rows that the hops lead to; none lead to the row itself. */
export interface Influence {
  readonly hops: readonly Hop[]
  readonly resource: Resource
  readonly fields: ReadonlySet<string>
}

/** Everything that the field of a row depends on, through derivations and relations. */
export function influencesOn(
  resource: Resource,
  path: readonly string[],
  resources: readonly Resource[],
): readonly Influence[] {
  const byName = resourcesByName(resources)
  const found = new Map<string, { hops: readonly Hop[]; resource: Resource; fields: Set<string> }>()

  follow(resource, path, [])
  return [...found.values()]

  function depend(at: Resource, field: string, hops: readonly Hop[]): void {
    const key = hops.map(hop => `${hop.is} ${hop.of.name} ${'reference' in hop ? hop.reference : ''}`).join('/')
    const known = found.get(key) ?? { hops, resource: at, fields: new Set<string>() }
    known.fields.add(field)
    found.set(key, known)
  }

  function follow(at: Resource, [head = '', ...rest]: readonly string[], hops: readonly Hop[]): void {
    const field = fieldNamed(at, head)
    if (field?.derived) return derive(at, field, hops)
    depend(at, field?.name ?? head, hops)
    const parent = field?.type.is === 'reference' && rest.length > 0 ? byName.get(field.type.resource) : undefined
    if (parent) follow(parent, rest, [...hops, { is: 'parent', of: parent, reference: field!.name }])
  }

  function derive(at: Resource, { derived, name }: Field, hops: readonly Hop[]): void {
    if (hops.length > 5) return // a circle of derivations
    switch (derived?.is) {
      case 'arithmetic':
        return pathsOf(derived.of).forEach(path => follow(at, path, hops))
      case 'condition':
        return comparedPaths(derived.of).forEach(path => follow(at, path, hops))
      case 'count':
        return among(at, derived.of, derived.where ? comparedPaths(derived.where) : [], hops)
      case 'aggregate': {
        const paths = pathsOf(derived.of)
        return among(
          at,
          paths[0]?.[0] ?? '',
          [...paths.map(([, ...rest]) => rest), ...(derived.where ? comparedPaths(derived.where) : [])],
          hops,
        )
      }
      default:
        return depend(at, name, hops)
    }
  }

  function among(at: Resource, name: string, paths: readonly (readonly string[])[], hops: readonly Hop[]): void {
    const child = children(at, name, byName)
    if (!child) return
    const reference = child.fields.find(({ type }) => type.is === 'reference' && type.resource === at.name)
    const hop: Hop = reference ? { is: 'children', of: child, reference: reference.name } : { is: 'linked', of: child }
    depend(child, reference?.name ?? child.key.name, [...hops, hop])
    for (const path of paths) follow(child, path, [...hops, hop])
  }
}

const fieldNamed = (resource: Resource, name: string): Field | undefined =>
  resource.fields.find(field => field.name === name) ?? relationCalled(resource.fields, name)

const pathsOf = (of: Arithmetic): readonly (readonly string[])[] =>
  of.is === 'path' ? [of.path] : of.is === 'number' ? [] : [...pathsOf(of.left), ...pathsOf(of.right)]

const comparedPaths = (of: Condition): readonly (readonly string[])[] =>
  of.is === 'compare'
    ? [of.path, ...(of.to.is === 'path' ? [of.to.path] : [])]
    : of.is === 'marked'
      ? []
      : of.all.flatMap(comparedPaths)
