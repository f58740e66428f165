import type { Operation } from '../../model/index.ts'
import { arrowMember, property } from '../layout.ts'
import { endpoint } from './endpoint.ts'
import { repositoryMethod, signature, type OperationContext, type OperationMaker } from './maker.ts'

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

/** `{ id }`, or `{ id: book_id }` */
const entry = (name: string, value: string): string => (name === value ? name : `${property(name)}: ${value}`)

const takes = (context: OperationContext): string =>
  [signature(context.within.parameters), inputOf(context)?.join(': ')].filter(Boolean).join(', ')

function repository(context: OperationContext): string {
  const { operation, within, parent } = context
  const head = `${repositoryMethod(operation)}: ${parent ? 'async ' : ''}(${takes(context)})`
  return arrowMember(head, statement(context), 4)
}

function statement({ operation, names, within, parent }: OperationContext): string {
  const { item, parents, reference, direct, link } = within
  const { many } = names
  const place = direct && reference ? `{ ${entry(reference.name, parents[0]!.name)} }` : parent
  const own = item ? entry(item.address, item.name) : ''
  const inPlace = place?.startsWith('{') ? place.slice(2, -2) : place && `...(${place})`
  const key = `{ ${[own, inPlace].filter(Boolean).join(', ')} }`
  const statements: Partial<Record<Operation['kind'], string>> = {
    list: link
      ? `${many}.page({ ...query, where: { ...query.where, ...(${place}) } })`
      : `${many}.page(query${place ? `, ${place}` : ''})`,
    create: `${many}.insert(fields${place ? `, ${place}` : ''})`,
    read: `${many}.get(${key})`,
    update: `${many}.update(${key}, patch)`,
    replace: `${many}.replace(${key}, fields)`,
    delete: `${many}.remove(${key})`,
  }
  return statements[operation.kind] ?? ''
}

function service(context: OperationContext): string {
  const { operation, within, names } = context
  const gives = [...within.parameters.map(({ name }) => name), inputOf(context)?.[0]].filter(Boolean).join(', ')
  const call = `${names.many}.${repositoryMethod(operation)}(${gives})`
  return arrowMember(`${operation.name}: (${takes(context)})`, call, 2)
}

/** Create, read, list, update, replace and delete. */
export const crud: OperationMaker = { repository, service, controller: endpoint }
