import type { ApiModel, ListStyle, Operation, Resource } from '../../model/index.ts'
import { arrowCall, importOf, property, quoted } from '../layout.ts'
import { naming } from '../naming.ts'
import { locationOf, pathParameters, type PathParameter } from '../shape.ts'
import { demanded, ts } from '../ts.ts'

/** `controllers/books.ts`: what goes in, and with which status it comes out. */
export function controller(resource: Resource, api: ApiModel): string {
  const { one, many, type, file, modelFile } = naming(resource)
  const handlers = resource.operations.map(operation => demanded(operation.from, handler(operation, resource, api)))
  const body = handlers.join('\n')
  const used = (name: string) => new RegExp(`\\b${name}\\b`).test(body)
  return ts`
    ${importOf(
      ['action', 'integerKey', 'listing', 'path'].filter(name => used(`${name}(?=[(,} ])`)),
      'brine/runtime',
    )}
    ${used('z') && `import { z } from 'zod'`}
    ${resource.operations.some(({ kind, projected }) => kind === 'read' && projected) && importOf([type], `#models/${modelFile}.ts`)}
    ${importOf([`${type}Patch`, `${type}Query`, `New${type}`].filter(used), `#schemas/${file}.ts`)}
    ${importOf([`${type}Service`], `#services/${file}.ts`, true)}

    export const ${one}Controller = (${many}: ${type}Service) => ({
      ${handlers}
    })

    export type ${type}Controller = ReturnType<typeof ${one}Controller>
  `
}

function handler(operation: Operation, resource: Resource, api: ApiModel): string {
  const { many, type } = naming(resource)
  const { kind, name } = operation
  const parameters = pathParameters(operation, resource, api)
  const wrapped = resource.wrapped
  const schema = kind === 'create' || kind === 'replace' ? `New${type}` : `${type}Patch`
  const takesBody = ['create', 'replace', 'update'].includes(kind)
  const body = wrapped === undefined ? 'body' : `body.${wrapped}`
  const shape = [
    parameters.length > 0 && `params: ${paramsOf(parameters)}`,
    kind === 'read' && operation.projected && `fields: ${type}`,
    kind === 'list' && `query: ${type}Query`,
    kind === 'list' && envelope(resource.list),
    takesBody && `body: ${wrapped === undefined ? schema : `z.strictObject({ ${property(wrapped)}: ${schema} })`}`,
    operation.status !== usual(kind) && `status: ${operation.status}`,
    kind === 'create' && `location: ${quoted(locationOf(operation, resource, api))}`,
  ].filter(part => part !== false && part !== undefined)
  const gives = [...parameters.map(({ name: one }) => `params.${one}`), kind === 'list' && 'query', takesBody && body]
  const takes = [parameters.length > 0 && 'params', kind === 'list' && 'query', takesBody && 'body'].filter(
    part => part !== false,
  )
  const call = `${many}.${name}(${gives.filter(part => part !== false).join(', ')})`
  const wraps = wrapped !== undefined && ['create', 'read', 'update', 'replace'].includes(kind)
  return arrowCall(
    `${name}: ${kind === 'list' ? 'listing' : 'action'}`,
    { braces: shape },
    {
      parameters: `${wraps ? 'async ' : ''}(${takes.length ? `{ ${takes.join(', ')} }` : ''})`,
      body: wraps ? `({ ${property(wrapped)}: await ${call} })` : call,
    },
    ',',
    2,
  ).replace('({  }, ', '({}, ')
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
  const usual = paging.by === 'page' ? `page:${position},size:${size}` : `limit:${size},offset:${position}`
  const extra = shape.extra.map(({ is, name }) => `${is}:${name}`).join()
  if (shape.items === 'items' && shape.total === 'total' && extra === usual) return false
  const named = (name: string, value: string) => (name === value ? name : `${property(name)}: ${value}`)
  const values = [
    named(shape.items, 'items'),
    ...(shape.total === undefined ? [] : [named(shape.total, 'total')]),
    ...shape.extra.map(({ is, name }) =>
      named(name, { limit: 'limit', size: 'limit', offset: 'offset', page: 'offset / limit + 1' }[is]),
    ),
  ]
  const takes = ['items', 'total', 'limit', 'offset'].filter(name =>
    new RegExp(`\\b${name}\\b(?!:)`).test(values.join(' ')),
  )
  return `as: ({ ${takes.join(', ')} }) => ({ ${values.join(', ')} })`
}
