import { arrowMember, quoted } from '../layout.ts'
import { endpoint } from './endpoint.ts'
import { keyOf, signature, type OperationContext, type OperationMaker } from './maker.ts'

/** The client marks an item, or takes its mark back. */
export const marks: OperationMaker = { repository, service, controller: endpoint }

function repository(context: OperationContext): string {
  const { operation, names, within } = context
  const { property, on } = operation.mark!
  const call = `${names.many}.${on ? 'mark' : 'unmark'}(${keyOf(context)}, ${quoted(property)})`
  return arrowMember(`${operation.name}: (${signature(within.parameters)})`, call, 4)
}

function service({ operation, names, within }: OperationContext): string {
  const gives = within.parameters.map(({ name }) => name).join(', ')
  const call = `${names.many}.${operation.name}(${gives})`
  return arrowMember(`${operation.name}: (${signature(within.parameters)})`, call, 2)
}
