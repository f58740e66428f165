import { camel, type Act, type Condition } from '../spec/index.ts'
import type { ApiModel, Field, Operation, Resource } from './api-model.ts'

export const resourceOf = ({ resources }: Pick<ApiModel, 'resources'>, name: string): Resource | undefined =>
  resourcesByName(resources).get(name)

/** Made once for each list: there may be thousands, and each of them asks for others. */
export function resourcesByName(resources: ApiModel['resources']): ReadonlyMap<string, Resource> {
  const known = named.get(resources) ?? new Map(resources.map(one => [one.name, one]))
  named.set(resources, known)
  return known
}

const named = new WeakMap<ApiModel['resources'], ReadonlyMap<string, Resource>>()

export const fieldOf = (resource: Resource, name: string): Field | undefined =>
  resource.fields.find(field => field.name === name)

/** Where the file of an upload goes: the field that the operation is about, or the only one of a new row. */
export const fileField = ({ fields }: Resource, { field }: Operation): string | undefined =>
  field ?? fields.find(({ type }) => type.is === 'scalar' && type.of === 'file')?.name

/** The operation of that kind on the resource's own path, else any of that kind; the client's own row comes last. */
export function operationOf(resource: Resource, kind: Operation['kind']): Operation | undefined {
  const all = resource.operations.filter(operation => operation.kind === kind)
  const any = all.filter(({ own }) => !own)
  return any.find(({ path }) => path.startsWith(resource.path)) ?? any[0] ?? all[0]
}

/** The operation that an act in words is for: by convention, or the act of that name on an item. */
export const actOperation = (
  resource: Resource,
  { operation, verb }: Pick<Extract<Act, { is: 'act' }>, 'operation' | 'verb'>,
): Operation | undefined =>
  operation === 'perform'
    ? (resource.operations.find(({ kind, name }) => kind === 'mark' && name === camel(verb ?? '')) ??
      resource.operations.find(({ path }) => path.endsWith(`/{${resource.name}}/${verb}`)))
    : operationOf(resource, operation)

/** The field by which people name a row: its address if that is not the key, else the first unique, else the first text. */
export function naturalKey({ fields, address, key }: Pick<Resource, 'fields' | 'address' | 'key'>): Field | undefined {
  if (address !== key.name) return fields.find(({ name }) => name === address)
  const own = fields.filter(({ derived, hidden }) => !derived && !hidden)
  return (
    own.find(({ unique, type }) => unique && (type.is === 'scalar' || type.is === 'enum')) ??
    own.find(({ type }) => type.is === 'scalar' && ['string', 'text', 'email', 'url'].includes(type.of))
  )
}

/** A condition that does not speak of `it`: its parameter says whether rows are to fulfil it. */
export const isFlag = (condition: Condition): boolean => {
  if (condition.is === 'marked') return condition.by === 'client'
  return condition.is === 'compare' ? condition.to.is !== 'it' : condition.all.every(isFlag)
}

/** So many wrong passwords get through for an account and an address, unless the features limit the request themselves. */
export const guessesOf = ({ kind, limits }: Operation): string | undefined =>
  limits === undefined && (kind === 'sign-in' || kind === 'password') ? '10/minute' : undefined

/** Is what is sent and answered a row of the resource, or several? */
export const takesRows = ({ kind }: Operation): boolean =>
  ![
    'sign-in',
    'refresh',
    'sign-out',
    'password',
    'distinct',
    'counts',
    'upload',
    'download',
    'detach',
    'redirect',
    'stub',
  ].includes(kind)
