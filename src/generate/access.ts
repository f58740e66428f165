import type { Access, ApiModel, Operation, Resource } from '../model/index.ts'
import { arrowCall, arrowMember, property, quoted } from './layout.ts'
import { naming } from './naming.ts'
import { keyOf, signature, type OperationContext } from './operations/maker.ts'
import { paramsOf } from './operations/endpoint.ts'
import { ts } from './ts.ts'

/** `core/access.ts`: the guard of this service's roles. */
export function accessFile({ identity, resources }: ApiModel): string | undefined {
  if (!identity || !resources.some(isGuarded)) return undefined
  const { modelFile } = naming({ name: identity.user })
  const also = Object.entries(identity.includes).map(
    ([role, others]) => `${property(role)}: [${others.map(quoted).join(', ')}]`,
  )
  const guard = identity.roles.length > 0 ? 'guard<Role>' : 'guard'
  return ts`
    import { guard } from 'brine/runtime'
    ${identity.roles.length > 0 && `import type { Role } from '#models/${modelFile}.ts'`}

    /** Who may: \`allow('admin')\` has a role, \`allow()\` is signed in. */
    export const allow = ${guard}(${also.length > 0 ? `{ ${also.join(', ')} }` : ''})
  `
}

export const isGuarded = ({ operations }: Resource): boolean => operations.some(({ access }) => access)

/** What stands before the handler: `allow('editor', books.owner)`. */
export function guardOf(operation: Operation, many: string): string | undefined {
  const { access } = operation
  if (!access) return undefined
  if (access.closed) return 'allow(nobody)'
  if (isScoped(operation)) return 'allow()'
  return `allow(${[...access.roles.map(quoted), ...(asksOwner(operation) ? [`${many}.owner`] : [])].join(', ')})`
}

/** A list that is the owner's holds the own rows of each. */
export const isScoped = ({ kind, access }: Pick<Operation, 'kind' | 'access'>): boolean =>
  kind === 'list' && access?.owner === true

/** Whose an item is has to be looked up; who makes one is its owner. */
const asksOwner = ({ kind, access }: Operation): boolean =>
  access?.owner === true && kind !== 'create' && kind !== 'list' && kind !== 'bulk'

/** The operation that shows by which parameters the owner of an item is found. */
export const ownedOperation = ({ operations }: Resource): Operation | undefined =>
  operations.find(operation => asksOwner(operation) && !operation.own)

export function ownerInRepository(context: OperationContext): string {
  const { resource, names, within, parent } = context
  const call = `${names.many}.value(${keyOf(context)}, ${quoted(resource.owner!)})`
  return arrowMember(`ownerOf: ${parent ? 'async ' : ''}(${signature(within.parameters)})`, call, 4)
}

export function ownerInService({ names, within }: OperationContext): string {
  const gives = within.parameters.map(({ name }) => name).join(', ')
  return arrowMember(`ownerOf: (${signature(within.parameters)})`, `${names.many}.ownerOf(${gives})`, 2)
}

export function ownerInController({ names, within }: OperationContext): string {
  const gives = within.parameters.map(({ name }) => `params.${name}`).join(', ')
  return arrowCall(
    'owner: owner',
    { braces: [`params: ${paramsOf(within.parameters)}`] },
    { parameters: '({ params })', body: `${names.many}.ownerOf(${gives})` },
    ',',
    2,
  )
}

/** Rows of a list that everybody has for themselves; some roles see all. */
export function scopeOf({ roles }: Access, resource: Resource, { identity }: ApiModel): string {
  const own = `${property(resource.owner!)}: viewer()`
  const all = Object.entries(identity?.includes ?? {})
    .filter(([role, others]) => !roles.includes(role) && others.some(other => roles.includes(other)))
    .map(([role]) => role)
  const seeAll = [...roles, ...all].map(quoted).join(', ')
  return roles.length === 0 ? own : `...(viewerIs(${seeAll}) ? {} : { ${own} })`
}
