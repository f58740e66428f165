import { formatName, type Cells, type Place, type Template } from '../spec/index.ts'
import { parseCell } from './cells.ts'
import type { DraftResource } from './draft.ts'
import { objectOf, objectsIn, type Demand } from './evidence.ts'
import { items } from './idioms/keys.ts'
import { typeOfValue } from './types.ts'

/** Something that an example shows of a row: some of its members. */
export interface Sight {
  readonly object: Readonly<Record<string, Template>>
  readonly place: Place
}

/** The answer to this is a list. */
export const isListing = ({ operation, method, route }: Demand): boolean =>
  operation === 'list' || (method === 'GET' && route?.ends === 'collection')

/** It makes a row. */
export const isCreation = ({ operation, method, route }: Demand): boolean =>
  operation === 'create' || (method === 'POST' && route?.ends === 'collection')

/** What an answer is expected to show of the resource's rows: of the row it is about, or of the rows that it lists. */
export function answered(demand: Demand, draft: DraftResource): readonly Sight[] {
  const listing = isListing(demand)
  return demand.example.expected.flatMap(({ fact, place }): Sight[] => {
    const shown = (objects: readonly Sight['object'][]) => objects.map(object => ({ object, place }))
    if (fact.is === 'body') return shown(listing ? listed(fact.value, draft) : items(fact.value, draft.wrapped))
    if (fact.is === 'body-cells') return shown(inCells(fact.cells, listing, draft))
    if (fact.is === 'field' || fact.is === 'format') {
      const path = own(fact.path, listing, draft)
      const value = fact.is === 'field' ? fact.value : `#${formatName(fact.format)}`
      return path === undefined || (fact.is === 'format' && value !== '#array' && !typeOfValue(value))
        ? []
        : shown([nest(path, value)])
    }
    if (fact.is !== 'lists-rows' || fact.resource !== draft.name) return []
    return shown(fact.rows.map(nested))
  })
}

/** `dates.from` in a table is the field `from` of the object `dates`. */
export function nested(cells: Cells): Sight['object'] {
  const object: Record<string, Template> = {}
  for (const [path, text] of Object.entries(cells)) {
    const [head = '', ...rest] = path.split('.')
    if (rest.length === 0) object[head] = parseCell(undefined, text)
    else object[head] = { ...objectOf(object[head]), ...nested({ [rest.join('.')]: text }) }
  }
  return object
}

/** The rows of a list, wherever in its answer they stand: what stands beside them is not of a row. */
function listed(value: Template, { wrapped }: DraftResource): readonly Sight['object'][] {
  const rows = listIn(value)
  if (!rows) return []
  return objectsIn(rows).map(row => (wrapped === undefined ? undefined : objectOf(row[wrapped])) ?? row)
}

/** The first list of objects in a value, from the outside in. */
function listIn(value: Template): readonly Template[] | undefined {
  if (Array.isArray(value)) {
    const entries: readonly Template[] = value
    return entries.some(entry => objectOf(entry)) ? entries : undefined
  }
  const inner = Object.values(objectOf(value) ?? {})
  return (
    inner
      .filter(one => Array.isArray(one))
      .map(listIn)
      .find(Boolean) ?? inner.map(listIn).find(Boolean)
  )
}

function inCells(cells: Cells, listing: boolean, draft: DraftResource): readonly Sight['object'][] {
  const entries = Object.entries(cells).flatMap(([path, text]) => {
    const inner = own(path, listing, draft)
    return inner === undefined ? [] : [[inner, text] as const]
  })
  // one row of a list at a time, since each says something else
  return listing
    ? entries.map(([path, text]) => nest(path, parseCell(undefined, text)))
    : [nested(Object.fromEntries(entries.filter(([path]) => !path.includes('['))))]
}

/** The path within the row: `items[0].title` of a list, `book.title` of an item that is wrapped so. */
function own(path: string, listing: boolean, { wrapped }: DraftResource): string | undefined {
  const inside = listing ? /^[^[]*\[\d+\]\.(.+)$/.exec(path)?.[1] : path
  if (inside === undefined || wrapped === undefined) return inside
  if (inside.startsWith(`${wrapped}.`)) return inside.slice(wrapped.length + 1)
  return listing ? inside : undefined
}

/** `lines[0].label` shows a list of objects that have labels. */
function nest(path: string, value: Template): Sight['object'] {
  const steps = path.match(/[^.[\]]+|\[\d+\]/g) ?? []
  return steps.reduceRight<Template>(
    (inner, step) => (step.startsWith('[') ? [inner] : { [step]: inner }),
    value,
  ) as Sight['object'] // a path begins with a name
}
