import type { ListStyle, Operation, Resource } from '../../model/index.ts'
import { arrowCall, property, quoted } from '../layout.ts'
import { locationOf, type PathParameter } from '../shape.ts'
import type { OperationContext } from './maker.ts'

/** A handler of the controller: what goes in, with which status it comes out, and the method that it calls. */
export function endpoint({ operation, resource, api, names, within }: OperationContext): string {
  const { many, type } = names
  const { kind, name } = operation
  const { parameters } = within
  const schema = kind === 'create' || kind === 'replace' ? `New${type}` : `${type}Patch`
  const takesBody = ['create', 'replace', 'update'].includes(kind)
  const shape = [
    parameters.length > 0 && `params: ${paramsOf(parameters)}`,
    kind === 'read' && operation.projected && `fields: ${type}`,
    kind === 'list' && `query: ${type}Query`,
    kind === 'list' && envelope(resource.list),
    takesBody && `body: ${schema}`,
    wrapper(operation, resource, takesBody),
    operation.status !== usual(kind) && `status: ${operation.status}`,
    kind === 'create' && `location: ${quoted(locationOf(operation, resource, api))}`,
  ].filter(part => part !== false)
  const given = [kind === 'list' && 'query', takesBody && 'body'].filter(part => part !== false)
  const takes = [...(parameters.length > 0 ? ['params'] : []), ...given]
  const gives = [...parameters.map(one => `params.${one.name}`), ...given]
  const call = `${many}.${name}(${gives.join(', ')})`
  return arrowCall(
    `${name}: ${kind === 'list' ? 'listing' : 'action'}`,
    { braces: shape },
    {
      parameters: `(${takes.length > 0 ? `{ ${takes.join(', ')} }` : ''})`,
      body: call,
    },
    ',',
    2,
  ).replace('({  }, ', '({}, ')
}

/** The name that an item stands under: in the answer, and in the body unless that comes bare. */
function wrapper({ kind }: Operation, { wrapped, bareBodies }: Resource, takesBody: boolean): string | false {
  if (wrapped === undefined || !['create', 'read', 'update', 'replace'].includes(kind)) return false
  return `${takesBody && bareBodies ? 'answeredAs' : 'wrapped'}: ${quoted(wrapped)}`
}

/** The status that an action answers with by itself: 200, or 204 where there is nothing to show. */
const usual = (kind: Operation['kind']): number => (['delete', 'link', 'unlink'].includes(kind) ? 204 : 200)

function paramsOf(parameters: readonly PathParameter[]): string {
  if (parameters.every(({ integer }) => !integer))
    return `path(${parameters.map(({ name }) => quoted(name)).join(', ')})`
  return `path({ ${parameters.map(({ name, integer }) => `${name}: ${integer ? 'integerKey' : 'z.string()'}`).join(', ')} })`
}

/** How a page is put into the answer, where that is not the usual envelope. */
function envelope({ shape, paging }: ListStyle): string | false {
  if (shape.is === 'array') return 'as: ({ items }) => items'
  const [size, position] = paging.names
  const usualMembers = paging.by === 'page' ? `page:${position},size:${size}` : `limit:${size},offset:${position}`
  const extra = shape.extra.map(({ is, name }) => `${is}:${name}`).join()
  if (shape.items === 'items' && shape.total === 'total' && extra === usualMembers) return false
  const named = (name: string, value: string) => (name === value ? name : `${property(name)}: ${value}`)
  const sources = { limit: 'limit', size: 'limit', offset: 'offset', page: 'offset / limit + 1' } as const
  const values = [
    named(shape.items, 'items'),
    ...(shape.total === undefined ? [] : [named(shape.total, 'total')]),
    ...shape.extra.map(({ is, name }) => named(name, sources[is])),
  ]
  const taken = ['items', 'total', 'limit', 'offset'].filter(name =>
    new RegExp(`\\b${name}\\b(?!:)`).test(values.join(' ')),
  )
  return `as: ({ ${taken.join(', ')} }) => ({ ${values.join(', ')} })`
}
