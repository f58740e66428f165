import { resourcesByName, type Operation, type Session, type Touch } from '../../model/index.ts'
import { isScoped, scopeOf } from '../access.ts'
import { arrowMember, bracketed, fits, indented, property } from '../layout.ts'
import { bare } from '../columns.ts'
import { naming } from '../naming.ts'
import { conditionSql } from '../sql.ts'
import { newSchema } from '../naming.ts'
import { endpoint } from './endpoint.ts'
import {
  entry,
  isVersioned,
  keyOf,
  placeOf,
  repositoryMethod,
  signature,
  type OperationContext,
  type OperationMaker,
} from './maker.ts'
import { entryOf } from './targets.ts'
import { handedOut, keepsSignIns } from './session.ts'

/** What is handed on besides the parameters of the path: its name and its type. */
const inputOf = ({
  operation,
  resource,
  names,
}: OperationContext): readonly [name: string, type: string] | undefined => {
  switch (operation.kind) {
    case 'list':
      return ['query', `${names.type}Query`]
    case 'create':
    case 'replace':
      return ['fields', newSchema(operation, resource)]
    case 'update':
      return ['patch', `${names.type}Patch`]
    default:
      return undefined
  }
}

const takes = (context: OperationContext): string =>
  [
    signature(context.within.parameters),
    inputOf(context)?.join(': '),
    isVersioned(context) ? 'version?: Version' : '',
    givesKey(context) ? `${context.resource.key.name}: string` : '',
  ]
    .filter(Boolean)
    .join(', ')

function repository(context: OperationContext): string {
  const { operation, parent } = context
  if (operation.touches) return touching(context, operation.touches)
  const head = `${repositoryMethod(operation)}: ${parent || context.resource.single?.begins ? 'async ' : ''}(${takes(context)})`
  return arrowMember(head, statement(context), 4)
}

/** A new row, and what it makes of the one that it refers to: both or neither. */
function touching(context: OperationContext, { resource: of, reference, sets }: Touch): string {
  const { operation, resource, names, within, api } = context
  const touched = resourcesByName(api.resources).get(of)!
  const inPath = within.reference?.name === reference
  const place = both(placeOf(context), ownPlace(context))
  const looked = inPath && !within.direct
  const key = inPath ? (looked ? access('place', reference) : within.parents[0]!.name) : access('fields', reference)
  const field = resource.fields.find(({ name }) => name === reference)
  const named = !inPath && field?.type.is === 'reference' ? field.type.named : undefined
  const changed = [`{ ${entry(named ?? touched.key.name, key)} }`, `{ ${sets.map(entryOf).join(', ')} }`]
  const update = (indent: number) => bracketed(`await ${naming(touched).many}.update(`, changed, ')', indent)
  const always = inPath || field?.required === true
  return [
    `${repositoryMethod(operation)}: (${takes(context)}) =>`,
    '  transaction(em, async () => {',
    ...(looked ? [`    const place = ${context.parent}`] : []),
    `    const ${names.one} = await ${names.many}.insert(fields${looked ? ', place' : place ? `, ${place}` : ''})`,
    indented(always ? update(8) : guarded(key, update), 4),
    `    return ${names.one}`,
    '  }),',
  ].join('\n')
}

/** A statement that stands under a condition: in its line where it fits. */
function guarded(condition: string, statement: (indent: number) => string): string {
  const one = `if (${condition}) ${statement(0)}`
  return fits(one, 8) && !one.includes('\n') ? one : `if (${condition})\n${indented(statement(10))}`
}

const access = (object: string, name: string): string =>
  property(name) === name ? `${object}.${name}` : `${object}[${property(name)}]`

function statement(context: OperationContext): string {
  const { operation, within } = context
  const { many } = context.names
  const place = both(placeOf(context), ownPlace(context))
  const key = keyOf(context)
  const version = isVersioned(context) ? ', version' : ''
  const page = context.resource.list.paging.by === 'cursor' ? 'slice' : 'page'
  const statements: Partial<Record<Operation['kind'], string>> = {
    list: within.link
      ? `${many}.${page}({ ...query, where: { ...query.where, ...(${place}) } })`
      : bracketed(`${many}.${page}(`, ['query', ...among(context, place)], ')', 7),
    create: `${many}.insert(fields${place ? `, ${place}` : ''})`,
    read: `${many}.get(${key})`,
    update: `${many}.update(${key}, patch${version})`,
    replace: `${many}.${operation.puts !== undefined || context.resource.single?.begins === false ? 'put' : 'replace'}(${key}, fields${version})`,
    delete: `${many}.${operation.shows ? 'take' : 'remove'}(${key}${version})`,
  }
  return statements[operation.kind] ?? ''
}

/** Rows under a parent that are the client's own. */
function both(place: string | undefined, own: string | undefined): string | undefined {
  if (place === undefined || own === undefined) return place ?? own
  return `{ ${place.startsWith('{') ? place.slice(2, -2) : `...(${place})`}, ${own.slice(2, -2)} }`
}

/** What a list is limited to that everybody has for themselves; the key that a new user's token needs. */
function ownPlace(context: OperationContext): string | undefined {
  const { operation, resource, api } = context
  if (isScoped(operation)) return `{ ${scopeOf(operation.access!, resource, api)} }`
  return givesKey(context) ? `{ ${resource.key.name} }` : undefined
}

/** A user who is created is handed a token, which needs the key that rows do not show. */
const givesKey = ({ operation, resource }: OperationContext): boolean =>
  operation.kind === 'create' && operation.session !== undefined && resource.key.hidden

/** Where a list looks; one of its own holds only the rows that fulfil its condition. */
function among({ operation: { where }, resource, api }: OperationContext, place: string | undefined): string[] {
  const condition = where && conditionSql(where, resource, resourcesByName(api.resources), bare)
  return [...(place || where ? [place ?? '{}'] : []), ...(condition === undefined ? [] : [`sql\`${condition}\``])]
}

function service(context: OperationContext): string {
  const { operation, within, names } = context
  const gives = [...within.parameters.map(({ name }) => name), inputOf(context)?.[0], isVersioned(context) && 'version']
    .filter(Boolean)
    .join(', ')
  const call = `${names.many}.${repositoryMethod(operation)}(${gives})`
  if (operation.session) return withToken(context, gives)
  return arrowMember(`${operation.name}: (${takes(context)})`, call, 2)
}

/** The row, and an access token with it. */
function withToken(context: OperationContext, gives: string): string {
  const { operation, names, resource, api } = context
  const { role } = api.identity!
  const keeps = keepsSignIns(api)
  const input = inputOf(context)?.join(': ') ?? ''
  const key = resource.key.name
  const created = operation.kind === 'create'
  const shownRole = resource.fields.some(({ name, hidden }) => name === role && !hidden)
  const claims = [
    resource.key.hidden ? key : `${key}: ${names.one}.${key}`,
    ...(shownRole ? [`role: ${names.one}.${role}`] : []),
  ]
  const user = created ? `{ ${claims.join(', ')} }` : 'principal()'
  const given = [gives, created && resource.key.hidden && key].filter(Boolean).join(', ')
  const lines =
    keeps && !created
      ? [`return { ...${names.one}, ${property(tokenName(operation.session!))}: sessions.issue(principal()) }`]
      : handedOut(operation.session!, keeps ? `await sessions.open(${user})` : user, names.one, api)
  return [
    `async ${operation.name}(${input}) {`,
    ...(created && resource.key.hidden ? [`  const ${key} = uuidv7()`] : []),
    `  const ${names.one} = await ${names.many}.${repositoryMethod(operation)}(${given})`,
    ...lines.map(line => `  ${line.replaceAll('\n', '\n  ')}`),
    '},',
  ].join('\n')
}

const tokenName = (session: Session): string =>
  (session.is === 'row' ? session.token : session.members.find(({ is }) => is === 'token')?.name) ?? 'token'

/** Create, read, list, update, replace and delete. */
export const crud: OperationMaker = { repository, service, controller: endpoint }
