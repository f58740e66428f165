import {
  isBig,
  isRef,
  parseText,
  resourceName,
  words,
  type Cells,
  type Place,
  type Template,
} from '../../spec/index.ts'
import type { FieldType } from '../api-model.ts'
import { relationCalled } from '../field.ts'
import type { DraftResource } from '../draft.ts'
import { objectOf, type Demand, type Evidence } from '../evidence.ts'
import type { Idiom, Inference } from '../infer.ts'
import { isFile } from './files.ts'
import { shownBulks, type ShownBulk } from './shown-bulk.ts'
import { sentItem } from './wrapping.ts'
import { noRules } from '../rules.ts'
import { scalar, typeOfValue, widen } from '../types.ts'
import { answered, nested, type Sight } from '../sights.ts'

/** The fields of a resource that no table declares: what its requests, its answers and its rows show. */
export const seenFields: Idiom = inference => {
  const many = Map.groupBy(shownBulks(inference), ({ draft }) => draft)
  for (const draft of inference.drafts.values()) if (!draft.declared) learn(draft, many.get(draft) ?? [], inference)
}

function learn(draft: DraftResource, many: readonly ShownBulk[], inference: Inference): void {
  const { evidence } = inference
  const shown = [
    ...evidence.of(draft.name).flatMap(demand => sightsOf(demand, draft)),
    ...many.flatMap(({ rows, demand }) => rows.map(object => ({ object, place: demand.place }))),
  ]
  const texts = new Set(shown.flatMap(({ object }) => Object.keys(object).filter(name => isPlainText(object[name]))))
  const sights: Sight[] = [
    ...shown,
    ...evidence
      .statesOf(draft.name)
      .flatMap(({ fact, place }) =>
        fact.is === 'rows' ? fact.rows.map(row => ({ object: nested(withoutRelations(row, inference)), place })) : [],
      )
      .map(sight => ({ ...sight, object: asWritten(sight.object, texts) })),
  ]
  // the fullest sight decides the order of fields, so that the order of scenarios does not
  const ordered = sights.toSorted(
    (a, b) =>
      Object.keys(b.object).length - Object.keys(a.object).length ||
      compare(Object.keys(a.object).join(), Object.keys(b.object).join()) ||
      compare(JSON.stringify(a.object), JSON.stringify(b.object)),
  )
  const open = new Set<string>() // fields that have shown no type so far
  for (const { object, place } of ordered) see(draft, object, place, open, inference)
}

/** Cells are no JSON: `0042` and `42.50` are text where JSON has shown that they are. */
const asWritten = (object: Sight['object'], texts: ReadonlySet<string>): Sight['object'] =>
  Object.fromEntries(
    Object.entries(object).map(([name, value]) => [
      name,
      texts.has(name) && (typeof value === 'number' || typeof value === 'boolean') ? String(value) : value,
    ]),
  )

const isPlainText = (value: Template | undefined): boolean =>
  typeof value === 'string' && !value.startsWith('#') && typeof parseText(value) === 'string'

function see(
  draft: DraftResource,
  object: Sight['object'],
  place: Place,
  open: Set<string>,
  inference: Inference,
): void {
  for (const [name, value] of Object.entries(object)) {
    if (name === draft.key.name || draft.times?.includes(name)) continue
    const before = draft.fields.get(name)
    if (before && (before.type.is === 'reference' || before.type.is === 'links' || isFile(before.type))) continue
    const referred = referenceType(name, value, inference.evidence)
    const type = referred ?? fieldType(value, place)
    const known = open.has(name) ? undefined : before?.type
    if (!type && !before) open.add(name)
    else if (type) open.delete(name)
    draft.fields.set(name, {
      ...noRules,
      ...before,
      name,
      type: referred ?? (known && type ? join(known, type) : (type ?? known ?? before?.type ?? kindOf(value))),
      from: before?.from ?? [place],
    })
  }
}

/** What is known of a value that has shown no type: no more than that it is a list. */
const kindOf = (value: Template): FieldType =>
  value === '#array' ? { is: 'list', of: scalar('string') } : scalar('string')

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

function join(a: FieldType, b: FieldType): FieldType {
  if (a.is === 'list' && b.is === 'list') return { is: 'list', of: join(a.of, b.of) }
  if (a.is !== 'object' || b.is !== 'object') return widen(a, b)
  const names = [...new Set([...a.fields, ...b.fields].map(({ name }) => name))]
  return {
    is: 'object',
    fields: names.map(name => {
      const [x, y] = [a, b].map(({ fields }) => fields.find(field => field.name === name))
      return x && y ? { ...x, type: join(x.type, y.type) } : (x ?? y)!
    }),
  }
}

/** `film_id` with a key in it refers to a film; `director_id` and `director` with a person's key to a person. */
export function referenceType(name: string, value: Template, evidence: Evidence): FieldType | undefined {
  const all = words(name)
  const key = typeof value === 'string' ? parseText(value) : value
  const relation = all.at(-1) === 'id' ? all.slice(0, -1).join(' ') : all.join(' ')
  if (relation === '' || (all.at(-1) !== 'id' && !isKeyOfRow(key))) return undefined
  if (typeof key === 'object' && key !== null && isRef(key)) {
    const [, base] = /^([A-Za-z][\w -]*)\.[\w$-]+$/.exec(key.$ref) ?? []
    const resource = base === undefined ? relation : resourceName(base)
    if (evidence.resources.has(resource)) return { is: 'reference', resource, relation }
  }
  const isKey = typeof value === 'string' || typeof value === 'number'
  return isKey && evidence.resources.has(relation) ? { is: 'reference', resource: relation, relation } : undefined
}

const isKeyOfRow = (value: Template): boolean =>
  typeof value === 'object' && value !== null && isRef(value) && /^[A-Za-z][\w -]*\._?id$/i.test(value.$ref)

function fieldType(value: Template, place: Place): FieldType | undefined {
  if (typeof value !== 'object' || value === null || isBig(value)) return typeOfValue(value)
  if (Array.isArray(value)) {
    const entries = (value as readonly Template[]).flatMap(entry => fieldType(entry, place) ?? [])
    return { is: 'list', of: entries.length ? entries.reduce(join) : scalar('string') }
  }
  const object = objectOf(value)
  if (!object) return undefined
  return {
    is: 'object',
    fields: Object.entries(object).map(([name, inner]) => ({
      ...noRules,
      name,
      type: fieldType(inner, place) ?? scalar('string'),
      from: [place],
    })),
  }
}

function sightsOf(demand: Demand, draft: DraftResource): Sight[] {
  const { example, method, place, succeeds, route } = demand
  if (!succeeds || route?.ends === 'other') return []
  const { act } = example
  const writes = act.is === 'act' || ['POST', 'PUT', 'PATCH'].includes(method)
  const sent = sentItem(demand, draft)
  const inCells = act.is === 'act' || (act.body !== undefined && 'cells' in act.body)
  return [
    ...(writes && sent ? [{ object: inCells ? nested(ownColumns(sent as Cells, draft)) : sent, place }] : []),
    // what is answered to a DELETE says that a row has gone
    ...(isRemoval(demand) ? [] : answered(demand, draft)),
  ]
}

const isRemoval = ({ method, operation }: Demand) => method === 'DELETE' || operation === 'delete'

/** The behaviour tier names the row that another belongs to: `lift | East` is told from a field by the relation. */
const ownColumns = (cells: Cells, { fields }: DraftResource): Cells =>
  Object.fromEntries(
    Object.entries(cells).filter(([name]) => fields.has(name) || relationCalled(fields.values(), name) === undefined),
  )

/** A column named for a relation holds the other's natural key: it is no field of its own. */
function withoutRelations(row: Cells, { evidence }: Inference): Cells {
  return Object.fromEntries(
    Object.entries(row).filter(([name, text]) => {
      const relation = evidence.resources.has(words(name).join(' '))
      return !relation || typeof parseText(text) === 'object'
    }),
  )
}
