import { isRef, parseText, type Scenario, type Template } from '../spec/index.ts'
import type { Field } from './api-model.ts'
import { relationCalled } from './field.ts'
import { parseCell } from './cells.ts'
import type { DraftResource } from './draft.ts'
import type { Demand } from './evidence.ts'
import { sentItem } from './idioms/wrapping.ts'

/** What a scenario tells of a row, by its fields; rows that it refers to go by the names that it gives them. */
export type Told = ReadonlyMap<string, string>

/** Whom the client was who made the row: no field of it. */
export const CLIENT = ' client'

/** A row of a table or a body. */
export const toldRow = (row: Readonly<Record<string, Template>>, draft: DraftResource): Told =>
  new Map(told(row, draft))

/** The row that a request sends, with what its path says. */
export function sentRow(demand: Demand, draft: DraftResource): Told {
  const { act, client } = demand.example
  const row = new Map(told(sentItem(demand, draft) ?? {}, draft))
  if (client) row.set(CLIENT, JSON.stringify(client))
  const raw = act.is === 'request' ? act.path.split('?')[0]!.split('/') : []
  for (const [n, segment] of (demand.route?.template ?? '').split('/').entries()) {
    const parent = /^\{(.+)\}$/.exec(segment)?.[1]
    const field = [...draft.fields.values()].find(({ type }) => type.is === 'reference' && type.resource === parent)
    if (field && raw[n]) row.set(field.name, nameOf(parseText(raw[n])))
  }
  return row
}

/** The rows that a scenario says are there. */
export const givenRows = (scenario: Scenario, draft: DraftResource): readonly Told[] =>
  scenario.steps.flatMap(({ facts }) =>
    facts.flatMap(fact =>
      fact.is === 'rows' && fact.resource === draft.name ? fact.rows.map(row => new Map(told(row, draft))) : [],
    ),
  )

/**
 * The rows that are there when a request is sent: those that are given, and those that requests before it have made.
 *
 * @param own the requests among which it stands
 */
export function rowsIn(
  demand: Demand,
  creations: readonly Demand[],
  draft: DraftResource,
  own = creations,
): readonly Told[] {
  const { scenario } = demand.example
  const scene = own.filter(({ example }) => example.scenario === scenario)
  const made = scene.slice(0, scene.indexOf(demand)).filter(one => one.succeeds && creations.includes(one))
  return [...givenRows(scenario, draft), ...made.map(one => sentRow(one, draft))]
}

export const isShared = (name: string, a: Told, b: Told): boolean => a.has(name) && a.get(name) === b.get(name)

const told = (row: Readonly<Record<string, Template>>, draft: DraftResource): [string, string][] =>
  Object.entries(row).flatMap(([name, value]): [string, string][] => {
    const field = draft.fields.get(name) ?? relationNamed(name, draft)
    return field && value !== null && value !== '' ? [[field.name, valueOf(field, value)]] : []
  })

const relationNamed = (name: string, draft: DraftResource): Field | undefined =>
  relationCalled(draft.fields.values(), name)

function valueOf({ type }: Field, value: Template): string {
  if (type.is === 'reference') return nameOf(typeof value === 'string' ? parseText(value) : value)
  return JSON.stringify(typeof value === 'string' ? parseCell(type, value) : value)
}

/** `{"Aurora".id}` and `Aurora` are one row. */
function nameOf(value: Template): string {
  if (typeof value === 'object' && value !== null && isRef(value))
    return /^"(.*)"\.[\w-]+$/.exec(value.$ref)?.[1] ?? value.$ref
  return typeof value === 'string' ? value : JSON.stringify(value)
}
