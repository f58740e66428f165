import { columnOf } from '../columns.ts'
import { arrowCall, arrowMember, property, quoted } from '../layout.ts'
import { paramsOf } from './endpoint.ts'
import { keyOf, signature, type OperationContext, type OperationMaker } from './maker.ts'

/** What leads on to the address that a field of an item holds. */
export const redirect: OperationMaker = { repository, service, controller }

function repository(context: OperationContext): string {
  const { operation, names, parent, within } = context
  const { field = '', counter } = operation
  const key = keyOf(context)
  const takes = `(${signature(within.parameters)})`
  if (counter === undefined)
    return arrowMember(
      `${operation.name}: ${parent ? 'async ' : ''}${takes}`,
      `${names.many}.value(${key}, ${quoted(field)})`,
      4,
    )
  const more = `{ ${property(counter)}: sql\`${columnOf(counter)} + 1\` }`
  const held = property(field) === field ? `.${field}` : `[${quoted(field)}]`
  return arrowMember(`${operation.name}: async ${takes}`, `(await ${names.many}.update(${key}, ${more}))${held}`, 4)
}

function service({ operation, names, within }: OperationContext): string {
  const gives = within.parameters.map(({ name }) => name).join(', ')
  return arrowMember(
    `${operation.name}: (${signature(within.parameters)})`,
    `${names.many}.${operation.name}(${gives})`,
    2,
  )
}

function controller({ operation, names, within }: OperationContext): string {
  const { parameters } = within
  const shape = [`params: ${paramsOf(parameters)}`, `status: ${operation.status}`]
  const gives = parameters.map(one => `params.${one.name}`).join(', ')
  return arrowCall(
    `${operation.name}: redirect`,
    { braces: shape },
    { parameters: '({ params })', body: `${names.many}.${operation.name}(${gives})` },
    ',',
    2,
  )
}
