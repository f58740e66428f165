import type { Field, FieldType, Resource } from '../model/index.ts'
import { article, type Cells, type Template } from '../spec/index.ts'
import { differences, type Difference } from './compare.ts'
import { ExpectationError } from './errors.ts'
import { isObject, valueAt } from './field-path.ts'
import { keyOfRow, theResource } from './keys.ts'
import { parseMatcher } from './matchers.ts'
import { fieldOf, naturalKey, parseCell, relationCalled } from '../model/index.ts'
import { refer, resolve } from './references.ts'
import type { World } from './world.ts'

/** The field that holds the relation which a column is called by: `author` → `author_id`, `school_class` → `school_class_id`. */
export function relationField(resource: Resource | undefined, column: string): Field | undefined {
  if (!resource || fieldOf(resource, column)) return undefined
  return relationCalled(resource.fields, column)
}

/** The declared type at a path of a row: own fields, nested ones, the key and the times. */
function typeAt(resource: Resource | undefined, path: string): FieldType | undefined {
  if (!resource) return undefined
  if (path === resource.key.name) return { is: 'scalar', of: resource.key.type }
  if (resource.times?.includes(path)) return { is: 'scalar', of: 'timestamp' }
  let fields: readonly Field[] = resource.fields
  let type: FieldType | undefined
  for (const name of path.split('.')) {
    type = fields.find(it => it.name === name)?.type
    fields = type?.is === 'object' ? type.fields : []
  }
  return type
}

/** The value that a cell stands for when it is sent or kept; its declared type decides. */
export function cellValue(world: World, resource: Resource | undefined, column: string, text: string): unknown {
  const type = typeAt(resource, column)
  if (type?.is === 'links') return linkValues(world, type.resource, resolve(parseCell(type, text), world))
  if (type?.is === 'reference') return keyOfRow(world, type.resource, text) ?? resolve(parseCell(type, text), world)
  return resolve(parseCell(type, text), world)
}

/** The value that a cell stands for when a client sends it: rows go by the names that clients give them, if they do. */
export function sentValue(world: World, resource: Resource | undefined, column: string, text: string): unknown {
  const type = typeAt(resource, column)
  return isNamed(type) ? namesOf(world, type, parseCell(type, text)) : cellValue(world, resource, column, text)
}

/** Where a row of an answer, or of the database, differs from the cells of a table. */
export function cellDifferences(
  world: World,
  resource: Resource | undefined,
  cells: Cells,
  row: unknown,
): readonly Difference[] {
  return Object.entries(cells).flatMap(([column, text]) => {
    const relation = relationField(resource, column)
    const found = relation
      ? compareRelation(world, resource!, relation, column, text, row)
      : compareCell(world, typeAt(resource, column), column, text, row)
    return found.map(({ path, ...rest }) => ({ ...rest, path: path ? `${column}${dot(path)}${path}` : column }))
  })
}

const dot = (path: string) => (path.startsWith('[') ? '' : '.')

function compareCell(
  world: World,
  type: FieldType | undefined,
  column: string,
  text: string,
  row: unknown,
): readonly Difference[] {
  const whole = valueAt(row, column)
  const related = type?.is === 'reference' && isObject(whole) ? theResource(world, type.resource) : undefined
  if (related && isObject(whole) && !(related.key.name in whole)) {
    const name = naturalKey(related)
    return compareCell(world, name?.type, name?.name ?? related.key.name, text, whole)
  }
  const actual = related && isObject(whole) ? whole[related.key.name] : whole
  const expected =
    type?.is === 'reference' || type?.is === 'links' ? relatedTemplate(world, type, text) : parseCell(type, text)
  const isTime = type?.is === 'scalar' && type.of === 'timestamp'
  if (isTime && typeof expected === 'string' && typeof actual === 'string' && !parseMatcher(expected)) {
    const same = Date.parse(expected) === Date.parse(actual)
    if (same) return []
  }
  return differences(expected, actual, { exact: true, refer: ref => refer(ref, world) })
}

/** A cell of a field that holds keys may name the rows instead. */
function relatedTemplate(world: World, type: FieldType & { is: 'reference' | 'links' }, text: string): Template {
  const written = parseCell(type, text)
  if (parseMatcher(text)) return written
  if (isNamed(type)) return namesOf(world, type, written) as Template
  const value =
    type.is === 'links'
      ? linkValues(world, type.resource, resolve(written, world))
      : (keyOfRow(world, type.resource, text) ?? resolve(written, world))
  return value as Template // JSON in, JSON out
}

function compareRelation(
  world: World,
  resource: Resource,
  { name, type }: Field,
  column: string,
  text: string,
  row: unknown,
): readonly Difference[] {
  const how = { exact: true, refer: (ref: { $ref: string }) => refer(ref, world) }
  const actual = valueAt(row, name)
  if (parseMatcher(text) || text === 'null') return differences(text === 'null' ? null : text, actual, how)
  const related = theResource(world, (type as FieldType & { is: 'reference' }).resource) // relations are references
  const embedded = valueAt(row, column)
  const shown = naturalKey(related)?.name
  if (actual === undefined && isObject(embedded) && shown) return differences(text, embedded[shown], how)
  const key = keyOfRow(world, related.name, text)
  if (key === undefined)
    throw new ExpectationError(
      `the scenario knows no ${related.name} "${text}" that ${article(resource.name)} could have: say that it exists`,
    )
  return key === actual ? [] : [{ path: '', expected: `${text} (${key})`, actual }]
}

type Named = FieldType & { readonly is: 'reference' | 'links'; readonly named: string }

const isNamed = (type: FieldType | undefined): type is Named =>
  (type?.is === 'reference' || type?.is === 'links') && type.named !== undefined

/** By what the rows that a cell names go over the wire; what is no row that the scenario knows stays as it stands. */
function namesOf(world: World, { is, resource, named }: Named, written: Template): unknown {
  const value = resolve(written, world)
  const nameOf = (one: unknown) =>
    typeof one === 'string' ? (world.find(one, theResource(world, resource))?.[named] ?? one) : one
  if (is === 'reference' || value === null) return nameOf(value)
  const all = Array.isArray(value) ? value : typeof value === 'string' ? value.split(/\s*,\s*/) : [value]
  return all.map(nameOf)
}

/** `Fiction, Drama` or a list: the keys of the rows that are known, other values as they stand. */
function linkValues(world: World, resource: string, written: unknown): unknown {
  if (written === null) return null
  const names = Array.isArray(written) ? written : typeof written === 'string' ? written.split(/\s*,\s*/) : [written]
  return names.map(name => (typeof name === 'string' ? (keyOfRow(world, resource, name) ?? name) : name))
}
