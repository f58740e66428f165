import type { ApiModel, Operation, Resource } from '../../model/index.ts'
import { arrowCall, property, quoted } from '../layout.ts'
import { bodySchema, newSchema } from '../naming.ts'
import { envelope } from './envelope.ts'
import { addressFields, fileAddresses, locationOf, type PathParameter } from '../shape.ts'
import { isVersioned, type OperationContext } from './maker.ts'

/** A handler of the controller: what goes in, with which status it comes out, and the method that it calls. */
export function endpoint(context: OperationContext): string {
  const { operation, resource, api, names, within } = context
  const { many, type } = names
  const { kind, name } = operation
  const { parameters } = within
  const whole = newSchema(operation, resource)
  const schema = operation.takes
    ? bodySchema(resource, operation)
    : kind === 'bulk'
      ? manyOf(whole, operation)
      : kind === 'create' || kind === 'replace'
        ? whole
        : `${type}Patch`
  const takesBody = operation.takes !== undefined || ['create', 'replace', 'update', 'bulk'].includes(kind)
  const shape = [
    parameters.length > 0 && `params: ${paramsOf(parameters)}`,
    kind === 'read' && operation.projected && `fields: ${type}`,
    kind === 'list' && `query: ${type}Query`,
    kind === 'list' && envelope(resource.list),
    kind === 'list' && resource.list.counted !== undefined && `counted: ${quoted(resource.list.counted)}`,
    takesBody && `body: ${schema}`,
    wrapper(operation, resource, takesBody),
    (showsItems.includes(kind) || operation.shows === true) && addressesOf(resource, api),
    isVersioned(context) && `ifMatch: ${resource.versioned?.required ? "'required'" : 'true'}`,
    ...putsOf(context),
    operation.status !== (operation.shows ? 200 : usual(kind)) && `status: ${operation.status}`,
    kind === 'create' && location(operation, resource, api),
  ].filter(part => part !== false)
  const versioned = isVersioned(context)
  const given = [kind === 'list' && 'query', takesBody && 'body', versioned && 'version'].filter(part => part !== false)
  const takes = [...(parameters.length > 0 ? ['params'] : []), ...given]
  const bodies = given.map(one => (one === 'body' ? bodyGiven(operation) : one))
  const gives = [...parameters.map(one => `params.${one.name}`), ...bodies]
  const call = `${many}.${name}(${gives.join(', ')})`
  const { tally } = operation
  return arrowCall(
    `${name}: ${kind === 'list' ? 'listing' : 'action'}`,
    { braces: shape },
    {
      parameters: `${tally === undefined ? '' : 'async '}(${takes.length > 0 ? `{ ${takes.join(', ')} }` : ''})`,
      body: tally === undefined ? call : `({ ${property(tally)}: (await ${call}).length })`,
    },
    ',',
    2,
  ).replace('({  }, ', '({}, ')
}

/** Rows that are put under a name: it stands in the path, and a new one may come with another status. */
const putsOf = ({ operation: { puts, status }, within: { item } }: OperationContext): (string | false)[] =>
  puts === undefined ? [] : [puts !== status && `made: ${puts}`, item !== undefined && `named: ${quoted(item.name)}`]

/** Several rows; where the answer only counts them, the list may still stand under a name. */
const manyOf = (whole: string, { tally, envelope: name }: Operation): string =>
  tally === undefined || name?.sent === undefined
    ? `z.array(${whole})`
    : `z.strictObject({ ${property(name.sent)}: z.array(${whole}) })`

const bodyGiven = ({ tally, envelope: name }: Operation): string =>
  tally === undefined || name?.sent === undefined ? 'body' : `body${access(name.sent)}`

const access = (name: string): string => (property(name) === name ? `.${name}` : `[${quoted(name)}]`)

/** The name that an item stands under: in the answer, and in the body unless that comes bare. */
function wrapper(operation: Operation, { wrapped, bareBodies }: Resource, takesBody: boolean): string | false {
  if (operation.tally !== undefined) return false
  const { sent, shown = sent } = operation.envelope ?? {}
  if (shown !== undefined) return `${sent === undefined ? 'answeredAs' : 'wrapped'}: ${quoted(shown)}`
  if (wrapped === undefined || !(itemKinds.includes(operation.kind) || operation.shows)) return false
  return `${takesBody && bareBodies ? 'answeredAs' : 'wrapped'}: ${quoted(wrapped)}`
}

/** Where the new row is; who registers and is signed in at once finds it inside of the answer, if at all. */
function location({ session }: Operation, resource: Resource, api: ApiModel): string | false {
  const path = locationOf(resource, api)
  if (session?.is !== 'object') return `location: ${quoted(path)}`
  const row = session.members.find(({ is }) => is === 'user')
  return row !== undefined && `location: ${quoted(path.replace(/:(?=[^/:]+$)/, `:${row.name}.`))}`
}

/** The fields that hold the row's own address, with the path that it has. */
function addressesOf(resource: Resource, api: ApiModel): string | false {
  const path = quoted(locationOf(resource, api))
  const members = addressFields(resource).map(({ name, derived }) => {
    const inside = derived?.is === 'address' && derived.at !== undefined ? `.${derived.at}` : ''
    return `${property(name + inside)}: ${path}`
  })
  members.push(...fileAddresses(resource, api).map(([name, at]) => `${quoted(`${name}.url`)}: ${quoted(at)}`))
  return members.length > 0 && `addresses: { ${members.join(', ')} }`
}

const itemKinds: readonly Operation['kind'][] = ['create', 'read', 'update', 'replace', 'transition', 'restore', 'mark']

const showsItems: readonly Operation['kind'][] = [...itemKinds, 'list', 'bulk']

/** The status that an action answers with by itself: 200, or 204 where there is nothing to show. */
const usual = (kind: Operation['kind']): number => (['delete', 'clear', 'link', 'unlink'].includes(kind) ? 204 : 200)

export function paramsOf(parameters: readonly PathParameter[]): string {
  if (parameters.every(({ integer, uuid }) => !integer && !uuid))
    return `path(${parameters.map(({ name }) => quoted(name)).join(', ')})`
  const schemaOf = ({ integer, uuid }: PathParameter) => (integer ? 'integerKey' : uuid ? 'uuidKey' : 'z.string()')
  return `path({ ${parameters.map(one => `${one.name}: ${schemaOf(one)}`).join(', ')} })`
}
