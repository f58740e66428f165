import type { ApiModel, Field, Operation, Resource } from '../model/index.ts'
import { operationOf, placedReferences, resourceOf } from '../model/index.ts'
import { camel } from '../spec/index.ts'
import { linkBetween } from './columns.ts'

/** A parameter of an operation's path, and how its resource is found by it. */
export interface PathParameter {
  /** In the route and in code: `id`, `book_id`. */
  readonly name: string
  readonly resource: Resource
  /** The property that it addresses. */
  readonly address: string
  readonly integer: boolean
  /** A uuid that has to look like one, where that makes a difference. */
  readonly uuid: boolean
}

/** The parameters of an operation's path, in order; the last is the item itself where the path ends at one. */
export function pathParameters(
  operation: Pick<Operation, 'path'> & Partial<Pick<Operation, 'kind' | 'by'>>,
  resource: Resource,
  model: ApiModel,
): readonly PathParameter[] {
  const names = [...operation.path.matchAll(/\{([^}]*)\}/g)].map(found => found[1]!)
  return names.map((name, n) => {
    const own = n === names.length - 1 && isAboutItem(operation)
    const target = own ? resource : (resourceOf(model, name) ?? resource)
    const { address } = own && operation.by !== undefined ? { ...target, address: operation.by } : target
    return {
      name: own ? identifier(address) : foreignName(target),
      resource: target,
      address,
      integer: isInteger({ ...target, address }),
      uuid: model.errors.statuses.malformed !== undefined && address === target.key.name && target.key.type === 'uuid',
    }
  })
}

/** Whether a resource is addressed by a whole number: its key, or a field such as a running number. */
function isInteger({ address, key, fields }: Resource): boolean {
  if (address === key.name) return key.type === 'integer'
  const field = fields.find(({ name }) => name === address)
  return field?.derived?.is === 'running number' || (field?.type.is === 'scalar' && field.type.of === 'integer')
}

/** Its path ends at an item, or at an act on one. */
const isAboutItem = ({ path, kind }: Pick<Operation, 'path'> & Partial<Pick<Operation, 'kind'>>): boolean =>
  path.endsWith('}') || (kind !== undefined && acts.includes(kind))

const acts: readonly Operation['kind'][] = ['transition', 'restore', 'mark', 'upload', 'download', 'detach', 'redirect']

/** `book_id`, or `bookSlug` where the API spells so: as its reference fields look. */
const foreignName = (resource: Resource): string => {
  const [created = 'created_at'] = resource.times ?? []
  return created.includes('_')
    ? identifier(`${resource.name.replaceAll(' ', '_')}_${resource.address}`)
    : camel(`${resource.name} ${resource.address}`)
}

const identifier = (name: string): string =>
  name.replace(/[^A-Za-z\d_$]+(\w)?/g, (_, next: string = '') => next.toUpperCase())

/** `/api/v1/books/:book_id/reviews/:id` */
export function routePath(path: string, parameters: readonly PathParameter[]): string {
  let n = 0
  return path.replace(/\{[^}]*\}/g, () => `:${parameters[n++]?.name}`)
}

/** How an operation of a nested resource finds its place. */
export interface Within {
  readonly parameters: readonly PathParameter[]
  /** The item's own parameter, where the path ends at one. */
  readonly item: PathParameter | undefined
  readonly parents: readonly PathParameter[]
  /** The reference that the last parent fills; undefined where the two are linked many to many. */
  readonly reference: Field | undefined
  readonly link: ReturnType<typeof linkBetween>
  /** The parent's address is its key and it has no parents: the reference is filled without looking it up. */
  readonly direct: boolean
}

export function withinOf(operation: Operation, resource: Resource, model: ApiModel): Within {
  const parameters = pathParameters(operation, resource, model)
  const item = isAboutItem(operation) ? parameters.at(-1) : undefined
  const outer = item ? parameters.slice(0, -1) : parameters
  const parent = outer.at(-1)
  const reference =
    parent && resource.fields.find(({ type }) => type.is === 'reference' && type.resource === parent.resource.name)
  const link = parent && !reference ? linkBetween(resource, parent.resource) : undefined
  // what has nothing to do with the rows is only on the way to them
  const parents = reference || link ? outer : []
  const direct = parents.length === 1 && reference !== undefined && parent!.address === parent!.resource.key.name
  return { parameters, item, parents, reference, link, direct }
}

/** The fields that a client may name in a body; those that it may not are part of it too, to be dropped or refused. */
export const bodyFields = (resource: Resource): readonly Field[] => {
  const fromPath = placedReferences(resource)
  return resource.fields.filter(
    ({ name, type, hidden }) =>
      !fromPath.has(name) && name !== resource.trash && !((type.is === 'reference' || type.is === 'links') && hidden),
  )
}

/** The field, by its path, that one comes after: named by its whole path, or by its name beside it. */
export function comesAfter({ after }: Field, outer: readonly string[], resource: Resource): string | undefined {
  if (after === undefined) return undefined
  return [after, [...outer, after].join('.')].find(path => fieldAtPath(resource, path) !== undefined)
}

const fieldAtPath = (resource: Resource, path: string): Field | undefined => {
  const [head, ...rest] = path.split('.')
  const field = resource.fields.find(({ name }) => name === head)
  return rest.reduce<Field | undefined>(
    (found, name) => (found?.type.is === 'object' ? found.type.fields.find(inner => inner.name === name) : undefined),
    field,
  )
}

/** Whether it reads and writes rows: its own, or those that it is a view of. */
export const hasRows = ({ stored, view }: Resource): boolean => stored || view !== undefined

/** Which layers and schemas a resource needs. */
export const needsOf = (resource: Resource) => ({
  list: resource.operations.some(({ kind }) => kind === 'list'),
  create: resource.operations.some(({ kind }) => kind === 'create' || kind === 'bulk'),
  replace: resource.operations.some(({ kind }) => kind === 'replace'),
  update: resource.operations.some(({ kind }) => kind === 'update'),
  served: resource.operations.length > 0,
})

/** Is a schema of new rows needed: to create, to replace, to be updated in part, or to be written with a parent. */
export const needsNew = (resource: Resource, model: ApiModel): boolean => {
  const { create, replace, update } = needsOf(resource)
  return create || replace || update || isPart(resource, model)
}

export const isPart = (resource: Resource, model: ApiModel): boolean => partsOf(model).has(resource.name)

const parts = new WeakMap<ApiModel, ReadonlySet<string>>()

/** The resources whose rows are written with a parent. */
function partsOf(model: ApiModel): ReadonlySet<string> {
  const known =
    parts.get(model) ??
    new Set(
      model.resources.flatMap(({ fields }) =>
        fields.flatMap(({ type }) => (type.is === 'parts' ? [type.resource] : [])),
      ),
    )
  parts.set(model, known)
  return known
}

/** The path of an item, for `Location`: its own read, or the resource's path and its address. */
export function locationOf(resource: Resource, model: ApiModel): string {
  const read = operationOf(resource, 'read') ?? operationOf(resource, 'update') ?? operationOf(resource, 'delete')
  const path = read?.path ?? `${resource.path}/{${resource.name}}`
  const parameters = pathParameters({ path }, resource, model)
  // the item's own part is taken from the row, where names need not be identifiers
  return routePath(path, parameters).replace(/:[\w$]+$/, `:${resource.address}`)
}

/** The fields that hold the absolute address of their row. */
export const addressFields = ({ fields }: Resource): readonly Field[] =>
  fields.filter(({ derived }) => derived?.is === 'address')

/** Where the files of rows are fetched: their descriptions hold these addresses. */
export const fileAddresses = (
  resource: Resource,
  model: ApiModel,
): readonly (readonly [field: string, path: string])[] =>
  resource.fields.flatMap(({ name, type }) => {
    const all = resource.operations.filter(({ kind, field }) => kind === 'download' && field === name)
    const found = all.find(({ own }) => !own) ?? all[0]
    if (!found || !isFile(type)) return []
    // the item's own part is taken from the row
    const parameters = pathParameters(found, resource, model).map(one =>
      one.resource === resource ? { ...one, name: resource.address } : one,
    )
    return [[name, routePath(found.path, parameters)] as const]
  })

export const isFile = (type: Field['type']): boolean => type.is === 'scalar' && type.of === 'file'

/** Some rows have files of their own. */
export const hasFiles = ({ resources }: ApiModel): boolean =>
  resources.some(({ fields }) => fields.some(({ type }) => isFile(type)))

/** Some requests that come twice are to be done once. */
export const countsOnce = (resources: readonly Resource[]): boolean =>
  resources.some(({ operations }) => operations.some(({ once }) => once !== undefined))

/** Some answers have addresses of the service in them. */
export const givesAddresses = (model: ApiModel): boolean =>
  hasFiles(model) || model.resources.some(resource => addressFields(resource).length > 0)
