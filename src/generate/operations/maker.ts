import type { ApiModel, Operation, Resource } from '../../model/index.ts'
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

/** `book_id: string, id: number` */
export const signature = (parameters: readonly PathParameter[]): string =>
  parameters.map(({ name, integer }) => `${name}: ${integer ? 'number' : 'string'}`).join(', ')

/** `page`, `get`, `add`, `update`, `replace`, `remove`, with the suffix of a nested operation. */
export const repositoryMethod = ({ name }: Operation): string =>
  name
    .replace(/^list/, 'page')
    .replace(/^show/, 'get')
    .replace(/^create/, 'add')
