import type { ApiModel, Resource } from '../../model/index.ts'
import { ownedOperation, ownerInController } from '../access.ts'
import { importOf } from '../layout.ts'
import { bodySchemas, fileSchemas, naming, newSchemas } from '../naming.ts'
import { contextOf, makers } from '../operations/index.ts'
import { demanded, demandedOnce, plain, ts } from '../ts.ts'

/** `controllers/books.ts`: what goes in, and with which status it comes out. */
export function controller(resource: Resource, api: ApiModel): string {
  const { one, many, type, file, modelFile } = naming(resource)
  const handlers = demandedOnce(
    resource.operations.map(operation => ({
      from: operation.from,
      text: makers[operation.kind].controller(contextOf(operation, resource, api)),
    })),
  )
  const owned = ownedOperation(resource)
  if (owned) handlers.push(demanded(owned.from, ownerInController(contextOf(owned, resource, api))))
  const body = plain(handlers.join('\n'))
  const used = (name: string) => new RegExp(`\\b${name}\\b`).test(body)
  return ts`
    ${importOf(
      ['action', 'integerKey', 'listing', 'owner', 'path', 'redirect', 'uuidKey'].filter(name =>
        used(`${name}(?=[(,} ])`),
      ),
      'brine/runtime',
    )}
    ${used('z') && `import { z } from 'zod'`}
    ${resource.operations.some(({ kind, projected }) => kind === 'read' && projected) && importOf([type], `#models/${modelFile}.ts`)}
    ${importOf(['Credentials', 'PasswordChange', 'Renewal', 'SignOut', `${type}Patch`, `${type}Query`, ...newSchemas(resource), ...fileSchemas(resource), ...bodySchemas(resource)].filter(used), `#schemas/${file}.ts`)}
    ${importOf([`${type}Service`], `#services/${file}.ts`, true)}

    export const ${one}Controller = (${many}: ${type}Service) => ({
      ${handlers}
    })

    export type ${type}Controller = ReturnType<typeof ${one}Controller>
  `
}
