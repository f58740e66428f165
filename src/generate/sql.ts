import type { ApiModel, Field, Resource } from '../model/index.ts'
import { naturalKey, resourcesByName } from '../model/index.ts'
import { isFormOf, snake, type Condition, type Operand } from '../spec/index.ts'
import { bare, braced, columnOf, fieldAt, fieldFor, linkBetween, markTable, of, type Name } from './columns.ts'
import { derivedSql, localSql } from './derivations.ts'
import { naming } from './naming.ts'

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
  return throughPath(named(end, to, resource, byName), resource, byName, name, (column, field) =>
    comparison(column, field, by, to, resource, byName, name),
  )
}

/** What rows are referred to by is what a value, or a parameter, tells of them. */
function named(
  path: readonly string[],
  to: Operand,
  resource: Resource,
  byName: ReadonlyMap<string, Resource>,
): readonly string[] {
  if (to.is !== 'it' && (to.is !== 'value' || to.value === null)) return path
  const [head = '', ...rest] = path
  const type = fieldFor(resource, head)?.type
  if (type?.is !== 'reference') return path
  if (rest.length === 0) return type.named === undefined ? path : [head, type.named]
  const other = byName.get(type.resource)
  return other ? [head, ...named(rest, to, other, byName)] : path
}

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
    const user = byName.get(mark.by)!
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
  const link = field.type.is === 'links' ? linkBetween(resource, other) : undefined
  if (link) {
    const found = `select ${columnOf(other.key.name)} from ${naming(other).table} where ${inner}`
    return `${name(resource, resource.key.name)} in (select ${link.toOwn} from ${link.table} where ${link.toOther} in (${found}))`
  }
  return `${name(resource, field.name)} in (select ${columnOf(other.key.name)} from ${naming(other).table} where ${inner})`
}

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
  if (to.is === 'time') return `$${to.of}` // as the runtime writes statements
  return pathSql(to.path, resource, byName, name)
}

const literal = (value: string | number | boolean | null): string =>
  typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value)

/** The value at the end of a path, as a scalar. */
export function pathSql(
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
  const key = columnOf(other.key.name)
  if (other.name !== resource.name)
    return `(select ${pathSql(rest, other, byName, bare)} from ${table} where ${table}.${key} = ${name(resource, field.name)})`
  // the row of the same table goes by what it is for this one
  const called = ['its', ...path.slice(0, -1).map(snake)].join('_')
  const own = name === bare ? of(table) : name
  return `(select ${pathSql(rest, other, byName, of(called))} from ${table} ${called} where ${called}.${key} = ${own(resource, field.name)})`
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
    ? pathSql(path, resource, resourcesByName(model.resources), braced)
    : `{${path[0]}}`

/** Whether the field is read by a query over other rows. */
function isComputed(name: string, resource: Resource): boolean {
  const derived = fieldFor(resource, name)?.derived
  const kept = ['slug', 'now', 'owner', 'running number', 'address']
  return derived !== undefined && !kept.includes(derived.is) && localSql(derived, resource) === undefined
}
