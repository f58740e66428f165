import { plural, resourceName, type Cells, type Place, type Template } from '../spec/index.ts'
import { parseCell } from './cells.ts'
import type { Demand } from './evidence.ts'
import { looksLikeKey, parametersOf, segmentsOf, type StatedPath } from './routes.ts'
import { isObject } from './sent.ts'
import { scalar } from './types.ts'

/** A request that asks how many rows there are of each value of a field. */
export interface CountedValues {
  readonly template: string
  readonly resource: string
  readonly field: string
  /** What the counts stand under. */
  readonly under?: string
  readonly place: Place
}

/**
 * `GET /store/inventory` is answered with `{ "available": 2, "sold": 1 }`, and of the rows that the scenario gives, two are
 * available and one is sold.
 */
export function countedValues(demands: readonly Demand[]): readonly CountedValues[] {
  const seen = Map.groupBy(demands.filter(isOpen), templateOf)
  return [...seen]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([template, all]) => {
      const told = all.map(demand => toldBy(demand, template))
      const [first] = told
      return first && told.every(one => one && one.resource === first.resource && one.field === first.field)
        ? [first]
        : []
    })
}

/** The paths of them, which may look like collections: `/tickets/stats`. */
export const countPaths = (counted: readonly CountedValues[]): readonly StatedPath[] =>
  counted.map(({ template, resource }) => ({
    method: 'GET',
    template,
    resource,
    ends: 'other',
    parents: parametersOf(template),
    stated: true,
  }))

const isOpen = ({ method, route, succeeds }: Demand): boolean =>
  method === 'GET' && succeeds && route !== undefined && !route.stated

/** A last word that was taken for the key of an item stays a word. */
function templateOf({ route, example: { act } }: Demand): string {
  const last = act.is === 'request' ? segmentsOf(act.path).at(-1) : undefined
  const template = route!.template
  return last && !looksLikeKey(last) ? template.replace(/\{[^/]*\}$/, last.text) : template
}

function toldBy({ example, place }: Demand, template: string): CountedValues | undefined {
  const answers = example.expected.flatMap(({ fact }) => (fact.is === 'body' ? countsIn(fact.value) : []))
  const [answer] = answers
  if (!answer) return undefined
  const given = Map.groupBy(
    example.before.flatMap(({ fact }) => (fact.is === 'rows' ? [fact] : [])),
    ({ resource }) => resource,
  )
  for (const [resource, facts] of given) {
    const rows = facts.flatMap(fact => fact.rows)
    const field = columnsOf(rows).find(column => isCountOf(answer.counts, rows, column))
    if (field !== undefined && !isNamedIn(template, resource)) {
      const { under } = answer
      return { template, resource, field, ...(under !== undefined && { under }), place }
    }
  }
  return undefined
}

/** Its last word is the collection of the rows themselves. */
const isNamedIn = (template: string, resource: string): boolean =>
  plural(resourceName(template.split('/').at(-1)!)) === plural(resource)

interface Answer {
  readonly under?: string
  readonly counts: Readonly<Record<string, Template>>
}

/** An object of whole numbers, by itself or under one name. */
function countsIn(value: Template): readonly Answer[] {
  if (!isObject(value)) return []
  const [only, ...others] = Object.entries(value)
  if (only && others.length === 0 && isObject(only[1]) && isCounts(only[1]))
    return [{ under: only[0], counts: only[1] }]
  return isCounts(value) ? [{ counts: value }] : []
}

const isCounts = (counts: Readonly<Record<string, Template>>): boolean =>
  Object.keys(counts).length > 0 && Object.values(counts).every(one => Number.isInteger(one) && Number(one) > 0)

const columnsOf = (rows: readonly Cells[]): readonly string[] => [...new Set(rows.flatMap(row => Object.keys(row)))]

/** The entries of a list, or the value. */
function each(cell: string): readonly string[] {
  const value = cell.startsWith('[') ? parseCell({ is: 'list', of: scalar('string') }, cell) : cell
  return Array.isArray(value) ? value.map(String) : [cell]
}

function isCountOf(counts: Answer['counts'], rows: readonly Cells[], column: string): boolean {
  const values = rows.flatMap(row => each(row[column] ?? ''))
  const found = Map.groupBy(values, value => value)
  return found.size === Object.keys(counts).length && [...found].every(([value, all]) => counts[value] === all.length)
}
