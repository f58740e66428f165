import type { ApiModel, Operation, Resource } from '../../model/index.ts'
import { property } from '../layout.ts'
import { naming, type Naming } from '../naming.ts'
import { withinOf, type PathParameter, type Within } from '../shape.ts'

/** What the makers of an operation's code need to know. */
export interface OperationContext {
  readonly operation: Operation
  readonly resource: Resource
  readonly api: ApiModel
  readonly names: Naming
  readonly within: Within
  /** `await within(category_slug)`: how the repository finds a parent that has to be looked up. */
  readonly parent: string | undefined
}

/** How one kind of operation is told in each layer: a member of an object literal each, with its comma. */
export interface OperationMaker {
  /** None where the operation needs no statement of its own. */
  readonly repository?: (context: OperationContext) => string
  readonly service: (context: OperationContext) => string
  readonly controller: (context: OperationContext) => string
}

export const contextOf = (
  operation: Operation,
  resource: Resource,
  api: ApiModel,
  parent?: string,
): OperationContext => ({
  operation,
  resource,
  api,
  names: naming(resource),
  within: withinOf(operation, resource, api),
  parent,
})

/** `{ id }`, or `{ id: book_id }` */
export const entry = (name: string, value: string): string => (name === value ? name : `${property(name)}: ${value}`)

/** The parent that the path gives, as an object or as something that finds it; undefined where there is none. */
export const placeOf = ({ within, parent }: OperationContext): string | undefined =>
  within.direct && within.reference ? `{ ${entry(within.reference.name, within.parents[0]!.name)} }` : parent

/** How an item is found: by its address, and its parent where the path names one. */
export function keyOf(context: OperationContext): string {
  const { single, owner } = context.resource
  const own = context.operation.own && `{ ${property(owner!)}: viewer() }`
  if (own && !single?.begins) return own
  const { item } = context.within
  const place = own ?? placeOf(context)
  if (single?.begins) return `await ${context.names.many}.single(${place ?? ''})`
  if (single) return place ?? '{}'
  const named = item ? entry(item.address, item.name) : ''
  const inPlace = place?.startsWith('{') ? place.slice(2, -2) : place && `...(${place})`
  return `{ ${[named, inPlace].filter(Boolean).join(', ')} }`
}

/** `book_id: string, id: number` */
export const signature = (parameters: readonly PathParameter[]): string =>
  parameters.map(({ name, integer }) => `${name}: ${integer ? 'number' : 'string'}`).join(', ')

/** Whether the operation may say which version of the row it is a change of. */
export const isVersioned = ({ operation, resource }: OperationContext): boolean =>
  resource.versioned !== undefined && ['update', 'replace', 'delete', 'transition'].includes(operation.kind)

/** `page`, `get`, `add`, `update`, `replace`, `remove`, with the suffix of a nested operation. */
export const repositoryMethod = ({ name }: Operation): string =>
  name
    .replace(/^list/, 'page')
    .replace(/^show/, 'get')
    .replace(/^create|^register$/, 'add')
