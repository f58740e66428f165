import type { ApiModel, Operation, Resource } from '../../model/index.ts'
import { arrowMember, importOf, quoted } from '../layout.ts'
import { naming } from '../naming.ts'
import { pathParameters } from '../shape.ts'
import { demanded, ts } from '../ts.ts'
import { repositoryMethod, signature } from './repository.ts'

/** `services/books.ts`: what things mean. People edit here most. */
export function service(resource: Resource, api: ApiModel): string {
  const { one, many, type, file } = naming(resource)
  const methods = resource.operations.map(operation => demanded(operation.from, method(operation, resource, api)))
  const body = methods.join('\n')
  const used = (name: string) => new RegExp(`\\b${name}\\b`).test(body)
  return ts`
    ${importOf([used('notImplemented') && 'notImplemented'], 'brine/runtime')}
    ${resource.stored && importOf([`${type}Repository`], `#repositories/${file}.ts`, true)}
    ${importOf([`${type}Patch`, `${type}Query`, `New${type}`].filter(used), `#schemas/${file}.ts`, true)}

    export const ${one}Service = (${resource.stored ? `${used(`${many}\\.`) ? many : `_${many}`}: ${type}Repository` : ''}) => ({
      ${methods}
    })

    export type ${type}Service = ReturnType<typeof ${one}Service>
  `.replace(/^\n/, '')
}

function method(operation: Operation, resource: Resource, api: ApiModel): string {
  const { many, type } = naming(resource)
  const parameters = pathParameters(operation, resource, api)
  if (operation.kind === 'stub' || operation.kind === 'link' || operation.kind === 'unlink') {
    const unused = parameters.map(one => ({ ...one, name: `_${one.name}` }))
    return `${operation.name}(${signature(unused)}): never {\n  throw notImplemented(${quoted(operation.scenario ?? operation.name)})\n},`
  }
  const input = {
    list: ['query', `${type}Query`],
    create: ['fields', `New${type}`],
    replace: ['fields', `New${type}`],
    update: ['patch', `${type}Patch`],
  }
  const extra = operation.kind in input ? input[operation.kind as keyof typeof input] : undefined
  const takes = [signature(parameters), extra?.join(': ')].filter(Boolean).join(', ')
  const gives = [...parameters.map(({ name }) => name), extra?.[0]].filter(Boolean).join(', ')
  return arrowMember(`${operation.name}: (${takes})`, `${many}.${repositoryMethod(operation)}(${gives})`, 2)
}
