import { article, type Arithmetic, type Condition, type Derivation, type Place } from '../spec/index.ts'
import type { Field, FieldType, Resource, Scalar } from './api-model.ts'
import { parseCell } from './cells.ts'
import { resolves, type Complaint } from './check.ts'
import { policiesOf, type Evidence } from './evidence.ts'
import { resourcesByName } from './lookups.ts'
import { refutes } from './refutes.ts'
import { typeName } from './types.ts'

/** Reports rules that their field's type cannot have, defaults of another type, and fields that are derived from themselves. */
export function checkFields(resources: readonly Resource[], { report }: Evidence): void {
  for (const resource of resources)
    for (const field of withInner(resource.fields)) {
      const problem = takenName(field) ?? idleRule(field) ?? badDefault(field)
      if (problem && field.from[0]) report({ place: field.from[0], ...problem })
    }
  // whoever takes part in a circle would tell the same
  for (const { fields } of resources) {
    const field = fields.find(one => isCircular(one, fields))
    if (field?.from[0])
      report({
        place: field.from[0],
        what: `${field.name} is derived from itself`,
        advice: 'Derive it from fields that clients send, or that the service keeps.',
      })
  }
}

const withInner = (fields: readonly Field[]): readonly Field[] =>
  fields.flatMap(field => (field.type.is === 'object' ? [field, ...withInner(field.type.fields)] : [field]))

/** Every object has something else by that name, and code that takes it for a field may be led astray. */
const takenName = ({ name }: Field): Complaint | undefined =>
  name === 'prototype' || name in Object.prototype
    ? {
        what: `no field can be called "${name}"`,
        advice: 'Every object of JavaScript has that already: find another name.',
      }
    : undefined

const texts: readonly Scalar[] = ['string', 'text', 'email', 'url', 'password']
const numbers: readonly Scalar[] = ['integer', 'bigint', 'decimal', 'money', 'amount']
const times: readonly Scalar[] = ['date', 'timestamp']

/** A rule that could say nothing of a value of the type. */
function idleRule(field: Field): Complaint | undefined {
  const { name, type } = field
  const isOne = (...of: readonly Scalar[]) => type.is === 'scalar' && of.includes(type.of)
  const rules: readonly (readonly [rule: string, stated: boolean, fits: boolean, of: string])[] = [
    ['min', field.min !== undefined, hasSize(type), 'numbers, texts and lists'],
    ['max', field.max !== undefined, hasSize(type), 'numbers, texts and lists'],
    ['max … MB', field.size !== undefined, isOne('file'), 'files'],
    ['types', field.mediaTypes !== undefined, isOne('file'), 'files'],
    ['matches', field.pattern !== undefined, isOne(...texts), 'texts'],
    [field.when ?? 'past', field.when !== undefined, isOne(...times), 'dates and timestamps'],
    ['after', field.after !== undefined, isOne(...times, ...numbers), 'dates, timestamps and numbers'],
    ['sorted', field.sorted, type.is === 'list', 'lists'],
    ['searchable', field.searchable, isOne(...texts) || type.is === 'enum' || type.is === 'list', 'texts'],
  ]
  const idle = rules.find(([, stated, fits]) => stated && !fits)
  if (!idle) return undefined
  const [rule, , , of] = idle
  if (rule === 'max' && isOne('file'))
    return { what: `${name} is a file: "max" alone does not say of what`, advice: 'Say how large it may be: max 2 MB.' }
  return { what: `${name} is ${typeName(type)}: "${rule}" says nothing of that`, advice: `It is a rule for ${of}.` }
}

const hasSize = (type: FieldType): boolean =>
  type.is === 'list' ||
  type.is === 'parts' ||
  type.is === 'links' ||
  (type.is === 'scalar' && [...texts, ...numbers].includes(type.of))

function badDefault({ name, type, default: text }: Field): Complaint | undefined {
  if (text === undefined || type.is === 'enum') return undefined
  if (type.is === 'scalar' && times.includes(type.of)) return undefined // now, today
  if (!refutes(type, parseCell(type, text))) return undefined
  return { what: `the default of ${name} is ${text}, and ${name} is ${typeName(type)}`, advice: 'Mend one of the two.' }
}

/** A value that hangs on itself, by way of other fields of its row. */
function isCircular({ name, derived }: Field, fields: readonly Field[]): boolean {
  const seen = new Set<string>()
  let open = ownNames(derived)
  while (open.length > 0) {
    if (open.includes(name)) return true
    for (const one of open) seen.add(one)
    const next = open.flatMap(one => ownNames(fields.find(field => field.name === one)?.derived))
    open = next.filter(one => !seen.has(one))
  }
  return false
}

/** The fields of the row itself that a derivation reads. */
function ownNames(derived: Derivation | undefined): readonly string[] {
  switch (derived?.is) {
    case 'slug':
      return [derived.of]
    case 'joined':
      return derived.of
    case 'arithmetic':
      return operands(derived.of)
    case 'condition':
      return compared(derived.of)
    default:
      return []
  }
}

const operands = (of: Arithmetic): readonly string[] =>
  of.is === 'path'
    ? of.path.length === 1
      ? of.path
      : []
    : of.is === 'number'
      ? []
      : [...operands(of.left), ...operands(of.right)]

const compared = (of: Condition): readonly string[] => {
  if (of.is === 'marked') return []
  if (of.is !== 'compare') return of.all.flatMap(compared)
  return [of.path, ...(of.to.is === 'path' ? [of.to.path] : [])].flatMap(path => (path.length === 1 ? path : []))
}

/** Reports lists that are sorted or filtered by what a declared resource does not have, and yet are answered. */
export function checkLists(resources: readonly Resource[], evidence: Evidence): void {
  const byName = resourcesByName(resources)
  const declared = new Set(policiesOf(evidence, 'fields').map(({ fact }) => fact.resource))
  for (const { example, succeeds, place } of evidence.demands) {
    const { act } = example
    const resource = act.is === 'act' && succeeds ? byName.get(act.resource) : undefined
    if (act.is !== 'act' || !resource || !declared.has(resource.name) || resource.view) continue
    const known = new Set([...resource.list.filters, ...resource.list.conditions.map(({ parameter }) => parameter)])
    const names = [...(act.sort?.split(',') ?? []).map(one => one.trim().replace(/^-/, '')), act.filter?.field]
    const bad = names.find(
      name => name !== undefined && !known.has(name) && !resolves(resource, name.split('.'), byName),
    )
    if (bad !== undefined) evidence.report({ place, ...unknown(resource, bad) })
  }
}

const unknown = (resource: Resource, name: string): Complaint => ({
  what: `${article(resource.name)} has no field "${name}"`,
  advice: `Its fields are: ${[resource.key.name, ...resource.fields.map(field => field.name)].join(', ')}.`,
})

/** Reports who may do what nobody does: an act that no scenario shows. */
export function checkRights(resources: readonly Resource[], evidence: Evidence): void {
  const byName = resourcesByName(resources)
  const places = new Map<string, Place>()
  for (const { fact, place } of policiesOf(evidence, 'allowed')) {
    const { operation, resource } = fact
    const operations = byName.get(resource)?.operations ?? []
    const isKnown =
      usual.has(operation) || operations.some(({ name, path }) => name === operation || path.endsWith(`/${operation}`))
    const key = `${operation} ${resource}`
    if (isKnown || places.has(key)) continue
    places.set(key, place)
    evidence.report({
      place,
      what: `no scenario shows how clients ${operation} ${article(resource)}`,
      advice: `Show it: When the client performs "${operation}" on the ${resource} "…". Or is it one of: ${[...usual].join(', ')}?`,
    })
  }
}

const usual = new Set(['create', 'read', 'list', 'update', 'replace', 'delete'])
