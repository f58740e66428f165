import { arrowMember, braces, bracketed, literalOf, property, quoted } from '../layout.ts'
import { isSent } from '../../model/index.ts'
import { bodySchema } from '../naming.ts'
import { endpoint } from './endpoint.ts'
import { isVersioned, keyOf, signature, type OperationContext, type OperationMaker } from './maker.ts'
import { entryOf, targetOf } from './targets.ts'

/** What is done to one item and answers with it: a move from state to state, a restoration. */
export const act: OperationMaker = { repository, service, controller: endpoint }

function repository(context: OperationContext): string {
  const { operation, names, parent } = context
  const head = `${operation.name}: ${parent ? 'async ' : ''}(${takes(context)})`
  const key = keyOf(context)
  if (!operation.transition) return arrowMember(head, `${names.many}.${operation.name}(${key})`, 4)
  const { field, moves, error, status, sets = [] } = operation.transition
  if (operation.takes && moves.every(({ from }) => !from)) return arrowMember(head, change(context, key), 4)
  const told = moves.map(({ from, to }) => [
    ...(from ? [`from: [${from.map(literalOf).join(', ')}]`] : []),
    `to: ${targetOf(to, field)}`,
    ...(sets.length > 0 ? [`sets: { ${sets.map(entryOf).join(', ')} }`] : []),
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

/** What an act makes of a row wherever it is. */
function change(context: OperationContext, key: string): string {
  const { operation, names } = context
  const { field, moves, sets = [] } = operation.transition!
  const all = [{ field, to: moves[0]!.to }, ...sets]
  const isBody =
    all.length === operation.takes!.length && all.every(one => isSent(one.to) && isWhole(one.to, one.field))
  const values = isBody ? 'fields' : `{ ${all.map(entryOf).join(', ')} }`
  const given = [key, values, ...(isVersioned(context) ? ['version'] : [])]
  return bracketed(`${names.many}.update(`, given, ')', 7)
}

const isWhole = ({ sent, by }: { readonly sent: string; readonly by?: string }, field: string) =>
  by === undefined && sent === field

function service(context: OperationContext): string {
  const { operation, names, within } = context
  const gives = [
    ...within.parameters.map(({ name }) => name),
    ...(operation.takes ? ['fields'] : []),
    ...(isVersioned(context) ? ['version'] : []),
  ]
  return arrowMember(
    `${operation.name}: (${takes(context)})`,
    `${names.many}.${property(operation.name)}(${gives.join(', ')})`,
    2,
  )
}

const takes = (context: OperationContext): string =>
  [
    signature(context.within.parameters),
    ...(context.operation.takes ? [`fields: ${bodySchema(context.resource, context.operation)}`] : []),
    ...(isVersioned(context) ? ['version?: Version'] : []),
  ].join(', ')
