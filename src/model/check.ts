import type { Arithmetic, Condition, Derivation, Place } from '../spec/index.ts'
import { article, plural, resourceName } from '../spec/index.ts'
import type { Field, Resource } from './api-model.ts'
import { relationCalled } from './field.ts'
import { policiesOf, type Evidence } from './evidence.ts'

/** Reports derivations, conditions, defaults and rules that name what is not there. */
export function checkReferences(resources: readonly Resource[], evidence: Evidence): void {
  const { report } = evidence
  const byName = new Map(resources.map(resource => [resource.name, resource]))
  for (const resource of resources) {
    for (const [path, field] of allFields(resource.fields)) {
      const problem =
        badDerivation(field.derived, resource, byName) ??
        badDefault(field) ??
        badBound(field) ??
        badGroup(field, resource) ??
        badOrder(path, field, resource, byName)
      if (problem && field.from[0]) report({ place: field.from[0], ...problem })
    }
    const stranger = resource.keptBy.find(name => !children(resource, plural(name), byName))
    const stated = policiesOf(evidence, 'kept-by').find(
      ({ fact }) => fact.resource === resource.name && fact.by === stranger,
    )
    if (stranger !== undefined && stated) report({ place: stated.place, ...unrelated(resource, plural(stranger)) })
    for (const { of, condition, from } of conditionsOf(resource, byName)) {
      const path = pathsOf(condition).find(one => !resolves(of, one, byName))
      if (path) report({ place: from[0]!, ...unknownField(of, path, condition) })
    }
  }
}

/** The conditions that statements put on rows, and the resource whose rows they are about. */
function conditionsOf(resource: Resource, byName: ReadonlyMap<string, Resource>) {
  const { list, operations, rules = [] } = resource
  return [
    ...list.conditions.map(({ condition, from }) => ({ of: resource, condition, from })),
    ...(resource.sight ?? []).map(({ where, from }) => ({ of: resource, condition: where, from })),
    ...operations.flatMap(({ where, from }) => (where ? [{ of: resource, condition: where, from }] : [])),
    ...rules.flatMap(rule => {
      if (rule.is === 'apart' && rule.where) return [{ of: resource, condition: rule.where, from: rule.from }]
      if (rule.is !== 'needs') return []
      const field = resource.fields.find(({ name }) => name === rule.reference)
      const parent = field && 'resource' in field.type ? byName.get(field.type.resource) : undefined
      return parent ? [{ of: parent, condition: rule.where, from: rule.from }] : []
    }),
  ]
}

export interface Complaint {
  readonly what: string
  readonly advice: string
}

function unknownField(resource: Resource, path: readonly string[], condition?: Condition): Complaint {
  const name = path.join('.')
  const isValue = condition !== undefined && comparedTo(condition).includes(path)
  return {
    what: `${article(resource.name)} has no field "${name}"`,
    advice: `Its fields are: ${namesOf(resource).join(', ')}.${isValue ? ` A value stands in quotes: "${name}".` : ''}`,
  }
}

const namesOf = (resource: Resource) => [
  resource.key.name,
  ...resource.fields.map(({ name }) => name),
  ...(resource.times ?? []),
]

/** Follows `author.name` through references; the first step may be a field, a relation or an object. */
export function resolves(
  resource: Resource,
  [head = '', ...rest]: readonly string[],
  byName: ReadonlyMap<string, Resource> = new Map(),
): boolean {
  if (rest.length === 0) return namesOf(resource).includes(head) || relates(resource, head)
  const field = resource.fields.find(({ name }) => name === head) ?? relationCalled(resource.fields, head)
  if (field?.type.is === 'object') return within(field.type.fields, rest)
  const next = field && 'resource' in field.type ? byName.get(field.type.resource) : undefined
  return next !== undefined && resolves(next, rest, byName)
}

const within = (fields: readonly Field[], [head, ...rest]: readonly string[]): boolean => {
  const field = fields.find(({ name }) => name === head)
  return field?.type.is === 'object' && rest.length > 0 ? within(field.type.fields, rest) : field !== undefined
}

function pathsOf(condition: Condition): readonly (readonly string[])[] {
  if (condition.is === 'marked') return []
  if (condition.is !== 'compare') return condition.all.flatMap(pathsOf)
  return [condition.path, ...(condition.to.is === 'path' ? [condition.to.path] : [])]
}

/** What stands behind the comparisons, where that is no value. */
function comparedTo(condition: Condition): readonly (readonly string[])[] {
  if (condition.is === 'marked') return []
  if (condition.is !== 'compare') return condition.all.flatMap(comparedTo)
  return condition.to.is === 'path' ? [condition.to.path] : []
}

const operands = (expression: Arithmetic): readonly (readonly string[])[] => {
  if (expression.is === 'path') return [expression.path]
  return expression.is === 'number' ? [] : [...operands(expression.left), ...operands(expression.right)]
}

function badDerivation(
  derived: Derivation | undefined,
  resource: Resource,
  byName: ReadonlyMap<string, Resource>,
): Complaint | undefined {
  if (!derived) return undefined
  const within = (of: Resource, paths: readonly (readonly string[])[], condition?: Condition) => {
    const bad = paths.find(path => !resolves(of, path, byName))
    return bad && unknownField(of, bad, condition)
  }
  const own = (paths: readonly (readonly string[])[]) => within(resource, paths)
  switch (derived.is) {
    case 'slug':
      return own([[derived.of]])
    case 'joined':
      return own(derived.of.map(name => name.split('.')))
    case 'arithmetic':
      return own(operands(derived.of))
    case 'condition':
      return within(resource, pathsOf(derived.of), derived.of)
    case 'count': {
      const child = children(resource, derived.of, byName)
      if (!child) return unrelated(resource, derived.of)
      return derived.where && within(child, pathsOf(derived.where), derived.where)
    }
    case 'aggregate': {
      const [head = ''] = operands(derived.of)[0] ?? []
      const child = children(resource, head, byName)
      if (!child) return unrelated(resource, head)
      const paths = operands(derived.of).map(([, ...rest]) => rest)
      return within(child, paths) ?? (derived.where && within(child, pathsOf(derived.where), derived.where))
    }
    default:
      return undefined
  }
}

const unrelated = (resource: Resource, name: string): Complaint => ({
  what: `no "${name}" belong to ${article(resource.name)}`,
  advice: `Say: a ${resourceName(name)} belongs to ${article(resource.name)}, or: ${article(resource.name)} can have many ${name}.`,
})

/** The resource whose rows belong to this one, or are linked with it, under that name. */
export function children(
  resource: Resource,
  name: string,
  byName: ReadonlyMap<string, Resource>,
): Resource | undefined {
  const field = resource.fields.find(one => one.name === name)
  if (field && (field.type.is === 'parts' || field.type.is === 'links')) return byName.get(field.type.resource)
  const other = byName.get(resourceName(name))
  const belongs = other?.fields.some(({ type }) => type.is === 'reference' && type.resource === resource.name)
  const linked = [resource, other].some((one, n, all) =>
    one?.fields.some(({ type }) => type.is === 'links' && type.resource === all[1 - n]?.name),
  )
  return belongs || linked ? other : undefined
}

/** The fields by path, those inside of objects too. */
const allFields = (fields: readonly Field[], outer = ''): readonly (readonly [path: string, field: Field])[] =>
  fields.flatMap(field => [
    [outer + field.name, field] as const,
    ...(field.type.is === 'object' ? allFields(field.type.fields, `${outer}${field.name}.`) : []),
  ])

/** The field that one comes after is named by its whole path, or by its name beside it. */
function badOrder(
  path: string,
  { after }: Field,
  resource: Resource,
  byName: ReadonlyMap<string, Resource>,
): Complaint | undefined {
  if (after === undefined) return undefined
  const beside = [...path.split('.').slice(0, -1), ...after.split('.')]
  const known = [after.split('.'), beside].some(one => resolves(resource, one, byName))
  return known ? undefined : unknownField(resource, after.split('.'))
}

function badDefault({ name, type, default: text }: Field): Complaint | undefined {
  if (text === undefined || type.is !== 'enum' || type.values.includes(text.replace(/^"|"$/g, ''))) return undefined
  return { what: `the default of ${name} is none of its values`, advice: `They are: ${type.values.join(', ')}.` }
}

/** A field that is unique among the rows that share something: they must have that. */
function badGroup({ name, uniquePer = [] }: Field, resource: Resource): Complaint | undefined {
  const bad = uniquePer.find(
    per => !(per === 'owner' && resource.owner !== undefined) && !resolves(resource, [per]) && !relates(resource, per),
  )
  if (bad === 'owner') {
    const advice = `Say who that is: only its owner may update ${article(resource.name)}. Or: unique per another field.`
    return { what: `${name} is unique per owner, and ${article(resource.name)} has no owner`, advice }
  }
  return bad === undefined ? undefined : unknownField(resource, [bad])
}

const relates = ({ fields }: Resource, name: string): boolean => relationCalled(fields, name) !== undefined

function badBound({ name, min, max }: Field): Complaint | undefined {
  if (min === undefined || max === undefined || min <= max) return undefined
  return {
    what: `${name} is at least ${min} and at most ${max}: nothing is both`,
    advice: 'Swap the two, or mend one.',
  }
}

/** Two names that have one plural would be written into the same files: one of them is a plural that was not understood. */
export function checkNames(resources: readonly Resource[], evidence: Evidence): void {
  const { report } = evidence
  const byPlural = new Map<string, Resource>()
  for (const resource of resources) {
    if (!/^[a-z][a-z\d]*(?: [a-z\d]+)*$/.test(resource.name))
      report({
        place: placeOf(resource, evidence),
        what: `"${resource.name}" is no name that code can have`,
        advice: 'Name a resource in words of the letters a to z; digits may stand in them, not before.',
      })
    const known = byPlural.get(plural(resource.name))
    if (known)
      report({
        place: placeOf(resource, evidence),
        also: known.from[0],
        what: `"${resource.name}" and "${known.name}" have the same plural, "${plural(resource.name)}"`,
        advice: `If they are one thing, tell its plural in brine.config.ts: plurals: { '${known.name}': '${plural(known.name)}' }. Else rename one.`,
      })
    byPlural.set(plural(resource.name), resource)
  }
}

/** Where a resource is spoken of first: in a statement about it, else in whatever names it. */
function placeOf({ name, from }: Resource, { of, statesOf, policies, demands }: Evidence): Place {
  const spoken = from[0] ?? of(name)[0]?.place ?? statesOf(name)[0]?.place
  const named = () => policies.find(({ fact }) => JSON.stringify(fact).includes(JSON.stringify(name)))?.place
  return spoken ?? named() ?? demands[0]?.place ?? { uri: 'features', line: 1, column: 1 }
}
