import type { Field, Resource } from '../model/index.ts'
import { article, isRef, parseText, type Cells } from '../spec/index.ts'
import { cellDifferences, cellValue, relationField } from './cells.ts'
import { describe } from './compare.ts'
import { ExpectationError } from './errors.ts'
import { valueFor } from './factory.ts'
import { nest } from './field-path.ts'
import { keyOfRow, theResource } from './keys.ts'
import { fieldOf, naturalKey } from '../model/index.ts'
import { resolve } from './references.ts'
import { isAlone, withRoom } from './room.ts'
import type { Row, World } from './world.ts'

/**
 * Puts the rows of a table into the service. What the table does not say and the resource requires is made up:
 * valid, distinct, the same in every run. Rows that it refers to by name are made where they are not there yet.
 */
export async function makeRows(world: World, name: string, tables: readonly Cells[]): Promise<void> {
  const resource = theResource(world, name)
  const ownRelations = resource.fields.some(({ type }) => type.is === 'reference' && type.resource === name)
  // rows that may refer to one another go in one by one
  const batches = ownRelations ? tables.map(cells => [cells]) : [tables]
  for (const batch of batches) {
    const rows: Row[] = []
    for (const cells of batch) rows.push(await makeRow(world, resource, cells, rows))
    const kept = await world.target.insert(name, rows)
    for (const [n, row] of kept.entries()) {
      world.remember(name, { ...row, ...secretsOf(resource, rows[n] ?? {}) })
      checkDerived(world, resource, batch[n] ?? {}, row)
    }
  }
}

/** Passwords are kept as hashes, and a user signs in with them later. */
const secretsOf = ({ fields }: Resource, row: Row): Row =>
  Object.fromEntries(
    fields.flatMap(({ name, type }) => (type.is === 'scalar' && type.of === 'password' ? [[name, row[name]]] : [])),
  )

async function makeRow(world: World, resource: Resource, cells: Cells, batch: readonly Row[]): Promise<Row> {
  const given: [string, unknown][] = []
  for (const [column, text] of Object.entries(cells)) {
    const own = fieldOf(resource, column)
    const relation = own?.type.is === 'reference' ? own : relationField(resource, column)
    if (relation) given.push([relation.name, await relatedKey(world, relation, text)])
    else if (!isDerived(resource, column))
      given.push([column, kept(resource, column, cellValue(world, resource, column, text))])
  }
  const row = nest(given)
  const { owner } = resource
  if (owner !== undefined && !(owner in row) && fieldOf(resource, owner)?.derived?.is === 'owner')
    row[owner] = await ownerKey(world, resource, owner)
  const n = world.next(resource.name)
  for (const field of resource.fields) {
    if (field.name in row || !field.required || field.derived || field.default !== undefined) continue
    row[field.name] = await fresh(world, resource, field, n, row, batch)
  }
  return row
}

/** As the service would keep it: a list in order, where it keeps it so. */
const kept = (resource: Resource, column: string, value: unknown): unknown =>
  Array.isArray(value) && fieldOf(resource, column)?.sorted
    ? value.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    : value

async function fresh(world: World, resource: Resource, field: Field, n: number, row: Row, batch: readonly Row[]) {
  if (field.type.is === 'reference') {
    const alone = isAlone(resource, field, row)
    const taken = alone ? [...world.rows(resource.name), ...batch].map(it => it[field.name]) : []
    return parentKey(world, resource, field.type.resource, taken)
  }
  if (!field.unique && !field.uniquePer)
    return valueFor(withRoom(field, resource, world.model), isBounded(resource, field) ? 1 : n, row)
  const taken = new Set([...world.rows(resource.name), ...batch].map(it => it[field.name]))
  for (let i = n; i < n + 1000; i++) {
    const value = valueFor(field, i, row)
    if (!taken.has(value)) return value
  }
  throw new ExpectationError(
    `no value can be made up for "${field.name}", which is unique: its rules allow too few, all of them taken`,
  )
}

/** A bound says how far it may go, maybe by another row: the least of what it can be is within. */
const isBounded = ({ rules = [] }: Resource, { name }: Field): boolean =>
  rules.some(rule => rule.is === 'always' && rule.by === 'at most' && rule.field === name)

/** Rows are the client's own; where nobody is signed in, the newest user's. */
async function ownerKey(world: World, resource: Resource, owner: string): Promise<unknown> {
  const { type } = fieldOf(resource, owner)!
  const user = theResource(
    world,
    type.is === 'reference' ? type.resource : (world.model.identity?.user ?? resource.name),
  )
  return world.client?.[user.key.name] ?? parentKey(world, resource, user.name)
}

/** The newest row of a required parent that is not taken; where there is none, one is made. */
async function parentKey(
  world: World,
  child: Resource,
  name: string,
  taken: readonly unknown[] = [],
): Promise<unknown> {
  const { key } = theResource(world, name)
  const free = () => world.rows(name).findLast(row => !taken.includes(row[key.name]))
  if (!free()) {
    if (name === child.name)
      throw new ExpectationError(`${article(name)} requires another ${name}: no first one could ever be made`)
    await makeRows(world, name, [{}])
  }
  return free()?.[key.name]
}

/** The key of the row that a cell names; a row of that name is made where there is none. */
async function relatedKey(world: World, { type }: Field, text: string): Promise<unknown> {
  if (type.is !== 'reference') return undefined
  if (text === 'null') return null
  const known = keyOfRow(world, type.resource, text)
  if (known !== undefined) return known
  const related = theResource(world, type.resource)
  const field = naturalKey(related)
  if (!field)
    throw new ExpectationError(
      `${article(related.name)} has no field to name it by: refer to it as {${related.name}.id}`,
    )
  const plain = String(resolve(parseText(text), world))
  await makeRows(world, related.name, [{ [field.name]: quoted(plain) }])
  return world.find(plain, related)?.[related.key.name]
}

/** A text that is not to be read as a reference or a matcher. */
const quoted = (text: string): string => (isRef(parseText(text)) || text.startsWith('#') ? JSON.stringify(text) : text)

/** Fields that the database computes from others: a table may state them, and then they must come out so. */
function isDerived(resource: Resource, column: string): boolean {
  const derived = resource.fields.find(field => field.name === column)?.derived
  return derived !== undefined && !['owner', 'now', 'running number', 'address'].includes(derived.is)
}

function checkDerived(world: World, resource: Resource, cells: Cells, row: Row): void {
  const stated = Object.fromEntries(Object.entries(cells).filter(([column]) => isDerived(resource, column)))
  const found = cellDifferences(world, resource, stated, row)
  if (found.length > 0)
    throw new ExpectationError(`${describe(found, `the ${resource.name}'s`)}: it is derived, so leave it out or right`)
}
