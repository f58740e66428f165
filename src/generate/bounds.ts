import { influencesOn, type ApiModel, type Hop, type Influence, type Resource, type RowRule } from '../model/index.ts'
import { check } from './constraints.ts'
import { fits, quoted } from './layout.ts'
import { naming } from './naming.ts'
import { bare, columnOf, linkBetween } from './columns.ts'
import { valueSql } from './sql.ts'
import { demanded } from './ts.ts'

type Bound = Extract<RowRule, { is: 'always' }>

const boundsOf = ({ rules = [] }: Resource): readonly Bound[] => rules.filter(rule => rule.is === 'always')

/** Bounds of a row's own columns: check constraints, named for the refusal where it has a name. */
export const limitChecks = (resource: Resource, { resources }: ApiModel): string[] =>
  boundsOf(resource).flatMap(bound => {
    if (!isOwn(influences(resource, bound, resources))) return []
    const limit = typeof bound.bound === 'number' ? bound.bound : columnOf(bound.bound.field)
    const expression = `${columnOf(bound.field)} ${operators[bound.by]} ${limit}`
    return [demanded(bound.from, check(nameOf(resource, bound), expression))]
  })

/** Bounds that other rows have a part in, as `always(Account, { … })`: one that no trigger could keep is not there. */
export const invariantsOf = (resource: Resource, api: ApiModel): string[] =>
  boundsOf(resource).flatMap(bound => {
    const all = influences(resource, bound, api.resources)
    if (isOwn(all)) return []
    const { field, by } = bound
    const limit = typeof bound.bound === 'number' ? String(bound.bound) : valueSql(pathOf(bound.bound), resource, api)
    const that = `${valueSql([field], resource, api)} ${operators[by]} ${limit}`
    const members = [
      `error: ${quoted(nameOf(resource, bound))},`,
      `that: ${quoted(that)},`, // the formatter breaks no line after a name as short as this
      'after: {',
      ...occasions(resource, bound, all).map(([event, rows]) => `  ${member(quoted(event), rows, 4)}`),
      '},',
    ]
    const lines = members.flatMap(one => one.split('\n')).map(line => `  ${line}`)
    return [demanded(bound.from, `always(${naming(resource).type}, {\n${lines.join('\n')}\n})`)]
  })

const operators = { 'at least': '>=', 'at most': '<=' } as const

/** What the client is told where a bound that is broken is no conflict: entries of `refusals`. */
export const boundRefusals = (resource: Resource): string[] =>
  boundsOf(resource).flatMap(bound => {
    const { status, error = codes[bound.status ?? 409] ?? 'refused', field, by, from } = bound
    if (status === undefined) return []
    const detail = `Its ${field} would ${by === 'at least' ? 'fall too low' : 'rise too high'}.`
    return [demanded(from, `${nameOf(resource, bound)}: new Problem(${status}, ${quoted(error)}, ${quoted(detail)})`)]
  })

const codes: Readonly<Record<number, string>> = { 400: 'bad_request', 403: 'forbidden', 422: 'validation_failed' }

const nameOf = (resource: Resource, { field, by, error }: Bound): string =>
  error ?? `${naming(resource).table}_${columnOf(field).replaceAll('"', '')}_${by === 'at least' ? 'min' : 'max'}`

function member(name: string, value: string, indent: number): string {
  const one = `${name}: ${quoted(value)},`
  return fits(one, indent) ? one : `${name}:\n${' '.repeat(indent)}${quoted(value)},`
}

function influences(resource: Resource, { field, bound }: Bound, resources: readonly Resource[]) {
  const paths = [[field], ...(typeof bound === 'object' ? [pathOf(bound)] : [])]
  return paths.flatMap(path => influencesOn(resource, path, resources))
}

const pathOf = ({ reference, field }: Extract<Bound['bound'], object>): readonly string[] =>
  reference === undefined ? [field] : [reference, field]

const isOwn = (all: readonly Influence[]): boolean => all.every(({ hops }) => hops.length === 0)

/** What makes it worth looking again, and at which rows: in the words of `create trigger`. */
function occasions(
  resource: Resource,
  bound: Bound,
  all: readonly Influence[],
): readonly [event: string, rows: string][] {
  const key = columnOf(resource.key.name)
  const { table } = naming(resource)
  const found = new Map<string, Set<string>>()
  const add = (event: string, rows: string) => found.set(event, (found.get(event) ?? new Set()).add(rows))
  const own = columnsOf(all.filter(({ hops }) => hops.length === 0))
  if (own) add(`insert or update of ${own} on ${table}`, `${key} = new.${key}`)
  else if (breaksWhenEmpty(bound) && all.some(({ hops }) => comesAlong(resource, hops[0])))
    add(`insert on ${table}`, `${key} = new.${key}`)
  for (const group of Map.groupBy(all, ({ hops }) => JSON.stringify(hops.map(keyOfHop))).values()) {
    const { hops, resource: changed } = group[0]!
    const last = hops.at(-1)
    if (!last) continue
    const columns = columnsOf(group)
    const other = naming(changed).table
    const before = hops.at(-2)?.of ?? resource
    const link = last.is === 'linked' ? linkBetween(before, changed) : undefined
    if (link) add(`insert or delete on ${link.table}`, rowsAt(resource, hops, 'link'))
    if (link && columns === columnOf(changed.key.name)) continue
    const isMoved = last.is === 'children'
    add(
      `${isMoved ? 'insert or ' : ''}update of ${columns}${isMoved ? ' or delete' : ''} on ${other}`,
      rowsAt(resource, hops),
    )
  }
  return [...found].map(([event, rows]) => [event, [...rows].join(' or ')])
}

const keyOfHop = (hop: Hop) => [hop.is, hop.of.name, 'reference' in hop && hop.reference]

const columnsOf = (all: readonly Influence[]): string => {
  const columns = all.flatMap(({ fields, resource, hops }) =>
    [...fields, ...(hops.length > 0 && resource.trash !== undefined ? [resource.trash] : [])].map(name =>
      bare(resource, name),
    ),
  )
  return [...new Set(columns)].join(', ')
}

/** Rows that are written with the first one: what comes later cannot be there when it is made. */
const comesAlong = ({ fields }: Resource, hop: Hop | undefined): boolean =>
  fields.some(({ type }) => (type.is === 'parts' || type.is === 'links') && type.resource === hop?.of.name)

/** A sum over nothing is 0. */
const breaksWhenEmpty = ({ by, bound }: Bound): boolean =>
  typeof bound === 'number' && (by === 'at least' ? bound > 0 : bound < 0)

/** The rows of the resource that a changed row at the end of the hops has a part in. */
function rowsAt(resource: Resource, hops: readonly Hop[], changed: 'row' | 'link' = 'row'): string {
  return hops.reduceRight<string | undefined>((inner, hop, n) => {
    const from = hops[n - 1]?.of ?? resource
    const [key, otherKey, other] = [columnOf(from.key.name), columnOf(hop.of.key.name), naming(hop.of).table]
    if (hop.is === 'children') {
      const reference = bare(hop.of, hop.reference)
      if (inner === undefined) return `${key} in (new.${reference}, old.${reference})`
      return `${key} in (select ${reference} from ${other} where ${inner})`
    }
    if (hop.is === 'parent') {
      const reference = bare(from, hop.reference)
      if (inner === undefined) return `${reference} = new.${otherKey}`
      return `${reference} in (select ${otherKey} from ${other} where ${inner})`
    }
    const link = linkBetween(from, hop.of)!
    if (inner === undefined && changed === 'link') return `${key} in (new.${link.toOwn}, old.${link.toOwn})`
    const ends = inner === undefined ? `= new.${otherKey}` : `in (select ${otherKey} from ${other} where ${inner})`
    return `${key} in (select ${link.toOwn} from ${link.table} where ${link.toOther} ${ends})`
  }, undefined)!
}
