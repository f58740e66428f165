import { article } from '../spec/index.ts'
import { operationOf, resourceOf, type ApiModel, type Operation, type Resource } from '../model/index.ts'
import { ExpectationError, show } from './errors.ts'
import { send } from './client.ts'
import type { Exchange } from './exchange.ts'
import { isObject } from './field-path.ts'
import { shownRows } from './perform/list-rows.ts'
import type { Service } from './service.ts'
import { unwrap, type Row, type Target } from './world.ts'

const targets = new WeakMap<Service, ApiTarget>()

/**
 * The service with a way to its rows. Where it hands out no entity for a resource, which a service that was written by
 * hand need not do, its rows go in and come out through its own API, as far as that can be.
 */
export function withRows(service: Service, model: ApiModel): Target {
  const known = targets.get(service)
  if (known?.model === model) return known
  const target = new ApiTarget(service, model)
  targets.set(service, target)
  return target
}

class ApiTarget implements Target {
  readonly model: ApiModel
  readonly #service: Service

  constructor(service: Service, model: ApiModel) {
    this.#service = service
    this.model = model
  }

  get address(): string {
    return this.#service.address
  }

  get generation(): number {
    return this.#service.generation
  }

  async insert(name: string, rows: readonly Row[]): Promise<readonly Row[]> {
    if (this.#service.reaches(name)) return await this.#service.insert(name, rows)
    const kept: Row[] = []
    for (const row of rows) kept.push(await this.#create(name, row))
    return kept
  }

  async find(name: string, where: Row): Promise<readonly Row[]> {
    if (this.#service.reaches(name)) return await this.#service.find(name, where)
    const rows = await this.#list(name)
    return rows.filter(row => Object.entries(where).every(([field, value]) => show(row[field]) === show(value)))
  }

  async count(name: string): Promise<number> {
    return this.#service.reaches(name) ? await this.#service.count(name) : (await this.#list(name)).length
  }

  get secret(): string | undefined {
    return this.#service.secret
  }

  advance: NonNullable<Target['advance']> = async ms => await this.#service.advance?.(ms)

  explain: NonNullable<Target['explain']> = async error => (await this.#service.explain?.(error)) ?? error

  async #create(name: string, row: Row): Promise<Row> {
    const what = `${article(name)} cannot be put in`
    const { resource, operation } = this.#operation(name, 'create', what)
    const ownly = resource.fields.find(
      field => field.name in row && (field.readOnly || field.refused || field.derived !== undefined),
    )
    if (ownly) throw unreachable(what, `a client may not send its "${ownly.name}"`)
    const { path, inPath } = await this.#pathFor(resource, operation, row)
    const body = await this.#named(
      resource,
      Object.fromEntries(Object.entries(row).filter(([field]) => !inPath.includes(field))),
    )
    const sent = resource.wrapped === undefined || resource.bareBodies ? body : { [resource.wrapped]: body }
    const exchange = await this.#send(operation.method, path, sent)
    const made = unwrap(resource, exchange.answer.json)
    if (exchange.answer.status >= 300 || !isObject(made)) throw unanswered(what, exchange)
    return { ...row, ...made }
  }

  /** The row with what clients call those that it refers to, where they do not send keys. */
  async #named({ fields }: Resource, row: Row): Promise<Row> {
    const entries = Object.entries(row).map(async ([field, value]) => {
      const type = fields.find(({ name }) => name === field)?.type
      const { named, resource } = type?.is === 'reference' ? type : {}
      const parent = resource === undefined ? undefined : resourceOf(this.model, resource)
      if (named === undefined || !parent || value === null) return [field, value] as const
      const [found] = await this.find(parent.name, { [parent.key.name]: value })
      return [field, found?.[named] ?? value] as const
    })
    return Object.fromEntries(await Promise.all(entries))
  }

  /** The rows of all pages. */
  async #list(name: string): Promise<readonly Row[]> {
    const what = `the rows of ${article(name)} cannot be looked up`
    const { resource, operation } = this.#operation(name, 'list', what)
    if (operation.path.includes('{')) throw unreachable(what, `they are listed under ${operation.path} only`)
    const { shape, paging } = resource.list
    const rows: Row[] = []
    for (let page = 1; ; page++) {
      const position = paging.by === 'page' ? page : rows.length
      const query = `?${paging.names[0]}=${paging.max}&${paging.names[1]}=${position}`
      const exchange = await this.#send('GET', operation.path + (page > 1 ? query : ''))
      const { json, status } = exchange.answer
      const shown = shownRows({ resource, operation }, json)
      if (status >= 300 || !shown) throw unanswered(what, exchange)
      rows.push(...shown.filter(isObject))
      const total =
        shape.is === 'envelope' && shape.total !== undefined && isObject(json) ? json[shape.total] : undefined
      if (typeof total !== 'number' || total <= rows.length) return rows
      if (shown.length === 0 || paging.by === 'cursor')
        throw unreachable(what, `the list shows ${rows.length} of ${total}`)
    }
  }

  /** Rows of a resource that lives under others are made there. */
  async #pathFor(resource: Resource, { path: template }: Operation, row: Row) {
    const inPath: string[] = []
    let path = template
    for (const [whole, name = ''] of template.matchAll(/\{([^}]*)\}/g)) {
      const parent = resourceOf(this.model, name)
      const reference = resource.fields.find(({ type }) => type.is === 'reference' && type.resource === name)
      const key = reference && row[reference.name]
      if (reference) inPath.push(reference.name)
      const owner =
        parent && key !== undefined && parent.address !== parent.key.name
          ? (await this.find(name, { [parent.key.name]: key }))[0]?.[parent.address]
          : key
      path = path.replace(whole, encodeURIComponent(typeof owner === 'number' ? owner : String(owner)))
    }
    return { path, inPath }
  }

  /** Where the features know no such request, the one that people would expect. */
  #operation(name: string, kind: 'create' | 'list', what: string): { resource: Resource; operation: Operation } {
    const resource = resourceOf(this.model, name)
    if (!resource?.path) throw unreachable(what, 'the features know no path for it')
    const [method, status] = kind === 'create' ? (['POST', 201] as const) : (['GET', 200] as const)
    const usual = { kind, name: kind, method, path: resource.path, parents: [], status, projected: false, from: [] }
    return { resource, operation: operationOf(resource, kind) ?? usual }
  }

  #send(method: string, path: string, json?: unknown): Promise<Exchange> {
    const body = json === undefined ? undefined : JSON.stringify(json)
    const headers: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
    return send(this.#service.address, { method, path, headers, body })
  }
}

const HOW = 'createService() returns no orm with an entity for it, and'

const unreachable = (what: string, why: string): ExpectationError =>
  new ExpectationError(`${what}: ${HOW} ${why}. See docs/guides/adopting.md`)

function unanswered(what: string, exchange: Exchange): ExpectationError {
  const { request, answer } = exchange
  const why = `${request.method} ${request.path} answers ${answer.status} ${show(answer.json ?? answer.text)}`
  return new ExpectationError(`${what}: ${HOW} ${why}`, { exchange })
}
