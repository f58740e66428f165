import type { Resource } from '../model/index.ts'
import type { Arithmetic, Condition, Derivation } from '../spec/index.ts'
import { bare, braced, columnOf, fieldAt, fieldFor, rowsOf, type Name } from './columns.ts'
import { conditionSql, pathSql } from './sql.ts'

/** A row-local expression that PostgreSQL keeps itself, or a query that is read with the row. */
export type DerivedSql = {
  readonly is: 'generated' | 'computed'
  readonly sql: string
  /** Nothing comes of it while a field that it needs is empty. */
  readonly optional?: true
}

/** The SQL of a derived field; undefined for what the service itself makes (a slug, the time, a running number). */
export function derivedSql(
  derived: Derivation,
  resource: Resource,
  byName: ReadonlyMap<string, Resource>,
): DerivedSql | undefined {
  const local = (): DerivedSql | undefined => {
    const inline = localSql(derived, resource)
    if (inline === undefined) return undefined
    return {
      is: 'generated',
      sql: inline,
      ...(derived.is === 'arithmetic' &&
        (isOptional(derived, resource) || mayDivideByZero(derived.of)) && { optional: true }),
    }
  }
  switch (derived.is) {
    case 'joined':
    case 'arithmetic':
    case 'condition':
      return local() ?? { is: 'computed', sql: derivationOver(derived, resource, byName) }
    case 'count': {
      const { from, alias, name } = rowsOf(resource, derived.of, byName)
      const where = derived.where && alias ? ` and ${conditionSql(derived.where, alias, byName, name)}` : ''
      return { is: 'computed', sql: `select count(*) from ${from}${where}` }
    }
    case 'aggregate': {
      const head = firstPath(derived.of)?.[0] ?? ''
      const { from, alias, name } = rowsOf(resource, head, byName)
      const inner = alias ? arithmeticSql(derived.of, alias, byName, { name, skip: 1 }) : 'null'
      const call = { sum: 'sum', average: 'avg', lowest: 'min', highest: 'max' }[derived.by]
      const where = derived.where && alias ? ` and ${conditionSql(derived.where, alias, byName, name)}` : ''
      const value = derived.by === 'sum' ? `coalesce(sum(${inner}), 0)` : `${call}(${inner})`
      return { is: 'computed', sql: `select ${value} from ${from}${where}` }
    }
    default:
      return undefined
  }
}

/** The expression over plain columns of the row; undefined where it needs other rows. */
export function localSql(derived: Derivation, resource: Resource): string | undefined {
  if (derived.is === 'condition' && speaksOfTime(derived.of)) return undefined
  const paths = pathsIn(derived)
  const isLocal = (path: readonly string[]): boolean => {
    const field = fieldFor(resource, path[0] ?? '')
    if (!field) return path.length === 1
    if (field.derived) return path.length === 1 && localSql(field.derived, resource) !== undefined
    return path.length === 1 || field.type.is === 'object'
  }
  if (!paths.every(isLocal)) return undefined
  const none = new Map<string, Resource>()
  if (derived.is === 'arithmetic')
    return arithmeticSql(derived.of, resource, none, { name: bare, skip: 0, whole: isWholeField(derived, resource) })
  if (derived.is === 'condition') return answered(conditionSql(derived.of, resource, none, bare), derived, resource)
  if (derived.is === 'joined')
    return joinedSql(
      derived.of.map(name => columnOf(name)),
      derived.by,
    )
  return undefined
}

/** Empty parts leave no double space; `concat_ws` would read better and is not immutable. */
function joinedSql(columns: readonly string[], by = ' '): string {
  const parts = columns.map(column => `coalesce(${column}, '')`).join(` || '${by}' || `)
  return by === ' ' ? `trim(${parts})` : parts
}

function derivationOver(derived: Derivation, resource: Resource, byName: ReadonlyMap<string, Resource>): string {
  if (derived.is === 'arithmetic')
    return `select ${arithmeticSql(derived.of, resource, byName, { name: braced, skip: 0, whole: isWholeField(derived, resource) })}`
  if (derived.is === 'condition')
    return `select ${answered(conditionSql(derived.of, resource, byName, braced), derived, resource)}`
  if (derived.is === 'joined') {
    const parts = derived.of.map(path => pathSql(path.split('.'), resource, byName, braced))
    return `select ${joinedSql(parts, derived.by)}`
  }
  return 'select null'
}

/** What is compared with nothing is not so: a condition is true or false. */
const answered = (sql: string, derived: Derivation, resource: Resource): string =>
  isOptional(derived, resource) ? `coalesce(${sql}, false)` : sql

const mayDivideByZero = (of: Arithmetic): boolean =>
  of.is === 'binary' &&
  ((of.by === '/' && (of.right.is !== 'number' || of.right.value === 0)) ||
    mayDivideByZero(of.left) ||
    mayDivideByZero(of.right))

/** Something that it is worked out from may be empty. */
const isOptional = (derived: Derivation, resource: Resource): boolean =>
  (derived.is === 'condition' ? undecided(derived.of) : pathsIn(derived)).some(path => {
    const [head = '', ...rest] = path
    const field = fieldFor(resource, head)
    if (!field) return false
    if (field.derived) return field.derived.is === 'arithmetic' && isOptional(field.derived, resource)
    const own = field.type.is === 'object' ? fieldAt(field, rest) : field
    return own !== undefined && !own.required && own.default === undefined
  })

function pathsIn(derived: Derivation): readonly (readonly string[])[] {
  if (derived.is === 'joined') return derived.of.map(name => name.split('.'))
  if (derived.is === 'arithmetic') return arithmeticPaths(derived.of)
  if (derived.is === 'condition') return conditionPaths(derived.of)
  return []
}

const arithmeticPaths = (of: Arithmetic): readonly (readonly string[])[] =>
  of.is === 'path' ? [of.path] : of.is === 'number' ? [] : [...arithmeticPaths(of.left), ...arithmeticPaths(of.right)]

/** A comparison with null, or whether two differ, is answered for nothing, too. */
const decides = ({ by, to }: Extract<Condition, { is: 'compare' }>) =>
  by === 'is not' || (to.is === 'value' && to.value === null)

/** What is so today may be otherwise tomorrow: it is not kept. */
const speaksOfTime = (of: Condition): boolean =>
  of.is === 'compare' ? of.to.is === 'time' : of.is !== 'marked' && of.all.some(speaksOfTime)

const conditionPaths = (of: Condition): readonly (readonly string[])[] =>
  of.is === 'compare'
    ? [of.path, ...(of.to.is === 'path' ? [of.to.path] : [])]
    : of.is === 'marked'
      ? []
      : of.all.flatMap(conditionPaths)

const undecided = (of: Condition): readonly (readonly string[])[] =>
  of.is === 'compare' ? (decides(of) ? [] : conditionPaths(of)) : of.is === 'marked' ? [] : of.all.flatMap(undecided)

const firstPath = (of: Arithmetic): readonly string[] | undefined => arithmeticPaths(of)[0]

/** A whole number is worked out in whole numbers. */
const isWholeField = (derived: Derivation, { fields }: Resource): boolean =>
  fields.some(({ derived: own, type }) => own === derived && type.is === 'scalar' && type.of === 'integer')

interface Writing {
  readonly name: Name
  /** How many steps of each path lead to the table that the expression is over. */
  readonly skip: number
  /** What is left of a quotient counts for nothing. */
  readonly whole?: boolean
}

function arithmeticSql(
  of: Arithmetic,
  resource: Resource,
  byName: ReadonlyMap<string, Resource>,
  writing: Writing,
): string {
  const { name, skip, whole } = writing
  if (of.is === 'number') return String(of.value)
  if (of.is === 'path') return pathSql(of.path.slice(skip), resource, byName, name)
  const side = (inner: Arithmetic, right: boolean) => {
    const sql = arithmeticSql(inner, resource, byName, writing)
    const looser = inner.is === 'binary' && (rank[inner.by] < rank[of.by] || (right && rank[inner.by] === rank[of.by]))
    return looser ? `(${sql})` : sql
  }
  if (of.by !== '/') return `${side(of.left, false)} ${of.by} ${side(of.right, true)}`
  // nothing comes of a division by nothing
  const byZero = of.right.is !== 'number' || of.right.value === 0
  const right = byZero ? `nullif(${arithmeticSql(of.right, resource, byName, writing)}, 0)` : side(of.right, true)
  const left = side(of.left, false)
  return `${whole ? left : `${of.left.is === 'path' ? left : `(${left})`}::numeric`} / ${right}`
}

const rank = { '+': 1, '-': 1, '*': 2, '/': 2 } as const
