import { isRef, type Cells, type Expectation, type Template } from '../../spec/index.ts'
import type { Resource } from '../api-model.ts'
import { parseCell } from '../cells.ts'
import type { DraftResource } from '../draft.ts'
import { objectOf, type Demand, type Evidence } from '../evidence.ts'
import { items } from '../idioms/keys.ts'
import { sentItem } from '../idioms/wrapping.ts'
import { fieldOf } from '../lookups.ts'
import { isListing } from '../sights.ts'

/** The values in an object by path, down to lists: `price.amount` → `"12.50"`. */
export type Flat = Readonly<Record<string, Template>>

export interface Sight {
  /** The scenario that it stands in: values can be compared with what the first version has there. */
  readonly scenario: string
  readonly values: Flat
  /** All that there is. */
  readonly whole: boolean
  readonly sent: boolean
  /** It stands in cells: whether `12.50` is a number is not known. */
  readonly cells: boolean
}

/** What requests to a resource show of its rows, in the names of their version. */
export const sightsOf = (demands: readonly Demand[], draft: DraftResource): readonly Sight[] =>
  demands.filter(({ succeeds }) => succeeds).flatMap(demand => sightsIn(demand, draft))

function sightsIn(demand: Demand, draft: DraftResource): readonly Sight[] {
  const { example, method, route } = demand
  const scenario = example.scenario.id
  const { act } = example
  const own = { scenario, whole: false, sent: false, cells: false }
  const sent = act.is === 'act' || ['POST', 'PUT', 'PATCH'].includes(method) ? sentItem(demand, draft) : undefined
  const inCells = act.is === 'act' || (act.body !== undefined && 'cells' in act.body)
  const isList = isListing(demand)
  return [
    ...(sent && route?.ends !== 'other'
      ? [{ ...own, values: inCells ? cellsOf(sent as Cells) : flat(sent), sent: true, cells: inCells }]
      : []), // tables hold text
    ...example.expected.flatMap(({ fact }): Sight[] => {
      if (fact.is === 'body')
        return items(fact.value, draft.wrapped).map(item => ({
          ...own,
          values: flat(item),
          whole: fact.exact && route?.query['fields'] === undefined,
        }))
      if (fact.is === 'body-cells')
        return [{ ...own, values: inPlace(cellsOf(fact.cells), draft, isList), cells: true }]
      if (fact.is === 'lists-rows' && fact.resource === draft.name)
        return fact.rows.map(row => ({ ...own, values: cellsOf(row), cells: true }))
      if (fact.is === 'field' && !isAbsent(fact.value))
        return [{ ...own, values: inPlace({ [fact.path]: fact.value }, draft, isList) }]
      if (fact.is === 'format' && fact.format !== 'absent')
        return [{ ...own, values: inPlace({ [fact.path]: '#present' }, draft, isList) }]
      return []
    }),
  ]
}

const isAbsent = (value: Template): boolean =>
  typeof value === 'string' && /^#(?:absent|notpresent|ignore)$/.test(value)

/** What is said not to be in answers of a version. */
export const lackedIn = (demands: readonly Demand[], draft: DraftResource): ReadonlySet<string> =>
  new Set(
    demands
      .filter(({ succeeds }) => succeeds)
      .flatMap(demand =>
        demand.example.expected.flatMap(({ fact }) => {
          const path = lackedPath(fact)
          if (path === undefined) return []
          return Object.keys(inPlace({ [path]: null }, draft, isListing(demand) && path.includes('[')))
        }),
      ),
  )

const lackedPath = (fact: Expectation): string | undefined =>
  fact.is === 'lacks' ||
  (fact.is === 'format' && fact.format === 'absent') ||
  (fact.is === 'field' && isAbsent(fact.value))
    ? fact.path
    : undefined

/** The rows that the first version has in a scenario: as stated, as sent to it, as it shows them. */
export function poolOf(
  evidence: Evidence,
  resource: Resource,
  draft: DraftResource,
): ReadonlyMap<string, readonly Flat[]> {
  const pool = new Map<string, Flat[]>()
  const add = (scenario: string, values: Flat) => pool.set(scenario, [...(pool.get(scenario) ?? []), values])
  const scenarios = [...evidence.demands, ...evidence.later]
  for (const { example } of scenarios)
    for (const { fact } of example.before)
      if (fact.is === 'rows' && fact.resource === resource.name)
        for (const row of fact.rows) add(example.scenario.id, typed(row, resource))
  for (const { scenario, values } of sightsOf(evidence.of(resource.name), draft)) add(scenario, values)
  return pool
}

const typed = (cells: Cells, resource: Resource): Flat =>
  Object.fromEntries(
    Object.entries(cells).map(([name, text]) => [name, parseCell(fieldOf(resource, name)?.type, text)] as const),
  )

const cellsOf = (cells: Cells): Flat =>
  Object.fromEntries(Object.entries(cells).map(([name, text]) => [name, parseCell(undefined, text)] as const))

/** The parts that are about a row: what stands in a list's rows, or under the wrapper. */
function inPlace(values: Flat, { wrapped }: DraftResource, isList: boolean): Flat {
  return Object.fromEntries(
    Object.entries(values).flatMap(([path, value]) => {
      const [, row] = /^[\w.-]*\[\d+\]\.(.+)$/.exec(path) ?? []
      if (isList) return row === undefined ? [] : [[row, value]]
      if (path.startsWith('[')) return []
      const plain = wrapped !== undefined && path.startsWith(`${wrapped}.`) ? path.slice(wrapped.length + 1) : path
      return [[plain.replace(/\[\d+\].*$/, ''), value]]
    }),
  )
}

export function flat(object: Readonly<Record<string, Template>>, outer = ''): Flat {
  return Object.fromEntries(
    Object.entries(object).flatMap(([name, value]): (readonly [string, Template])[] => {
      const inner = objectOf(value)
      return inner && Object.keys(inner).length > 0
        ? Object.entries(flat(inner, `${outer}${name}.`))
        : [[outer + name, value]]
    }),
  )
}

/** A value that says something: no matcher, no reference. */
export const isPlain = (value: Template | undefined): value is string | number =>
  (typeof value === 'string' && value !== '' && !/^##?[a-z[]/.test(value) && !/\{[A-Za-z"]/.test(value)) ||
  typeof value === 'number'

/** @param loosely a number may stand for the text that it is written as */
export const same = (a: Template | undefined, b: Template | undefined, loosely = false): boolean =>
  a !== undefined &&
  (JSON.stringify(a) === JSON.stringify(b) || (loosely && isPlain(a) && isPlain(b) && Number(a) === Number(b)))

export const isReference = (value: Template | undefined): boolean =>
  typeof value === 'object' && value !== null && isRef(value)
