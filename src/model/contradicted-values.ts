import {
  expectedStatus,
  formatName,
  isRef,
  parts,
  type Cells,
  type Fact,
  type Place,
  type Problem,
  type Template,
} from '../spec/index.ts'
import type { Field, FieldType, Resource } from './api-model.ts'
import { parseCell } from './cells.ts'
import { objectOf, tablesOf, type Demand, type Evidence } from './evidence.ts'
import { items } from './idioms/keys.ts'
import { sentItem } from './idioms/wrapping.ts'
import { resourcesByName } from './lookups.ts'
import { refutes } from './refutes.ts'
import { isListing } from './sights.ts'

/** A value that the features write for a field: which, and where. */
interface Shown {
  readonly resource: Resource
  readonly path: readonly string[]
  readonly value: Template
  readonly place: Place
  /** The row of the table that it stands in, from 0. */
  readonly row?: number
}

/**
 * Reports values that a field of the declared type cannot have: in rows that are there, in requests that are accepted and
 * in what is expected of answers. Requests that are refused may send whatever they like.
 */
export function checkValues(resources: readonly Resource[], evidence: Evidence): void {
  const byName = resourcesByName(resources)
  const found = new Map<string, { readonly shown: Shown; readonly type: FieldType; readonly at: Place; more: number }>()
  for (const shown of shownIn(byName, evidence)) {
    const at = declaration(shown, evidence)
    const type = at && typeAt(shown.resource.fields, shown.path)
    if (!at || !type || isHeld(shown.value) || !refutes(type, shown.value)) continue
    const key = `${shown.resource.name}.${shown.path.join('.')}`
    const known = found.get(key)
    if (known) known.more += 1
    else found.set(key, { shown, type, at, more: 0 })
  }
  for (const one of found.values()) evidence.report(problem(one.shown, one.type, one.at, one.more))
}

function problem({ resource, path, value, place, row }: Shown, type: FieldType, also: Place, more: number): Problem {
  const shown = JSON.stringify(value)
  const others = more === 0 ? '' : `\nSo ${more === 1 ? 'does one other place' : `do ${more} other places`}.`
  return {
    place,
    also,
    what: `${shown} contradicts the declaration of ${path.join('.')} of a ${resource.name}: ${described(type)}`,
    advice: `Mend the value, or the type in the field table. What the service shall refuse belongs into a request that is rejected.${others}`,
    within: {
      key: path.at(-1)!,
      value: typeof value === 'string' ? value.replace(/^#(?=\w+( |$))/, '') : shown,
      ...(row !== undefined && { row }),
    },
  }
}

function described(type: FieldType): string {
  if (type.is === 'enum') return `it is one of ${type.values.join(', ')}`
  if (type.is === 'list') return `it is a list, and of each entry ${described(type.of)}`
  if (type.is === 'parts') return `it is a list of ${type.resource}s`
  const name = type.is === 'scalar' ? (type.of === 'amount' ? 'money' : type.of) : 'object'
  const article = name === 'money' || name === 'text' || name === 'json' ? '' : /^[aeio]/.test(name) ? 'an ' : 'a '
  return `it is ${article}${name}`
}

/** Where a field table says it: the row, or that of the object it stands in. */
function declaration({ resource, path }: Shown, evidence: Evidence): Place | undefined {
  for (const { fact, place } of tablesOf(evidence, resource.name)) {
    const line = fact.fields.find(({ field }) => field === path.join('.'))?.line
    if (line !== undefined) return { ...place, line, column: 1 }
  }
  return undefined
}

function typeAt(fields: readonly Field[], [head, ...rest]: readonly string[]): FieldType | undefined {
  const type = fields.find(({ name }) => name === head)?.type
  return rest.length === 0 ? type : type?.is === 'object' ? typeAt(type.fields, rest) : undefined
}

/** Told by what it refers to, or null: that is for other rules. */
const isHeld = (value: Template): boolean =>
  value === null ||
  (typeof value === 'string' && parts(value).some(part => typeof part !== 'string')) ||
  (typeof value === 'object' && isRef(value))

function* shownIn(byName: ReadonlyMap<string, Resource>, { states, demands }: Evidence): Generator<Shown> {
  for (const { fact, place } of states) {
    const resource = byName.get(fact.resource)
    if (resource && fact.is === 'rows') yield* inRows(resource, fact.rows, place)
  }
  for (const demand of demands) {
    const resource = byName.get(demand.resource ?? '')
    if (!resource || !isOfRows(demand) || !isAccepted(demand)) continue
    yield* inRequest(resource, demand)
    for (const { fact, place } of demand.example.expected) yield* inAnswer(resource, demand, fact, place)
  }
}

const isOfRows = ({ operation, route }: Demand): boolean =>
  operation !== undefined || route?.ends === 'item' || route?.ends === 'collection'

/** A success is stated; or what is expected could not be seen of a refusal. */
function isAccepted({ example }: Demand): boolean {
  const status = expectedStatus(example)
  if (status !== undefined) return status < 400
  return example.expected.some(
    ({ fact }) =>
      ['lists', 'lists-rows', 'holds'].includes(fact.is) ||
      (fact.is === 'kept' && fact.present) ||
      (fact.is === 'body' && !Object.keys(objectOf(fact.value) ?? {}).some(name => /^errors?$|^message$/.test(name))),
  )
}

function* inRequest(resource: Resource, demand: Demand): Generator<Shown> {
  const { act, place } = demand.example
  const writes = act.is === 'act' || ['POST', 'PUT', 'PATCH'].includes(demand.method)
  const sent = writes && sentItem(demand, resource)
  if (!sent) return
  const inCells = act.is === 'act' || (act.body !== undefined && 'cells' in act.body)
  // what the service keeps to itself may be sent, and is ignored
  const own = Object.entries(sent).filter(([name]) => {
    const field = resource.fields.find(one => one.name === name.split('.')[0])
    return field && !field.readOnly && !field.refused
  })
  yield* inCells
    ? inRow(resource, Object.fromEntries(own) as Cells, place) // as the facts say
    : inObject(resource, Object.fromEntries(own), place)
}

function* inAnswer(resource: Resource, demand: Demand, fact: Fact, place: Place): Generator<Shown> {
  const isList = isListing(demand)
  if (fact.is === 'body') {
    const rows = items(fact.value, resource.wrapped).filter(row => !isList || row !== fact.value)
    for (const row of rows) yield* inObject(resource, row, place)
  }
  if (fact.is === 'field' || fact.is === 'format') {
    const path = ownPath(fact.path, resource, isList)
    const value = fact.is === 'field' ? fact.value : `#${formatName(fact.format)}`
    if (path) yield { resource, path, value, place }
  }
  if (fact.is === 'body-cells' && !isList)
    for (const [name, text] of Object.entries(fact.cells)) {
      const path = ownPath(name, resource, false)
      if (path) yield { resource, path, value: parseCell(typeAt(resource.fields, path), text), place }
    }
  if ((fact.is === 'lists-rows' || fact.is === 'kept') && fact.resource === resource.name)
    yield* fact.is === 'kept' ? inRow(resource, fact.row, place) : inRows(resource, fact.rows, place)
}

/** The path of a field in a row: `items[0].price`, `book.price` and `price` are `price`. */
function ownPath(path: string, { wrapped }: Resource, isList: boolean): readonly string[] | undefined {
  const row = /^(?:[\w-]*\[\d+\]\.)(.+)$/.exec(path)?.[1]
  if (isList && row === undefined) return undefined
  const names = (row ?? path).split('.')
  return wrapped !== undefined && names[0] === wrapped ? names.slice(1) : names
}

function* inRows(resource: Resource, rows: readonly Cells[], place: Place): Generator<Shown> {
  for (const [row, cells] of rows.entries()) for (const one of inRow(resource, cells, place)) yield { ...one, row }
}

function* inRow(resource: Resource, cells: Cells, place: Place): Generator<Shown> {
  for (const [name, text] of Object.entries(cells)) {
    const path = name.split('.')
    yield { resource, path, value: parseCell(typeAt(resource.fields, path), text), place }
  }
}

function* inObject(
  resource: Resource,
  object: Readonly<Record<string, Template>>,
  place: Place,
  outer: readonly string[] = [],
): Generator<Shown> {
  for (const [name, value] of Object.entries(object)) {
    const path = [...outer, name]
    const inner = typeAt(resource.fields, path)?.is === 'object' ? objectOf(value) : undefined
    if (inner) yield* inObject(resource, inner, place, path)
    else yield { resource, path, value, place }
  }
}
