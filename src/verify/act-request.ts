import { actOperation, fieldOf, type Operation, type Resource } from '../model/index.ts'
import { kebab, plural, resourceName, type Act, type Cells } from '../spec/index.ts'
import { sentValue, relationField } from './cells.ts'
import type { Request } from './exchange.ts'
import { nest } from './field-path.ts'
import { addressOf, addressOfNewest, field, keyOfRow, theResource, unknownKey } from './keys.ts'
import { headersFor } from './literal-request.ts'
import { resolve } from './references.ts'
import type { World } from './world.ts'

type ActFact = Act & { readonly is: 'act' }

const METHODS: Readonly<Record<ActFact['operation'], string>> = {
  create: 'POST',
  read: 'GET',
  list: 'GET',
  update: 'PATCH',
  replace: 'PUT',
  delete: 'DELETE',
  perform: 'POST',
}

/** A request of the behaviour tier, by the operation of the model that does what the step says. */
export function actRequest(fact: ActFact, world: World): Request {
  const resource = theResource(world, fact.resource)
  const { method, path: template } = operationFor(resource, fact)
  const asked = world.asked(resource)
  const { cells, parents } = divide(world, asked, template, fact)
  const path = fillTemplate(world, resource, template, parents, fact) + query(world, asked, parents, fact)
  const body = fact.body && bodyText(world, asked, cells)
  return { method, path, headers: headersFor(world, body), body }
}

function operationFor(resource: Resource, fact: ActFact): Pick<Operation, 'method' | 'path'> {
  const known = actOperation(resource, fact)
  if (known) return known
  const { operation, verb } = fact
  const item = operation === 'create' || operation === 'list' ? '' : `/{${resource.name}}`
  const act = operation === 'perform' ? `/${verb}` : ''
  const path = `${resource.path || `/api/v1/${kebab(plural(resource.name))}`}${item}${act}`
  return { method: METHODS[operation], path }
}

/** A parent that stands in the path is named in the table or the filter like any relation, and leaves it. */
function divide(world: World, resource: Resource, template: string, { body = {}, filter }: ActFact) {
  const inPath = parameters(template).filter(name => name !== resource.name)
  const parents = new Map<string, string>()
  const rest: [string, string][] = []
  for (const [column, text] of Object.entries(body))
    if (inPath.includes(resourceName(column)) && isRelation(resource, column)) parents.set(resourceName(column), text)
    else rest.push([column, text])
  if (filter && inPath.includes(resourceName(filter.field))) {
    const value = resolve(filter.value, world)
    parents.set(resourceName(filter.field), String(value))
  }
  return { cells: Object.fromEntries(rest), parents }
}

const isRelation = (resource: Resource, column: string): boolean =>
  relationField(resource, column) !== undefined || !resource.fields.some(it => it.name === column)

const parameters = (template: string): readonly string[] =>
  [...template.matchAll(/\{([^}]*)\}/g)].map(found => found[1]!)

function fillTemplate(
  world: World,
  resource: Resource,
  template: string,
  parents: ReadonlyMap<string, string>,
  { key }: ActFact,
): string {
  const item = key === undefined ? undefined : world.find(key, resource)
  return template.replace(/\{([^}]*)\}/g, (_, name: string) => {
    if (name === resource.name && key !== undefined) return encodeURIComponent(addressOf(world, resource, key))
    const parent = theResource(world, name)
    const stated = parents.get(name)
    if (stated !== undefined) return encodeURIComponent(addressOf(world, parent, stated))
    return encodeURIComponent(parentOf(world, resource, parent, item) ?? addressOfNewest(world, parent))
  })
}

/** The address of the parent that a known row refers to. */
function parentOf(
  world: World,
  resource: Resource,
  parent: Resource,
  item: Readonly<Record<string, unknown>> | undefined,
): string | undefined {
  const reference = resource.fields.find(({ type }) => type.is === 'reference' && type.resource === parent.name)
  const named = reference?.type.is === 'reference' ? reference.type.named : undefined
  const known = reference && item?.[reference.name]
  const row =
    known === undefined ? undefined : world.rows(parent.name).find(it => it[named ?? parent.key.name] === known)
  return row && field(row, parent.address, parent)
}

function query(world: World, resource: Resource, parents: ReadonlyMap<string, string>, fact: ActFact): string {
  const { filter, sort, search, page } = fact
  const pairs: [string, string][] = []
  if (filter && !parents.has(resourceName(filter.field))) pairs.push(filterPair(world, resource, filter))
  if (search !== undefined) pairs.push([resource.list.searchedBy ?? 'q', search])
  if (sort !== undefined) pairs.push(...sortPairs(resource, sort))
  if (page !== undefined) pairs.push(pagePair(resource, page))
  const text = pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')
  return text && `?${text}`
}

/** `-price,title`, as this list is asked for it. */
function sortPairs({ list: { sorting } }: Resource, sort: string): [string, string][] {
  if (!sorting) return [['sort', sort]]
  const { parameter, between, order } = sorting
  const names = sort.split(',').map(one => one.trim())
  const bare = (name: string) => name.replace(/^-/, '')
  const direction = (name: string) => (name.startsWith('-') ? 'desc' : 'asc')
  if (order !== undefined)
    return [
      [parameter, names.map(bare).join(',')],
      [order, direction(sort)],
    ]
  return [[parameter, between === undefined ? sort : names.map(one => bare(one) + between + direction(one)).join(',')]]
}

/** A relation is filtered by the key of the row that is named, unless the features declare a parameter of that name. */
function filterPair(world: World, resource: Resource, { field: name, value }: NonNullable<ActFact['filter']>) {
  const wanted = resolve(value, world)
  const text = typeof wanted === 'string' ? wanted : JSON.stringify(wanted)
  const isDeclared = resource.list.conditions.some(({ parameter }) => parameter === name)
  const relation = isDeclared ? undefined : (fieldOf(resource, name) ?? relationField(resource, name))
  if (relation?.type.is !== 'reference') return [name, text] as [string, string]
  if (relation.type.named !== undefined) return [relation.name, text] as [string, string]
  const key = keyOfRow(world, relation.type.resource, text) ?? unknownKey(theResource(world, relation.type.resource))
  return [relation.name, String(key)] as [string, string]
}

function pagePair({ list: { paging } }: Resource, page: number): [string, string] {
  return [paging.names[1], String(paging.by === 'page' ? page : (page - 1) * paging.size)]
}

function bodyText(world: World, resource: Resource, cells: Cells): string {
  const body = nest(Object.entries(cells).map(([column, text]) => sentCell(world, resource, column, text)))
  return JSON.stringify(resource.wrapped === undefined || resource.bareBodies ? body : { [resource.wrapped]: body })
}

/** What a cell stands for in a body: a relation is sent as the key of the row that is named. */
export function sentCell(
  world: World,
  resource: Resource | undefined,
  column: string,
  text: string,
): [name: string, value: unknown] {
  const relation = relationField(resource, column)
  if (relation?.type.is !== 'reference') return [column, sentValue(world, resource, column, text)]
  if (text === 'null') return [relation.name, null]
  if (relation.type.named !== undefined) return [relation.name, sentValue(world, resource, relation.name, text)]
  const related = theResource(world, relation.type.resource)
  // a name that no row has is still sent as a key, for the service to refuse
  return [relation.name, keyOfRow(world, related.name, text) ?? unknownKey(related)]
}
