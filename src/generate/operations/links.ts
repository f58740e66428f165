import { naming } from '../naming.ts'
import { arrowMember, quoted } from '../layout.ts'
import { linkBetween } from '../columns.ts'
import { endpoint } from './endpoint.ts'
import { entry, signature, type OperationContext, type OperationMaker } from './maker.ts'

/** Two resources of which each can have many of the other are joined and parted: both stand in the path. */
export const links: OperationMaker = { repository, service, controller: endpoint }

function repository({ operation, resource, names, within }: OperationContext): string {
  const parent = within.parents.at(-1)!
  const item = within.item!
  const link = linkBetween(resource, parent.resource)!
  const [own, other] =
    link.owner.name === resource.name
      ? [{ ...item, many: names.many }, parent]
      : [{ ...parent, many: naming(parent.resource).many }, item]
  const [key, far] = [own, other].map(({ address, name }) => `{ ${entry(address, name)} }`)
  const call = `${own.many}.${operation.kind}(${key}, ${quoted(link.field.name)}, ${far})`
  return arrowMember(`${operation.name}: (${signature(within.parameters)})`, call, 4)
}

function service({ operation, names, within }: OperationContext): string {
  const gives = within.parameters.map(({ name }) => name).join(', ')
  return arrowMember(
    `${operation.name}: (${signature(within.parameters)})`,
    `${names.many}.${operation.name}(${gives})`,
    2,
  )
}
