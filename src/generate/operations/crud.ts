import type { Operation } from '../../model/index.ts'
import { arrowMember } from '../layout.ts'
import { bare, conditionSql, resourcesByName } from '../sql.ts'
import { endpoint } from './endpoint.ts'
import { keyOf, placeOf, repositoryMethod, signature, type OperationContext, type OperationMaker } from './maker.ts'

/** What is handed on besides the parameters of the path: its name and its type. */
const inputOf = ({ operation, names }: OperationContext): readonly [name: string, type: string] | undefined => {
  switch (operation.kind) {
    case 'list':
      return ['query', `${names.type}Query`]
    case 'create':
    case 'replace':
      return ['fields', `New${names.type}`]
    case 'update':
      return ['patch', `${names.type}Patch`]
    default:
      return undefined
  }
}

const takes = (context: OperationContext): string =>
  [signature(context.within.parameters), inputOf(context)?.join(': ')].filter(Boolean).join(', ')

function repository(context: OperationContext): string {
  const { operation, within, parent } = context
  const head = `${repositoryMethod(operation)}: ${parent ? 'async ' : ''}(${takes(context)})`
  return arrowMember(head, statement(context), 4)
}

function statement(context: OperationContext): string {
  const { operation, within } = context
  const { many } = context.names
  const place = placeOf(context)
  const key = keyOf(context)
  const statements: Partial<Record<Operation['kind'], string>> = {
    list: within.link
      ? `${many}.page({ ...query, where: { ...query.where, ...(${place}) } })`
      : `${many}.page(query${place || operation.where ? `, ${place ?? '{}'}` : ''}${only(context)})`,
    create: `${many}.insert(fields${place ? `, ${place}` : ''})`,
    read: `${many}.get(${key})`,
    update: `${many}.update(${key}, patch)`,
    replace: `${many}.replace(${key}, fields)`,
    delete: `${many}.remove(${key})`,
  }
  return statements[operation.kind] ?? ''
}

/** A list of its own holds only the rows that fulfil its condition. */
function only({ operation: { where }, resource, api }: OperationContext): string {
  return where ? `, sql\`${conditionSql(where, resource, resourcesByName(api), bare)}\`` : ''
}

function service(context: OperationContext): string {
  const { operation, within, names } = context
  const gives = [...within.parameters.map(({ name }) => name), inputOf(context)?.[0]].filter(Boolean).join(', ')
  const call = `${names.many}.${repositoryMethod(operation)}(${gives})`
  return arrowMember(`${operation.name}: (${takes(context)})`, call, 2)
}

/** Create, read, list, update, replace and delete. */
export const crud: OperationMaker = { repository, service, controller: endpoint }
