import type { ApiModel, Resource } from '../../model/index.ts'
import { ownedOperation, ownerInService } from '../access.ts'
import { hasRows } from '../shape.ts'
import { importOf } from '../layout.ts'
import { bodySchemas, naming, newSchemas } from '../naming.ts'
import { contextOf, makers, tokensFunction } from '../operations/index.ts'
import { demanded, demandedOnce, plain, ts } from '../ts.ts'

/** `services/books.ts`: what things mean. People edit here most. */
export function service(resource: Resource, api: ApiModel): string {
  const { one, many, type, file } = naming(resource)
  const methods = demandedOnce(
    resource.operations.map(operation => ({
      from: operation.from,
      text: makers[operation.kind].service(contextOf(operation, resource, api)),
    })),
  )
  const owned = ownedOperation(resource)
  if (owned) methods.push(demanded(owned.from, ownerInService(contextOf(owned, resource, api))))
  const tokens = tokensFunction(resource, api)
  const body = plain([...methods, tokens ?? ''].join('\n'))
  const used = (name: string) => new RegExp(`\\b${name}\\b`).test(body)
  return ts`
    ${importOf([used('notImplemented') && 'notImplemented', used('principal') && 'principal', used('Problem') && 'Problem', used('tokenResponse') && 'tokenResponse', used('uuidv7') && 'uuidv7', used(String.raw`sessions\.`) && 'type Sessions', used(String.raw`tokens\.`) && 'type Tokens', used('Grant') && 'type Grant', used('Version') && 'type Version'], 'brine/runtime')}
    ${hasRows(resource) && importOf([`${type}Repository`], `#repositories/${file}.ts`, true)}
    ${importOf(['Credentials', 'PasswordChange', 'Renewal', 'SignOut', `${type}Patch`, `${type}Query`, ...newSchemas(resource), ...bodySchemas(resource)].filter(used), `#schemas/${file}.ts`, true)}

    export const ${one}Service = (${[hasRows(resource) && `${used(`${many}\\.`) ? many : `_${many}`}: ${type}Repository`, used(String.raw`tokens\.`) && 'tokens: Tokens', used(String.raw`sessions\.`) && 'sessions: Sessions'].filter(Boolean).join(', ')}) => ({
      ${methods}
    })

    export type ${type}Service = ReturnType<typeof ${one}Service>
    ${tokens && ['', tokens]}
  `.replace(/^\n/, '')
}
