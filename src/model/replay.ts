import {
  type Arithmetic,
  type Cells,
  type Comparison,
  type Condition,
  type Plain,
  type Template,
} from '../spec/index.ts'
import { isNow, isSent, type Operation, type Resource, type Target } from './api-model.ts'
import { parseCell } from './cells.ts'
import { children } from './check.ts'
import { objectOf, objectsIn, type Demand, type Evidence } from './evidence.ts'
import { relationCalled } from './field.ts'
import { fieldOf, naturalKey, resourcesByName } from './lookups.ts'
import { rowName } from './row-name.ts'
import { numberOf, sentTo } from './row-history.ts'

/** A row as far as a scenario states it. References hold the row itself. */
export interface Row {
  readonly resource: Resource
  values: Record<string, unknown>
}

/**
 * What a scenario's rows come to: those that it states and those that its requests make. Enough to tell which of several
 * bounds a request that is refused would have broken; nothing is known of what the scenario leaves to the service.
 */
export class Replay {
  readonly #byName: ReadonlyMap<string, Resource>
  #rows: Row[] = []

  constructor(resources: readonly Resource[], { demands }: Evidence, until: Demand) {
    this.#byName = resourcesByName(resources)
    for (const { name, seeds = [] } of resources) for (const { cells } of seeds) this.#add(name, cells)
    for (const { fact } of until.example.before)
      if (fact.is === 'rows') for (const cells of fact.rows) this.#add(fact.resource, cells)
    const own = demands.filter(({ example }) => example.scenario === until.example.scenario)
    for (const demand of own.slice(0, own.indexOf(until))) if (demand.succeeds) this.apply(demand)
  }

  /** What the request would leave behind. */
  apply(demand: Demand): void {
    const { act } = demand.example
    const resource = this.#byName.get(demand.resource ?? '')
    if (!resource) return
    const operation = act.is === 'act' ? act.operation : operations[`${act.method} ${demand.route?.ends ?? 'other'}`]
    const { parents, item } = this.#path(demand, resource)
    const bodies = bodiesOf(demand)
    if (act.is === 'request' && act.method === 'POST' && Array.isArray(bodies))
      for (const body of bodies) this.#add(resource.name, body, parents)
    if (operation === 'create' && !Array.isArray(bodies)) this.#add(resource.name, bodies, parents)
    if ((operation === 'update' || operation === 'replace') && item && !Array.isArray(bodies))
      item.values = { ...item.values, ...this.#valuesOf(resource, bodies) }
    if (operation === 'delete') this.#rows = this.#rows.filter(row => row !== item)
    const { transition } = resource.operations.find(one => isActOf(demand, one)) ?? {}
    const move =
      item && transition?.moves.find(({ from }) => from?.includes(this.plainOf(item, transition.field)) ?? true)
    if (item && transition && move)
      for (const { field, to } of [{ field: transition.field, to: move.to }, ...(transition.sets ?? [])])
        this.#set(item, field, to, resource, demand)
  }

  /** What an act makes of a field; nothing is known of one whose sum is not. */
  #set(item: Row, field: string, to: Target, resource: Resource, demand: Demand): void {
    if (!isSent(to)) {
      item.values = { ...item.values, [field]: isNow(to) ? undefined : to }
      return
    }
    const body = sentTo(demand, resource)
    const [before, by] = [this.#number(item, [field]), numberOf(body[to.sent])]
    const sum = before === undefined || by === undefined ? undefined : to.by === 'minus' ? before - by : before + by
    const sent = { [field]: body[to.sent] ?? null }
    item.values = { ...item.values, ...(to.by === undefined ? this.#valuesOf(resource, sent) : { [field]: sum }) }
  }

  /** The item that a request is about. */
  itemOf(demand: Demand, resource: Resource): Row | undefined {
    return this.#path(demand, resource).item
  }

  rowsOf(resource: Resource): readonly Row[] {
    return this.#rows.filter(row => row.resource.name === resource.name)
  }

  parentOf(row: Row, reference: string): Row | undefined {
    const value = row.values[reference]
    return value as Row | undefined // as #valuesOf makes them
  }

  /** A field of a row: as stated, else its default, else null. */
  plainOf(row: Row, name: string): Plain {
    const field = fieldOf(row.resource, name)
    const value = name in row.values ? row.values[name] : field?.default && parseCell(field.type, field.default)
    return typeof value === 'object' || value === undefined ? null : (value as Plain) // cells and JSON hold nothing else
  }

  /** Whether a row fulfils a condition; undefined where that hangs on more than its own fields. */
  holds(row: Row, condition: Condition): boolean | undefined {
    if (condition.is === 'marked') return undefined
    if (condition.is !== 'compare') {
      const all = condition.all.map(one => this.holds(row, one))
      const decides = condition.is === 'or'
      return all.includes(decides) ? decides : all.includes(undefined) ? undefined : !decides
    }
    const { path, by, to } = condition
    const field = fieldOf(row.resource, path[0] ?? '')
    if (path.length > 1 || to.is !== 'value' || !field || field.derived) return undefined
    return compares(this.plainOf(row, field.name), by, to.value)
  }

  /** The values of a field by the rows of a resource; undefined for each that cannot be told. */
  valuesOf(resource: Resource, path: readonly string[]): ReadonlyMap<object, number | undefined> {
    const own = this.#rows.filter(row => row.resource === resource)
    return new Map(own.map(row => [row, this.#number(row, path)]))
  }

  #add(name: string, body: Cells | Readonly<Record<string, Template>>, parents: Record<string, unknown> = {}): void {
    const resource = this.#byName.get(name)
    if (resource) this.#rows.push({ resource, values: { ...parents, ...this.#valuesOf(resource, body) } })
  }

  #valuesOf(resource: Resource, body: Readonly<Record<string, Template>>): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(body).map(([name, value]) => {
        const field = fieldOf(resource, name) ?? relationCalled(resource.fields, name)
        const read = typeof value === 'string' ? parseCell(field?.type, value) : value
        if (field?.type.is === 'reference') return [field.name, this.#row(field.type.resource, read)]
        return [name, read]
      }),
    )
  }

  /** The row that a reference or a name stands for: the last one of that name. */
  #row(resource: string, value: Template | undefined): Row | undefined {
    const named = rowName(value)
    const own = this.#rows.filter(row => row.resource.name === resource)
    if (value !== undefined && named === undefined) return own.at(-1)
    return own.findLast(row => {
      const key = naturalKey(row.resource)
      return key !== undefined && String(row.values[key.name]) === named
    })
  }

  #path({ example: { act }, route }: Demand, resource: Resource) {
    if (act.is === 'act')
      return { parents: {}, item: act.key === undefined ? undefined : this.#row(resource.name, act.key) }
    const parents: Record<string, unknown> = {}
    let item: Row | undefined
    const raw = act.path.split('?')[0]!.split('/')
    for (const [n, segment] of (route?.template ?? '').split('/').entries()) {
      const name = /^\{(.+)\}$/.exec(segment)?.[1]
      if (name === undefined) continue
      const row = this.#row(name, raw[n])
      if (name === resource.name) item = row
      const reference = resource.fields.find(({ type }) => type.is === 'reference' && type.resource === name)
      if (reference) parents[reference.name] = row
    }
    return { parents, item }
  }

  #number(row: Row | undefined, [head = '', ...rest]: readonly string[]): number | undefined {
    const field = row && fieldOf(row.resource, head)
    if (!row || !field) return undefined
    const { derived } = field
    if (field.type.is === 'reference' && rest.length > 0)
      return this.#number(row.values[field.name] as Row | undefined, rest) // as #valuesOf makes them
    if (derived?.is === 'arithmetic') return arithmetic(derived.of, path => this.#number(row, path))
    if (derived?.is === 'count') return this.#children(row, derived.of, derived.where)?.length
    if (derived?.is === 'aggregate' && derived.by === 'sum') {
      const { of } = derived
      const rows = this.#children(row, firstName(of), derived.where)
      const values = rows?.map(one => arithmetic(of, ([, ...path]) => this.#number(one, path)))
      return values?.reduce<number | undefined>((sum, one) => (one === undefined ? undefined : (sum ?? NaN) + one), 0)
    }
    if (derived) return undefined
    const value = row.values[head] ?? field.default
    return value === undefined || value === null || Number.isNaN(Number(value)) ? undefined : Number(value)
  }

  /** Those that belong to the row and fulfil the condition; undefined where it cannot be told of one of them. */
  #children(row: Row, name: string, where?: Condition): readonly Row[] | undefined {
    const all = this.#allChildren(row, name)
    if (!where) return all
    const fits = all?.map(one => this.holds(one, where))
    return fits?.includes(undefined) ? undefined : all?.filter((_, n) => fits?.[n])
  }

  #allChildren(row: Row, name: string): readonly Row[] | undefined {
    const child = children(row.resource, name, this.#byName)
    const parts = row.resource.fields.find(({ type }) => type.is === 'parts' && type.resource === child?.name)
    if (child && parts) {
      const sent = row.values[parts.name] ?? []
      return Array.isArray(sent)
        ? objectsIn(sent as readonly Template[]).map(one => ({ resource: child, values: this.#valuesOf(child, one) }))
        : undefined
    }
    const links = row.resource.fields.find(({ type }) => type.is === 'links' && type.resource === child?.name)
    if (links) {
      const linked = row.values[links.name] ?? []
      return Array.isArray(linked) ? linked.flatMap((one: Template) => this.#row(child!.name, one) ?? []) : undefined
    }
    const reference = child?.fields.find(({ type }) => type.is === 'reference' && type.resource === row.resource.name)
    return reference && this.#rows.filter(one => one.resource === child && one.values[reference.name] === row)
  }
}

/** The request is that act: in words, or to its path. */
export const isActOf = ({ verb, method, route }: Demand, operation: Operation): boolean =>
  operation.transition !== undefined &&
  (verb === undefined
    ? method === operation.method && route?.template === operation.path
    : operation.path.endsWith(`/${verb}`))

function compares(value: Plain, by: Comparison, to: Plain): boolean | undefined {
  if (by === 'is') return value === to
  if (by === 'is not') return value !== to
  if (value === null || to === null) return false
  const [a, b] = typeof to === 'number' ? [Number(value), to] : [String(value), String(to)]
  if (by === 'below') return a < b
  if (by === 'at most') return a <= b
  if (by === 'above') return a > b
  if (by === 'at least') return a >= b
  return undefined
}

const operations: Readonly<Record<string, string>> = {
  'POST collection': 'create',
  'PATCH item': 'update',
  'PUT item': 'replace',
  'DELETE item': 'delete',
}

/** What is sent: a row, or several. */
function bodiesOf({
  example: { act },
}: Demand): Readonly<Record<string, Template>> | Readonly<Record<string, Template>>[] {
  if (act.is === 'act') return act.body ?? {}
  if (!act.body || 'text' in act.body) return {}
  if ('cells' in act.body) return act.body.cells
  const { json } = act.body
  return Array.isArray(json) ? [...objectsIn(json as readonly Template[])] : (objectOf(json) ?? {})
}

const firstName = (of: Arithmetic): string =>
  of.is === 'path' ? of.path[0]! : of.is === 'number' ? '' : firstName(of.left) || firstName(of.right)

function arithmetic(of: Arithmetic, value: (path: readonly string[]) => number | undefined): number | undefined {
  if (of.is === 'number') return of.value
  if (of.is === 'path') return value(of.path)
  const [a, b] = [arithmetic(of.left, value), arithmetic(of.right, value)]
  if (a === undefined || b === undefined) return undefined
  return { '+': a + b, '-': a - b, '*': a * b, '/': a / b }[of.by]
}
