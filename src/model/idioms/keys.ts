import { isRef, type Template } from '../../spec/index.ts'
import type { DraftResource } from '../draft.ts'
import { objectOf, objectsIn, policiesOf, type Demand } from '../evidence.ts'
import type { Idiom } from '../infer.ts'

/** The primary key, the field that addresses an item, and the two times of a row. */
export const keys: Idiom = ({ evidence, drafts, spelling }) => {
  const addressed = new Set(policiesOf(evidence, 'addressed').map(({ fact }) => fact.resource))
  for (const draft of drafts.values()) {
    const own = evidence.of(draft.name)
    const declared = draft.fields.get('id')
    const stated = declared?.type.is === 'scalar' && declared.type.of === 'integer'
    draft.fields.delete('id')
    if (
      stated ||
      own.some(demand => showsIntegerKey(demand, draft.wrapped, addressed.has(draft.name))) ||
      rowsShowIntegerKey(evidence, draft.name)
    )
      draft.key = { ...draft.key, type: 'integer' }

    const [created, updated] = [spelling('created at'), spelling('updated at')]
    draft.times = [created, updated]
    for (const name of [created, updated]) draft.fields.delete(name)
    const exact = own.flatMap(demand => exactItems(demand, draft.wrapped)).filter(item => isWhole(item, draft))
    if (exact.length > 0 && !exact.some(item => draft.key.name in item)) draft.key = { ...draft.key, hidden: true }
    if (exact.length === 0 || exact.some(item => updated in item)) continue
    draft.times = exact.some(item => created in item) ? [created] : undefined
  }
  for (const { fact, place } of policiesOf(evidence, 'addressed')) {
    const draft = drafts.get(fact.resource)!
    const field = draft.fields.get(fact.by)
    if (fact.by === draft.key.name) continue
    if (!field && draft.declared) {
      evidence.report({
        place,
        what: `a ${draft.name} has no field "${fact.by}"`,
        advice: `Its fields are: ${['id', ...draft.fields.keys()].join(', ')}.`,
      })
      continue
    }
    draft.address = fact.by
    if (field) draft.fields.set(fact.by, { ...field, unique: true })
  }
}

/** @param addressed by another field, whose digits say nothing about the key */
function showsIntegerKey(demand: Demand, wrapped: string | undefined, addressed: boolean): boolean {
  const { act, expected } = demand.example
  if (!addressed && act.is === 'request' && demand.route?.ends === 'item' && /\/\d+(?:\?|$)/.test(act.path)) return true
  return expected.some(({ fact }) => {
    if (fact.is === 'field') return isKeyPath(fact.path, wrapped) && integer(fact.value)
    if (fact.is === 'format') return isKeyPath(fact.path, wrapped) && /integer|number/.test(fact.format)
    if (fact.is === 'body-cells') return integer(fact.cells['id'] ?? null)
    return fact.is === 'body' && items(fact.value, wrapped).some(item => integer(item['id'] ?? null))
  })
}

const isKeyPath = (path: string, wrapped: string | undefined) =>
  /^(?:(?:[\w-]+)?\[\d+\]\.)?id$/.test(path) || path === `${wrapped}.id`

const integer = (value: Template) =>
  typeof value === 'number' || (typeof value === 'string' && /^(?:##?(?:integer|number)|\d+)$/.test(value))

function rowsShowIntegerKey(evidence: Parameters<Idiom>[0]['evidence'], resource: string): boolean {
  return evidence
    .statesOf(resource)
    .some(({ fact }) => fact.is === 'rows' && fact.rows.some(row => /^\d+$/.test(row['id'] ?? '')))
}

/** The items that an answer is said to hold exactly. */
export function exactItems({ example, succeeds, route }: Demand, wrapped: string | undefined) {
  if (!succeeds || route?.query['fields'] !== undefined) return []
  return example.expected.flatMap(({ fact }) => (fact.is === 'body' && fact.exact ? items(fact.value, wrapped) : []))
}

/** Not the envelope of an empty list, nor what else an answer may hold. */
export const isWhole = (item: Readonly<Record<string, Template>>, draft: DraftResource): boolean =>
  draft.key.name in item ||
  (draft.declared &&
    [...draft.fields.values()].every(({ name, required, hidden }) => !required || hidden || name in item))

/** The rows in an answer: itself, what is under its wrapper, or the entries of its list. */
export function items(value: Template, wrapped: string | undefined): Readonly<Record<string, Template>>[] {
  if (Array.isArray(value)) return [...objectsIn(value as readonly Template[])]
  const body = objectOf(value)
  if (!body) return []
  const inner = wrapped === undefined ? undefined : objectOf(body[wrapped])
  if (inner) return [inner]
  const lists = Object.values(body).filter(
    entry => Array.isArray(entry) && entry.some(one => objectOf(one as Template)),
  )
  const only = Object.values(body).filter(entry => typeof entry === 'object' && entry !== null && !isRef(entry))
  if (lists.length === 1 && only.length === 1 && !('id' in body)) return items(lists[0]!, undefined)
  return [body]
}
