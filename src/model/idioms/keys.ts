import { article, isRef, words, type Template } from '../../spec/index.ts'
import type { DraftResource } from '../draft.ts'
import { objectOf, objectsIn, policiesOf, type Demand, type Evidence } from '../evidence.ts'
import type { Idiom } from '../infer.ts'

/** The primary key, the field that addresses an item, and the two times of a row. */
export const keys: Idiom = ({ evidence, drafts, spelling }) => {
  const addressed = new Set(policiesOf(evidence, 'addressed').map(({ fact }) => fact.resource))
  for (const draft of drafts.values()) {
    if (draft.view) continue
    const own = evidence.of(draft.name)
    const name = keyName(draft, own)
    if (draft.address === draft.key.name) draft.address = name
    draft.key = { ...draft.key, name }
    const declared = draft.fields.get(name)
    const stated = declared?.type.is === 'scalar' && declared.type.of === 'integer'
    draft.fields.delete(name)
    if (
      stated ||
      own.some(demand => showsIntegerKey(demand, draft, addressed.has(draft.name) || draft.address !== 'id')) ||
      rowsShowIntegerKey(evidence, draft) ||
      (!addressed.has(draft.name) && draft.address === name && othersShowIntegerKey(evidence, draft))
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
        what: `${article(draft.name)} has no field "${fact.by}"`,
        advice: `Its fields are: ${['id', ...draft.fields.keys()].join(', ')}.`,
      })
      continue
    }
    draft.address = fact.by
    if (field) draft.fields.set(fact.by, { ...field, unique: true })
  }
}

/** `id`, unless items show it spelled otherwise (`Id`, `_id`), or show one of their own name (`sensorId`) instead. */
function keyName(draft: DraftResource, own: readonly Demand[]): string {
  const shown = new Set(
    own
      .filter(({ succeeds }) => succeeds)
      .flatMap(({ example }) => example.expected)
      .flatMap(({ fact }) => (fact.is === 'body' ? items(fact.value, draft.wrapped).flatMap(Object.keys) : [])),
  )
  const named = (name: string) => [...shown].filter(one => words(one).join(' ') === name).toSorted()[0]
  if (shown.has('id')) return 'id'
  const long = named(`${draft.name} id`)
  return named('id') ?? (long !== undefined && !draft.fields.has(long) ? long : 'id')
}

/** @param addressed by another field, whose digits say nothing about the key */
function showsIntegerKey(demand: Demand, { wrapped, key: { name } }: DraftResource, addressed: boolean): boolean {
  const { act, expected } = demand.example
  if (!addressed && act.is === 'request' && demand.route?.ends === 'item' && /\/\d+(?:\?|$)/.test(act.path)) return true
  return expected.some(({ fact }) => {
    if (fact.is === 'field') return isKeyPath(fact.path, name, wrapped) && isInteger(fact.value)
    if (fact.is === 'format') return isKeyPath(fact.path, name, wrapped) && /integer|number/.test(fact.format)
    if (fact.is === 'body-cells') return isInteger(fact.cells[name] ?? null)
    return fact.is === 'body' && items(fact.value, wrapped).some(item => isInteger(item[name] ?? null))
  })
}

const isKeyPath = (path: string, name: string, wrapped: string | undefined) =>
  path.replace(/^(?:[\w-]+)?\[\d+\]\./, '') === name || path === `${wrapped}.${name}`

export const isInteger = (value: Template) =>
  typeof value === 'number' || (typeof value === 'string' && /^(?:##?(?:integer|number)|\d+)$/.test(value))

function rowsShowIntegerKey(evidence: Evidence, { name: resource, key }: DraftResource): boolean {
  const stated = evidence.statesOf(resource).flatMap(({ fact }) => (fact.is === 'rows' ? fact.rows : []))
  const seeds = policiesOf(evidence, 'seeds').flatMap(({ fact }) => (fact.resource === resource ? fact.rows : []))
  return [...stated, ...seeds].some(row => /^\d+$/.test(row[key.name] ?? ''))
}

/** Paths that lead through it (`/users/1/posts`), and what refers to it (`"userId": 1`). */
function othersShowIntegerKey({ demands }: Evidence, { name }: DraftResource): boolean {
  return demands.some(({ example: { act, expected }, route, resource, succeeds }) => {
    if (act.is !== 'request' || !succeeds) return false
    const parts = act.path.replace(/[?#].*$/, '').split('/')
    const through = route?.template.split('/').some((part, n) => part === `{${name}}` && /^\d+$/.test(parts[n] ?? ''))
    const bodies = expected.flatMap(({ fact }) => (fact.is === 'body' ? items(fact.value, undefined) : []))
    const refers = (item: Readonly<Record<string, Template>>) =>
      Object.entries(item).some(([field, value]) => words(field).join(' ') === `${name} id` && isInteger(value))
    return through || (resource !== name && bodies.some(refers))
  })
}

/** The items that an answer is said to hold exactly. */
export function exactItems({ example, succeeds, route }: Demand, wrapped: string | undefined) {
  if (!succeeds || route?.query['fields'] !== undefined) return []
  return example.expected.flatMap(({ fact }) => (fact.is === 'body' && fact.exact ? items(fact.value, wrapped) : []))
}

/** Not the envelope of an empty list, nor what else an answer may hold. */
export const isWhole = (item: Readonly<Record<string, Template>>, draft: DraftResource): boolean =>
  draft.single !== undefined ||
  draft.key.name in item ||
  (!draft.declared && isNamed(item, draft)) ||
  (draft.declared &&
    [...draft.fields.values()].every(({ name, required, hidden }) => !required || hidden || name in item))

/** It shows what it goes by, or goes by what only paths say. */
const isNamed = (item: Readonly<Record<string, Template>>, { address, key, fields }: DraftResource): boolean =>
  address !== key.name && (address in item || fields.get(address)?.hidden === true)

/** The rows in an answer: itself, what is under its wrapper, or the entries of its list. */
export function items(value: Template, wrapped: string | undefined): Readonly<Record<string, Template>>[] {
  if (Array.isArray(value)) return [...objectsIn(value as readonly Template[])]
  const body = objectOf(value)
  if (!body) return []
  const inner = wrapped === undefined ? undefined : objectOf(body[wrapped])
  if (inner) return [inner]
  if (isEmptyEnvelope(body)) return []
  const lists = Object.values(body).filter(
    entry => Array.isArray(entry) && entry.some(one => objectOf(one as Template)),
  )
  const only = Object.entries(body).filter(
    ([name, entry]) => typeof entry === 'object' && entry !== null && !isRef(entry) && !aboutPages.test(name),
  )
  const hasKey = Object.keys(body).some(name => words(name).join(' ') === 'id')
  if (lists.length === 1 && only.length === 1 && !hasKey) return items(lists[0]!, undefined)
  return [body]
}

/** What stands beside the rows of a list, and is no row. */
const aboutPages = /^(?:_?meta|_?links|page|paging|pagination|info)$/i

/** `{ "books": [], "booksCount": 0 }` */
function isEmptyEnvelope(body: Readonly<Record<string, Template>>): boolean {
  const entries = Object.entries(body)
  const [list, ...more] = entries.filter(([, value]) => Array.isArray(value))
  const others = entries.filter(entry => entry !== list)
  return (
    Array.isArray(list?.[1]) &&
    list[1].length === 0 &&
    more.length === 0 &&
    others.length > 0 &&
    others.every(([name, value]) => typeof value === 'number' && /total|count|limit|offset|page|size/i.test(name))
  )
}
