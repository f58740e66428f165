import { arrowMember, braces, literalOf, property, quoted } from '../layout.ts'
import type { Target } from '../../model/index.ts'
import { endpoint } from './endpoint.ts'
import { isVersioned, keyOf, signature, type OperationContext, type OperationMaker } from './maker.ts'

/** What is done to one item and answers with it: a move from state to state, a restoration. */
export const act: OperationMaker = { repository, service, controller: endpoint }

function repository(context: OperationContext): string {
  const { operation, names, parent } = context
  const head = `${operation.name}: ${parent ? 'async ' : ''}(${takes(context)})`
  const key = keyOf(context)
  if (!operation.transition) return arrowMember(head, `${names.many}.${operation.name}(${key})`, 4)
  const { field, moves, error, status, sets = [] } = operation.transition
  const told = moves.map(({ from, to }) => [
    ...(from ? [`from: [${from.map(literalOf).join(', ')}]`] : []),
    `to: ${targetOf(to)}`,
    ...(sets.length > 0
      ? [`sets: { ${sets.map(one => `${property(one.field)}: ${targetOf(one.to)}`).join(', ')} }`]
      : []),
    ...(error === 'conflict' ? [] : [`error: ${quoted(error)}`]),
    ...(status === undefined || status === 409 ? [] : [`status: ${status}`]),
  ])
  const start = `${names.many}.move(${key}, ${quoted(field)}, `
  const [only = []] = told
  const end = isVersioned(context) ? ', version)' : ')'
  if (told.length === 1) return arrowMember(head, braces(start, only, end, 7), 4)
  const rows = told.map(members => `  { ${members.join(', ')} },\n`).join('')
  return arrowMember(head, `${start}[\n${rows}]${end}`, 4)
}

const targetOf = (to: Target): string => (typeof to === 'object' && to !== null ? 'now()' : literalOf(to))

function service(context: OperationContext): string {
  const { operation, names, within } = context
  const gives = [...within.parameters.map(({ name }) => name), ...(isVersioned(context) ? ['version'] : [])].join(', ')
  return arrowMember(`${operation.name}: (${takes(context)})`, `${names.many}.${property(operation.name)}(${gives})`, 2)
}

const takes = (context: OperationContext): string =>
  [signature(context.within.parameters), ...(isVersioned(context) ? ['version?: Version'] : [])].join(', ')
