import type { ApiModel, Field, Mark, Resource } from '../model/index.ts'
import { children, naturalKey } from '../model/index.ts'
import {
  isFormOf,
  resourceName,
  snake,
  type Arithmetic,
  type Condition,
  type Derivation,
  type Operand,
} from '../spec/index.ts'
import { naming } from './naming.ts'

/** How a name of the row itself is written: bare in a generated column, `{price}` in a computed one. */
type Name = (resource: Resource, column: string) => string

/** A row-local expression that PostgreSQL keeps itself, or a query that is read with the row. */
export type DerivedSql = { readonly is: 'generated' | 'computed'; readonly sql: string }

/** The column of a property, as MikroORM names it (`tank_litres` for `tank.litres`), quoted where SQL wants that. */
export const columnOf = (name: string): string => {
  const column = name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll('.', '_')
    .toLowerCase()
  return reserved.has(column) || !/^[a-z_][a-z\d_]*$/.test(column) ? `"${column}"` : column
}

const reserved = new Set(
  (
    'all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create ' +
    'current_date current_role current_time current_timestamp current_user default deferrable desc distinct do else ' +
    'end except false fetch for foreign from grant group having in initially intersect into lateral leading limit ' +
    'localtime localtimestamp not null offset on only or order placing primary references returning select ' +
    'session_user some symmetric table then to trailing true union unique user using variadic when where window with'
  ).split(' '),
)

export const bare: Name = (resource, column) => columnFor(resource, column)

/** A reference that is called by its relation is kept in a column with `_id` behind. */
function columnFor(resource: Resource, name: string): string {
  const field = resource.fields.find(one => one.name === name)
  return columnOf(field?.type.is === 'reference' && !/(?:_id|Id)$/.test(name) ? `${name}_id` : name)
}
const braced: Name = (_, column) => `{${column}}`

export const resourcesByName = ({ resources }: ApiModel): ReadonlyMap<string, Resource> =>
  new Map(resources.map(one => [one.name, one]))

/** The SQL of a derived field; undefined for what the service itself makes (a slug, the time, a running number). */
export function derivedSql(
  derived: Derivation,
  resource: Resource,
  byName: ReadonlyMap<string, Resource>,
): DerivedSql | undefined {
  const local = (): DerivedSql | undefined => {
    const inline = localSql(derived, resource)
    return inline === undefined ? undefined : { is: 'generated', sql: inline }
  }
  switch (derived.is) {
    case 'joined':
    case 'arithmetic':
    case 'condition':
      return local() ?? { is: 'computed', sql: derivationOver(derived, resource, byName) }
    case 'count': {
      const { from, alias } = rowsOf(resource, derived.of, byName)
      const where = derived.where && alias ? ` and ${conditionSql(derived.where, alias, byName, bare)}` : ''
      return { is: 'computed', sql: `select count(*) from ${from}${where}` }
    }
    case 'aggregate': {
      const head = firstPath(derived.of)?.[0] ?? ''
      const { from, alias } = rowsOf(resource, head, byName)
      const inner = alias ? arithmeticSql(derived.of, alias, byName, bare, 1) : 'null'
      const call = { sum: 'sum', average: 'avg', lowest: 'min', highest: 'max' }[derived.by]
      const value = derived.by === 'sum' ? `coalesce(sum(${inner}), 0)` : `${call}(${inner})`
      return { is: 'computed', sql: `select ${value} from ${from}` }
    }
    default:
      return undefined
  }
}

/** A condition as SQL over the columns of the resource's table; `it` becomes `${it}`. */
export function conditionSql(
  condition: Condition,
  resource: Resource,
  byName: ReadonlyMap<string, Resource>,
  name: Name,
): string {
  if (condition.is === 'marked') return markedSql(condition, resource, byName, name)
  if (condition.is !== 'compare') {
    const all = condition.all.map(one => {
      const sql = conditionSql(one, resource, byName, name)
      return condition.is === 'and' && one.is === 'or' ? `(${sql})` : sql
    })
    return condition.is === 'or' ? `(${all.join(' or ')})` : all.join(' and ')
  }
  const { path, by, to } = condition
  const end = path.length === 1 && path[0] === 'owner' ? [resource.owner ?? 'owner'] : path
  return throughPath(end, resource, byName, name, (column, field) =>
    comparison(column, field, by, to, resource, byName, name),
  )
}

/** The table that keeps who has marked which rows, and the column that refers to them. */
export const markTable = (resource: Resource, { property }: Pick<Mark, 'property'>) => ({
  table: `${naming(resource).table}_${snake(property)}`,
  own: `${snake(resource.name)}_${resource.key.name}`,
})

/** The row, or what a path leads to, is among those that the client, or the user that `it` names, has marked. */
function markedSql(
  { verb, by, target }: Extract<Condition, { is: 'marked' }>,
  resource: Resource,
  byName: ReadonlyMap<string, Resource>,
  name: Name,
): string {
  const marked = (of: Resource): string => {
    const mark = of.marks?.find(one => isFormOf(one.verb, verb))
    if (!mark) return 'false'
    const { table, own } = markTable(of, mark)
    const user = [...byName.values()].find(one => one.name === 'user')!
    const known = naturalKey(user)?.name ?? user.key.name
    const who =
      by === 'client'
        ? '${viewer()}'
        : `(select ${user.key.name} from ${naming(user).table} where ${columnOf(known)} = \${it})`
    return `select ${own} from ${table} where client_id = ${who}`
  }
  const [head, ...rest] = target
  if (head === undefined) return `${name(resource, resource.key.name)} in (${marked(resource)})`
  const field = head === 'owner' ? fieldFor(resource, resource.owner ?? head) : fieldFor(resource, head)
  const other = field && 'resource' in field.type ? byName.get(field.type.resource) : undefined
  if (!field || !other) return 'false'
  if (rest.length === 0) return `${name(resource, field.name)} in (${marked(other)})`
  const inner = markedSql({ is: 'marked', verb, by, target: rest }, other, byName, bare)
  return `${name(resource, field.name)} in (select ${columnOf(other.key.name)} from ${naming(other).table} where ${inner})`
}

/** Follows `author.name` into the related table: the condition holds for a row whose author is among those found. */
function throughPath(
  path: readonly string[],
  resource: Resource,
  byName: ReadonlyMap<string, Resource>,
  name: Name,
  compare: (column: string, field: Field | undefined) => string,
): string {
  const [head = '', ...rest] = path
  const field = fieldFor(resource, head)
  if (rest.length === 0 || field === undefined)
    return compare(computed(field, resource, byName, name) ?? name(resource, field?.name ?? head), field)
  if (field.type.is === 'object') return compare(name(resource, path.join('.')), fieldAt(field, rest))
  const other = 'resource' in field.type ? byName.get(field.type.resource) : undefined
  if (!other) return compare(name(resource, head), field)
  const inner = throughPath(rest, other, byName, bare, compare)
  return `${name(resource, field.name)} in (select ${columnOf(other.key.name)} from ${naming(other).table} where ${inner})`
}

/** The field at a path inside of an object. */
const fieldAt = ({ type }: Field, [name, ...rest]: readonly string[]): Field | undefined => {
  const inner = type.is === 'object' ? type.fields.find(one => one.name === name) : undefined
  return inner && rest.length > 0 ? fieldAt(inner, rest) : inner
}

/** The field of that name, or the reference that a relation's name stands for. */
export const fieldFor = (resource: Resource, name: string): Field | undefined =>
  resource.fields.find(field => field.name === name) ??
  resource.fields.find(({ type }) => type.is === 'reference' && type.relation === resourceName(name))

/** The condition of one comparison with a value, turned round: `kind is distinct from 'talk'`. */
export function comparisonSql(
  condition: Condition,
  by: 'is' | 'is not',
  resource: Resource,
  byName: ReadonlyMap<string, Resource>,
): string {
  return conditionSql(condition.is === 'compare' ? { ...condition, by } : condition, resource, byName, bare)
}

const operators = { is: '=', 'is not': '<>', below: '<', 'at most': '<=', above: '>', 'at least': '>=' } as const

function comparison(
  column: string,
  field: Field | undefined,
  by: Extract<Condition, { is: 'compare' }>['by'],
  to: Operand,
  resource: Resource,
  byName: ReadonlyMap<string, Resource>,
  name: Name,
): string {
  const isNull = to.is === 'value' && to.value === null
  if (isNull) return `${column} is ${by === 'is not' ? 'not ' : ''}null`
  const operand = operandSql(to, resource, byName, name)
  if (by === 'begins with') return `starts_with(${column}, ${operand})`
  if (by === 'contains')
    return field?.type.is === 'list' ? `jsonb_exists(${column}, ${operand})` : `position(${operand} in ${column}) > 0`
  if (by === 'is not') return `${column} is distinct from ${operand}`
  return `${column} ${operators[by]} ${operand}`
}

function operandSql(to: Operand, resource: Resource, byName: ReadonlyMap<string, Resource>, name: Name): string {
  if (to.is === 'it') return '${it}'
  if (to.is === 'client') return '${viewer()}'
  if (to.is === 'value') return literal(to.value)
  return pathSql(to.path, resource, byName, name)
}

const literal = (value: string | number | boolean | null): string =>
  typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value)

/** The value at the end of a path, as a scalar. */
function pathSql(
  path: readonly string[],
  resource: Resource,
  byName: ReadonlyMap<string, Resource>,
  name: Name,
): string {
  const [head = '', ...rest] = path
  const field = fieldFor(resource, head)
  if (rest.length === 0 || !field)
    return inlined(field, resource) ?? computed(field, resource, byName, name) ?? name(resource, field?.name ?? head)
  if (field.type.is === 'object') return name(resource, path.join('.'))
  const other = 'resource' in field.type ? byName.get(field.type.resource) : undefined
  if (!other) return name(resource, field.name)
  const { table } = naming(other)
  return `(select ${pathSql(rest, other, byName, bare)} from ${table} where ${table}.${columnOf(other.key.name)} = ${name(resource, field.name)})`
}

/** A generated column cannot refer to another: the other's expression stands in its place. */
const inlined = (field: Field | undefined, resource: Resource): string | undefined => {
  const sql = field?.derived && localSql(field.derived, resource)
  return sql && `(${sql})`
}

/** What is computed has no column to refer to either: its query stands in its place. */
function computed(
  field: Field | undefined,
  resource: Resource,
  byName: ReadonlyMap<string, Resource>,
  name: Name,
): string | undefined {
  if (!field?.derived || localSql(field.derived, resource) !== undefined) return undefined
  const sql = derivedSql(field.derived, resource, byName)?.sql
  if (sql === undefined || name === braced) return sql && `(${sql})`
  return `(${sql.replaceAll(/\{(\w+)\}/g, (_, column: string) => `${naming(resource).table}.${columnOf(column)}`)})`
}

/** The value at the end of a path of the row, written with its properties in braces. */
export const valueSql = (path: readonly string[], resource: Resource, model: ApiModel): string =>
  path.length > 1 || !isComputed(path[0]!, resource)
    ? pathSql(path, resource, resourcesByName(model), braced)
    : `{${path[0]}}`

/** Whether the field is read by a query over other rows. */
function isComputed(name: string, resource: Resource): boolean {
  const derived = fieldFor(resource, name)?.derived
  const kept = ['slug', 'now', 'owner', 'running number', 'address']
  return derived !== undefined && !kept.includes(derived.is) && localSql(derived, resource) === undefined
}

/** The expression over plain columns of the row; undefined where it needs other rows. */
function localSql(derived: Derivation, resource: Resource): string | undefined {
  const paths = pathsIn(derived)
  const isLocal = (path: readonly string[]): boolean => {
    const field = fieldFor(resource, path[0] ?? '')
    if (!field) return path.length === 1
    if (field.derived) return path.length === 1 && localSql(field.derived, resource) !== undefined
    return path.length === 1 || field.type.is === 'object'
  }
  if (!paths.every(isLocal)) return undefined
  const none = new Map<string, Resource>()
  if (derived.is === 'arithmetic') return arithmeticSql(derived.of, resource, none, bare, 0)
  if (derived.is === 'condition') return conditionSql(derived.of, resource, none, bare)
  if (derived.is === 'joined') return joinedSql(derived.of.map(name => columnOf(name)))
  return undefined
}

/** Empty parts leave no double space; `concat_ws` would read better and is not immutable. */
const joinedSql = (columns: readonly string[]): string =>
  `trim(${columns.map(column => `coalesce(${column}, '')`).join(` || ' ' || `)})`

function derivationOver(derived: Derivation, resource: Resource, byName: ReadonlyMap<string, Resource>): string {
  if (derived.is === 'arithmetic') return `select ${arithmeticSql(derived.of, resource, byName, braced, 0)}`
  if (derived.is === 'condition') return `select ${conditionSql(derived.of, resource, byName, braced)}`
  if (derived.is === 'joined') return `select ${joinedSql(derived.of.map(name => `{${name}}`))}`
  return 'select null'
}

function pathsIn(derived: Derivation): readonly (readonly string[])[] {
  if (derived.is === 'joined') return derived.of.map(name => [name])
  if (derived.is === 'arithmetic') return arithmeticPaths(derived.of)
  if (derived.is === 'condition') return conditionPaths(derived.of)
  return []
}

const arithmeticPaths = (of: Arithmetic): readonly (readonly string[])[] =>
  of.is === 'path' ? [of.path] : of.is === 'number' ? [] : [...arithmeticPaths(of.left), ...arithmeticPaths(of.right)]

const conditionPaths = (of: Condition): readonly (readonly string[])[] =>
  of.is === 'compare'
    ? [of.path, ...(of.to.is === 'path' ? [of.to.path] : [])]
    : of.is === 'marked'
      ? []
      : of.all.flatMap(conditionPaths)

const firstPath = (of: Arithmetic): readonly string[] | undefined => arithmeticPaths(of)[0]

/** @param skip how many steps of each path lead to the table that the expression is over */
function arithmeticSql(
  of: Arithmetic,
  resource: Resource,
  byName: ReadonlyMap<string, Resource>,
  name: Name,
  skip: number,
): string {
  if (of.is === 'number') return String(of.value)
  if (of.is === 'path') return pathSql(of.path.slice(skip), resource, byName, name)
  const side = (inner: Arithmetic, right: boolean) => {
    const sql = arithmeticSql(inner, resource, byName, name, skip)
    const looser = inner.is === 'binary' && (rank[inner.by] < rank[of.by] || (right && rank[inner.by] === rank[of.by]))
    return looser ? `(${sql})` : sql
  }
  return `${side(of.left, false)} ${of.by} ${side(of.right, true)}`
}

const rank = { '+': 1, '-': 1, '*': 2, '/': 2 } as const

/** The rows that belong to a row, or are linked with it: `reviews where reviews.book_id = {id}`. */
function rowsOf(resource: Resource, name: string, byName: ReadonlyMap<string, Resource>) {
  const other = children(resource, name, byName)
  if (!other) return { from: 'nothing', alias: undefined }
  const reference = other.fields.find(({ type }) => type.is === 'reference' && type.resource === resource.name)
  const { table } = naming(other)
  const kept = other.trash === undefined ? '' : ` and ${table}.${columnOf(other.trash)} is null`
  if (reference)
    return {
      from: `${table} where ${table}.${columnFor(other, reference.name)} = {${resource.key.name}}${kept}`,
      alias: other,
    }
  const link = linkBetween(resource, other)
  const through = link && `select ${link.toOther} from ${link.table} where ${link.toOwn} = {${resource.key.name}}`
  return { from: `${table} where ${columnOf(other.key.name)} in (${through})${kept}`, alias: other }
}

/** The join table between two resources, and its two columns as seen from the first. */
export function linkBetween(own: Resource, other: Resource) {
  const owner = [own, other].find((one, n, all) =>
    one.fields.some(({ type }) => type.is === 'links' && type.resource === all[1 - n]!.name),
  )
  const field = owner?.fields.find(
    ({ type }) => type.is === 'links' && type.resource === (owner === own ? other : own).name,
  )
  if (!owner || !field) return undefined
  const column = (resource: Resource) => `${snake(resource.name)}_${columnOf(resource.key.name).replaceAll('"', '')}`
  return {
    owner,
    field,
    table: `${naming(owner).table}_${snake(field.name)}`,
    toOwn: column(own),
    toOther: column(other),
  }
}
