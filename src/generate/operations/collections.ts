import { arrowMember, quoted } from '../layout.ts'
import { newSchema } from '../naming.ts'
import { endpoint } from './endpoint.ts'
import { placeOf, repositoryMethod, signature, type OperationContext, type OperationMaker } from './maker.ts'

/** What is done to a collection as a whole: many created, all deleted, the values of a field. */
export const collection: OperationMaker = { repository, service, controller: endpoint }

const inputOf = ({ operation, resource }: OperationContext): readonly [name: string, type: string] | undefined =>
  operation.kind === 'bulk' ? ['list', `${newSchema(operation, resource)}[]`] : undefined

const takes = (context: OperationContext): string =>
  [signature(context.within.parameters), inputOf(context)?.join(': ')].filter(Boolean).join(', ')

function repository(context: OperationContext): string {
  const { operation, parent } = context
  const head = `${repositoryMethod(operation)}: ${parent ? 'async ' : ''}(${takes(context)})`
  return arrowMember(head, statement(context), 4)
}

function statement(context: OperationContext): string {
  const { many } = context.names
  const { kind, field = '' } = context.operation
  const place = placeOf(context)
  if (kind === 'distinct') return `${many}.distinct(${quoted(field)})`
  if (kind === 'counts') return `${many}.counts(${quoted(field)}${place ? `, ${place}` : ''})`
  if (kind === 'clear') return `${many}.clear(${place ?? ''})`
  return `${many}.insertMany(list${place ? `, ${place}` : ''})`
}

function service(context: OperationContext): string {
  const { operation, within, names } = context
  const gives = [...within.parameters.map(({ name }) => name), inputOf(context)?.[0]].filter(Boolean).join(', ')
  return arrowMember(
    `${operation.name}: (${takes(context)})`,
    `${names.many}.${repositoryMethod(operation)}(${gives})`,
    2,
  )
}
