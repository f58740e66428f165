import type { ApiModel, Resource } from '../model/index.ts'
import type { Fact, TestFile } from '../spec/index.ts'
import { send } from './client.ts'
import { EnvironmentError, ExpectationError } from './errors.ts'
import type { Exchange, Request } from './exchange.ts'
import { isObject } from './field-path.ts'
import { inBothNames, inVersion, naturalKey, resourceOf } from '../model/index.ts'
import { shownRows } from './perform/list-rows.ts'
import { askedVersion, routeOf, type Route } from './operations.ts'

/** A row as the service shows it. */
export type Row = Readonly<Record<string, unknown>>

/** The service under test, and the side door to its rows. Resources go by their canonical names. */
export interface Target {
  /** `http://127.0.0.1:4000` */
  readonly address: string
  /** Changes whenever other code answers at the address. */
  readonly generation: number
  /** Puts rows in, and answers with them as they are kept. */
  insert(resource: string, rows: readonly Row[]): Promise<readonly Row[]>
  /** All rows of a resource that equal `where` in its fields. */
  find(resource: string, where: Row): Promise<readonly Row[]>
  count(resource: string): Promise<number>
  /** The key that the service signs access tokens with. */
  readonly secret?: string | undefined
  /** Moves the service's time on, in milliseconds. */
  advance?(ms: number): Promise<void>
  /** What became of the service when it went away during a request: the error to show instead. */
  explain?(error: EnvironmentError): Promise<Error>
}

/** A request that reached an operation of the model, for the report. */
export interface Hit {
  readonly method: string
  /** The operation's path, or the path itself where the model has no operation for it. */
  readonly path: string
  readonly resource: string | undefined
  readonly status: number
}

/** What one scenario has made, sent and received. */
export class World {
  readonly model: ApiModel
  readonly target: Target
  /** Statuses that the scenario expects somewhere: only these may be failures of the service. */
  readonly awaited: ReadonlySet<number>
  readonly file: (name: string) => TestFile
  /** Sent with every request from here on. Names in lower case. */
  readonly headers = new Map<string, string>()
  /** The refresh token that the client has, and those that it has used. */
  readonly refresh: { token?: string; readonly spent: string[] } = { spent: [] }
  readonly exchanges: Exchange[] = []
  readonly hits: Hit[] = []
  /** Resources that the scenario has rows of or has asked for. */
  readonly touched = new Set<string>()
  /** Whom the client is signed in as; nobody without. */
  client: Row | undefined
  /** The exchanges of the last act: one, or several where it repeated a request. */
  last: readonly Exchange[] = []
  /** Whether the last act sent its requests one after the other. */
  inTurn = false
  #known: { readonly resource: string; row: Row }[] = []
  #made = new Map<string, number>()

  /**
   * @param facts all facts of the scenario
   * @param file what a file is that the scenario names
   */
  constructor(model: ApiModel, target: Target, facts: readonly Fact[], file: World['file'] = noFile) {
    this.model = model
    this.target = target
    this.file = file
    this.awaited = new Set(
      facts.flatMap(fact =>
        fact.is === 'status' || fact.is === 'some-status' || fact.is === 'rejected' ? [fact.status] : [],
      ),
    )
  }

  /** The last exchange. @throws {ExpectationError} when there was none, naming what needs it */
  latest(needs: string): Exchange {
    const exchange = this.last.at(-1)
    if (exchange) return exchange
    throw new ExpectationError(`${needs} is about an answer, and no request has been sent yet: a When step comes first`)
  }

  /** The operation that the last request was for. */
  lastRoute(): Route | undefined {
    const request = this.last.at(-1)?.request
    return request && routeOf(this.model, request)
  }

  /** A resource as the last answer shows it. */
  shown(resource: Resource): Resource {
    return inVersion(this.model, resource, this.lastRoute()?.version)
  }

  /** A resource as the version has it that the client asks for by a header. */
  asked(resource: Resource): Resource {
    return inVersion(this.model, resource, askedVersion(this.model, Object.fromEntries(this.headers)))
  }

  /** Sends a request and keeps what came of it: the exchange, and the row that was made or read. */
  async send(request: Request): Promise<Exchange> {
    const route = routeOf(this.model, request)
    if (route) this.touched.add(route.resource.name)
    const exchange = await send(this.target.address, request).catch(async (error: unknown) => {
      throw error instanceof EnvironmentError ? ((await this.target.explain?.(error)) ?? error) : error
    })
    const { method, path } = request
    const { status } = exchange.answer
    this.exchanges.push(exchange)
    this.hits.push({
      method,
      path: route?.operation.path ?? path.split('?')[0]!,
      resource: route?.resource.name,
      status,
    })
    if (route && status < 300) this.#learn(route, exchange)
    return exchange
  }

  /** Adds a row, or what is new about a row that is known already. */
  remember(resource: string, row: Row): void {
    this.touched.add(resource)
    const { key = { name: 'id' }, address = key.name } = resourceOf(this.model, resource) ?? {}
    // a key that is not shown is known from the side door only
    const name = key.name in row ? key.name : address
    const known = this.#known.find(it => it.resource === resource && name in row && it.row[name] === row[name])
    if (known) known.row = { ...known.row, ...row }
    else this.#known.push({ resource, row })
  }

  /** Adds a row that was there before the scenario began. */
  know(resource: string, row: Row): void {
    this.#known.push({ resource, row })
  }

  newest(resource: string): Row | undefined {
    return this.#known.findLast(it => it.resource === resource)?.row
  }

  /** The newest row, of one resource or of any, whose natural key is `key`; else one that has it for another text. */
  find(key: string, resource?: Resource): Row | undefined {
    const own = this.#known.filter(it => !resource || it.resource === resource.name)
    const named = own.findLast(it => {
      const owner = resource ?? resourceOf(this.model, it.resource)
      const field = owner && naturalKey(owner)
      return field !== undefined && String(it.row[field.name]) === key
    })
    return (named ?? own.findLast(({ row }) => Object.values(row).includes(key)))?.row
  }

  rows(resource: string): readonly Row[] {
    return this.#known.filter(it => it.resource === resource).map(it => it.row)
  }

  /** What references can name: `book`, `"Dune"`. */
  names(): readonly string[] {
    const keys = this.#known.flatMap(({ resource, row }) => {
      const owner = resourceOf(this.model, resource)
      const field = owner && naturalKey(owner)
      return field && row[field.name] !== undefined ? [JSON.stringify(String(row[field.name]))] : []
    })
    return [...new Set([...this.#known.map(it => it.resource), ...keys])]
  }

  /** Counts from 1 for each resource: what makes the rows of a factory distinct. */
  next(resource: string): number {
    const n = (this.#made.get(resource) ?? 0) + 1
    this.#made.set(resource, n)
    return n
  }

  #first({ name }: Resource): Resource {
    return resourceOf(this.model, name)! // versions are made from the model's resources
  }

  #learn({ resource, operation, version }: Route, { request, answer }: Exchange): void {
    const known = (row: Row) =>
      version === undefined ? row : inBothNames(this.model, this.#first(resource), version, row)
    if (operation.kind === 'bulk') {
      for (const made of shownRows({ resource, operation }, answer.json) ?? [])
        if (isObject(made)) this.remember(resource.name, known(made))
    }
    if (!['create', 'read', 'update', 'replace', 'transition', 'restore'].includes(operation.kind)) return
    const row = unwrap(resource, answer.json)
    if (isObject(row)) this.remember(resource.name, known({ ...row, ...secretsIn(resource, request.body) }))
  }
}

const noFile = (name: string): never => {
  throw new Error(`there are no files beside this scenario: "${name}"`)
}

/** The passwords that a client has sent: no answer shows them, and a user signs in with them later. */
function secretsIn(resource: Resource, text: string | undefined): Row {
  const secrets = resource.fields.filter(({ type }) => type.is === 'scalar' && type.of === 'password')
  if (secrets.length === 0 || text === undefined || !text.startsWith('{')) return {}
  const sent = unwrap(resource, JSON.parse(text)) as Row // it was accepted
  return Object.fromEntries(secrets.flatMap(({ name }) => (name in sent ? [[name, sent[name]]] : [])))
}

/** The row inside an answer of the resource. */
export const unwrap = (resource: Resource | undefined, body: unknown): unknown =>
  resource?.wrapped !== undefined && isObject(body) && resource.wrapped in body ? body[resource.wrapped] : body
