import type { Template } from '../spec/index.ts'
import { parseCell } from './cells.ts'
import type { DraftResource } from './draft.ts'
import { bodyOf, objectOf, type Demand, type Evidence } from './evidence.ts'
import { sentItem } from './idioms/wrapping.ts'
import { isNow, isSent, type Target } from './operation.ts'
import { rowName } from './row-name.ts'
import { answered, isCreation, isListing } from './sights.ts'

export type Values = Readonly<Record<string, Template>>

/** One time that an act is asked for. */
export interface Act {
  readonly demand: Demand
  readonly method: string
  readonly path: string
  readonly verb: string
  /** What its body holds. */
  readonly sent: Values
  /** It makes a row of this resource, which refers to the row. */
  readonly child: DraftResource | undefined
  /** Nothing that has been done before, and of which nothing is known, may have changed the row. */
  readonly sure: boolean
  /** The status that it is refused with; undefined where it succeeds. */
  readonly refused: number | undefined
  /** The row as the scenario knows it by then. */
  readonly before: Values
  /** What is seen of the row between this and the next change. */
  readonly after: Values[]
}

export interface History {
  readonly acts: readonly Act[]
  /** What a new row shows that nobody has sent. */
  readonly beginnings: ReadonlyMap<string, Template>
  /** Every value that a field is seen with. */
  readonly values: ReadonlyMap<string, ReadonlySet<Template>>
  /** All that clients send of rows, as text. */
  readonly sent: string
}

/**
 * Follows the rows of a resource through all scenarios.
 *
 * @param children the resources whose new rows may change the row that they refer to
 */
export function historyOf(draft: DraftResource, evidence: Evidence, children: readonly DraftResource[] = []): History {
  const making = new Map(children.flatMap(child => evidence.of(child.name).map(demand => [demand, child] as const)))
  const own = evidence.of(draft.name)
  const all = making.size === 0 ? own : evidence.demands.filter(one => one.resource === draft.name || making.has(one))
  const begun = new Sightings()
  const values = new Sightings()
  const scenes = Map.groupBy(all, ({ example }) => example.scenario)
  const acts = [...scenes.values()].flatMap(scene => actsIn(scene, draft, making, begun, values))
  const beginnings = new Map<string, Template>()
  for (const [name, all] of begun.seen) if (all.size === 1) beginnings.set(name, [...all][0]!)
  for (const [name, { type, default: first }] of draft.fields)
    if (first !== undefined && !beginnings.has(name)) beginnings.set(name, parseCell(type, first))
  const sent = JSON.stringify(own.filter(demand => !actOf(demand, draft)).map(bodyOf))
  return { acts, beginnings, values: values.seen, sent }
}

/** The values that fields are seen with, and moments by their matcher. */
class Sightings {
  readonly seen = new Map<string, Set<Template>>()

  add(row: Values): void {
    for (const [name, value] of Object.entries(row))
      if (isPlain(value) || isTime(value)) this.seen.set(name, (this.seen.get(name) ?? new Set()).add(value))
  }
}

function actsIn(
  scene: readonly Demand[],
  draft: DraftResource,
  making: ReadonlyMap<Demand, DraftResource>,
  begun: Sightings,
  values: Sightings,
): readonly Act[] {
  const acts: Act[] = []
  const rows: Values[] = []
  let stated = 0
  let last: Act | undefined
  let lastAt = -1
  let sure = true
  for (const demand of scene) {
    const { before, repeated, act: asked } = demand.example
    const once = !(asked.is === 'request' && asked.clients !== undefined)
    for (const { fact } of before.slice(stated))
      if (fact.is === 'rows' && fact.resource === draft.name) rows.push(...fact.rows.map(row => cellsOf(row, draft)))
    stated = before.length
    const child = making.get(demand)
    if (child && !(isCreation(demand) && rowOf(demand, child, draft) !== undefined)) continue
    const shown: Values =
      isListing(demand) || child ? {} : Object.assign({}, ...answered(demand, draft).map(({ object }) => object))
    const sent = child ? {} : (sentItem(demand, draft) ?? {})
    const at = indexOf(demand, rows, child && rowOf(demand, child, draft))
    const act = child ? creationOf(demand, child) : actOf(demand, draft)
    if (act) {
      const first: Act = {
        ...act,
        demand,
        child,
        sent: sentTo(demand, child ?? draft),
        sure: sure && once,
        refused: refusal(demand.example.expected),
        before: rows[at] ?? {},
        after: [shown],
      }
      const next =
        first.refused === undefined ? { ...first.before, ...outcome(first, draft), ...plain(shown) } : first.before
      acts.push(first)
      if (repeated.length > 0) acts.push({ ...first, refused: refusal(repeated), before: next, after: [] })
      if (first.refused === undefined) {
        rows.splice(Math.max(at, 0), 1, next)
        last = once ? first : undefined
        lastAt = Math.max(at, 0)
        sure = sure && once && repeated.length === 0 && isKnown(first, draft)
      }
    } else if (isCreation(demand) && demand.succeeds) {
      begun.add(omit(shown, Object.keys(sent)))
      rows.push(plain({ ...sent, ...shown }))
      last = undefined
    } else if (demand.succeeds && at >= 0) {
      const reads = demand.method === 'GET' || demand.operation === 'read'
      rows.splice(at, 1, { ...rows[at], ...(reads ? {} : plain(sent)), ...plain(shown) })
      if (reads && at === lastAt) last?.after.push(shown)
      if (!reads) last = undefined
      sure = true
    }
    for (const row of [...rows, shown]) values.add(row)
  }
  return acts
}

const refusal = (expected: Demand['example']['expected']): number | undefined =>
  expected.flatMap(({ fact }) =>
    (fact.is === 'status' || fact.is === 'rejected') && fact.status >= 400 ? [fact.status] : [],
  )[0]

/** What is known so far to come of an act. */
function outcome({ method, path, sent, before, child }: Act, draft: DraftResource): Values {
  const { transition, touches } = (child ?? draft).operations.get(`${method} ${path}`) ?? {}
  const { field, moves, sets = [] } = transition ?? {}
  const all = [...(field !== undefined && moves?.length === 1 ? [{ field, to: moves[0]!.to }] : []), ...sets]
  if (touches?.resource === draft.name) all.push(...touches.sets)
  return Object.fromEntries(
    all.flatMap(({ field: name, to }) => {
      const value = valueOf(to, sent, before[name])
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

/** It is known what comes of it. */
const isKnown = ({ method, path, child }: Act, draft: DraftResource): boolean => {
  const { transition, touches } = (child ?? draft).operations.get(`${method} ${path}`) ?? {}
  return transition !== undefined || touches?.resource === draft.name
}

function valueOf(to: Target, body: Values, before: Template | undefined): Template | undefined {
  if (isNow(to)) return '#timestamp'
  if (!isSent(to)) return to
  const sent = body[to.sent]
  if (to.by === undefined) return sent
  const [from, by] = [numberOf(before), numberOf(sent)]
  return from === undefined || by === undefined ? undefined : to.by === 'plus' ? from + by : from - by
}

/** A number, also one that is written as a text. */
export const numberOf = (value: Template | undefined): number | undefined =>
  typeof value === 'number' || (typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value))
    ? Number(value)
    : undefined

/** The body of an act: under the name that items stand under, or bare. */
export function sentTo(demand: Demand, { wrapped }: { readonly wrapped?: string | undefined }): Values {
  const body = bodyOf(demand) ?? {}
  const inner = wrapped === undefined || Object.keys(body).length > 1 ? undefined : objectOf(body[wrapped])
  return inner ?? body
}

/** The matcher of a moment. */
export const isTime = (value: Template): boolean => typeof value === 'string' && /^##?timestamp$/.test(value)

/** Nothing that is counted, and no text that somebody has written. */
export const isPlain = (value: Template): value is string | boolean | null =>
  value === null ||
  typeof value === 'boolean' ||
  (typeof value === 'string' && /^\p{L}[\p{L}\d]*(?:[ _-][\p{L}\d]+){0,3}$/u.test(value))

/** `POST <item>/close`, or the act in words. */
function actOf(
  { route, method, verb }: Demand,
  draft: DraftResource,
): Pick<Act, 'method' | 'path' | 'verb'> | undefined {
  if (verb !== undefined) {
    const found = [...draft.operations.values()].find(({ path }) => path.endsWith(`/{${draft.name}}/${verb}`))
    return { method: found?.method ?? 'POST', path: found?.path ?? `${draft.path}/{${draft.name}}/${verb}`, verb }
  }
  if (!route || !['POST', 'PUT', 'PATCH'].includes(method)) return undefined
  const [start, word] = route.template.split(`/{${draft.name}}/`)
  return start !== undefined && word !== undefined && /^[A-Za-z][\w-]*$/.test(word)
    ? { method, path: route.template, verb: word }
    : undefined
}

/** A row that belongs to another is made under its path, or names it. */
const creationOf = ({ method, route }: Demand, child: DraftResource) => ({
  method: method || 'POST',
  path: route?.template ?? child.path,
  verb: child.name,
})

/** What a new row names the row by that it refers to: part of the path, or of the body; undefined where it does not. */
function rowOf(demand: Demand, child: DraftResource, { name }: DraftResource): Template | undefined {
  const { route, example } = demand
  const at = route?.template.split('/').lastIndexOf(`{${name}}`) ?? -1
  if (at >= 0 && example.act.is === 'request') return example.act.path.split('?')[0]!.split('/')[at]
  const body = sentTo(demand, child)
  const reference = [...child.fields.values()].find(({ type }) => type.is === 'reference' && type.resource === name)
  if (reference?.type.is !== 'reference') return undefined
  return body[reference.name] ?? body[reference.type.relation]
}

/** The row that a request is about: the one with a value that its path names, else the last one. */
function indexOf({ example: { act }, route }: Demand, rows: readonly Values[], named?: Template): number {
  const at = route?.template.split('/').findLastIndex(part => part.startsWith('{')) ?? -1
  const own = act.is === 'act' ? act.key : at < 0 ? undefined : act.path.split('?')[0]!.split('/')[at]
  const name = rowName(named ?? own)
  const found = rows.findLastIndex(row =>
    Object.values(row).some(value => typeof value !== 'object' && String(value) === name),
  )
  return found < 0 ? rows.length - 1 : found
}

const cellsOf = (row: Readonly<Record<string, string>>, { fields }: DraftResource): Values =>
  Object.fromEntries(Object.entries(row).map(([name, text]) => [name, parseCell(fields.get(name)?.type, text)]))

/** Without what only tells the kind of a value. */
const plain = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, one]) => !(typeof one === 'string' && one.startsWith('#'))))

const omit = (values: Values, names: readonly string[]): Values =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)))
