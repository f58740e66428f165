import type { Template } from '../../spec/index.ts'
import type { DraftResource } from '../draft.ts'
import { objectOf, objectsIn, type Demand } from '../evidence.ts'
import type { Inference } from '../infer.ts'

/** Many rows that one request makes. */
export interface ShownBulk {
  readonly draft: DraftResource
  readonly template: string
  readonly rows: readonly Readonly<Record<string, Template>>[]
  readonly demand: Demand
}

/**
 * `POST /notes/import` or `POST /courses/{course}/students/bulk` with a list of objects, and a success; also `POST /notes`
 * itself, where it only ever takes lists.
 */
export function shownBulks({ evidence, drafts }: Inference): readonly ShownBulk[] {
  const byPath = new Map([...drafts.values()].filter(({ stored, view }) => stored && !view).map(one => [one.path, one]))
  return evidence.demands.flatMap((demand): ShownBulk[] => {
    const { route, method, succeeds } = demand
    const rows = rowsSent(demand)
    if (!route || route.stated || method !== 'POST' || !succeeds || !rows || route.template.endsWith('}')) return []
    const isOwn = route.ends === 'collection'
    const draft = byPath.get(isOwn ? route.template : route.template.replace(/\/[^/]+$/, ''))
    if (!draft || (isOwn && evidence.of(draft.name).some(one => isSingle(one, route.template)))) return []
    return route.ends === 'item' ? [] : [{ draft, template: route.template, rows, demand }]
  })
}

/** The name that a list stands under, where an object holds nothing else. */
export function listName(body: Template | undefined): string | undefined {
  const entries = Object.entries(objectOf(body) ?? {})
  return entries.length === 1 && Array.isArray(entries[0]![1]) ? entries[0]![0] : undefined
}

/** `{ "created": 2 }`: the answer to many rows says how many they were. */
export function tallyOf({ demand, rows }: ShownBulk): string | undefined {
  for (const { fact } of demand.example.expected) {
    if (fact.is === 'field' && fact.value === rows.length && !/[.[]/.test(fact.path)) return fact.path
    const entries = fact.is === 'body' ? Object.entries(objectOf(fact.value) ?? {}) : []
    if (entries.length === 1 && entries[0]![1] === rows.length) return entries[0]![0]
  }
  return undefined
}

function rowsSent({ example: { act } }: Demand): ShownBulk['rows'] | undefined {
  const json = act.is === 'request' && act.body && 'json' in act.body ? act.body.json : undefined
  const list = Array.isArray(json) ? (json as readonly Template[]) : objectOf(json)?.[listName(json) ?? '']
  const rows = Array.isArray(list) ? objectsIn(list as readonly Template[]) : []
  return Array.isArray(list) && rows.length > 0 && rows.length === list.length ? rows : undefined
}

/** The path takes one row, too. */
const isSingle = (demand: Demand, template: string): boolean =>
  demand.operation === 'create' ||
  (demand.method === 'POST' && demand.route?.template === template && demand.succeeds && !isListed(demand))

const isListed = ({ example: { act } }: Demand): boolean =>
  act.is === 'request' && act.body !== undefined && 'json' in act.body && Array.isArray(act.body.json)
