import { arrowCall, arrowMember, property, quoted } from '../layout.ts'
import { fileSchema } from '../naming.ts'
import { routePath } from '../shape.ts'
import { paramsOf } from './endpoint.ts'
import { keyOf, signature, type OperationContext, type OperationMaker } from './maker.ts'

/** A file of an item is put, fetched, or taken away. */
export const files: OperationMaker = { repository, service, controller }

function repository(context: OperationContext): string {
  const { operation, names, parent } = context
  const method = { upload: 'keepFile', download: 'file' }[operation.kind as string] ?? 'removeFile'
  const gives = [keyOf(context), quoted(operation.field!), ...(operation.kind === 'upload' ? ['file'] : [])]
  const head = `${operation.name}: ${parent ? 'async ' : ''}(${takes(context)})`
  return arrowMember(head, `${names.many}.${method}(${gives.join(', ')})`, 4)
}

function service(context: OperationContext): string {
  const { operation, names, within } = context
  const gives = [...within.parameters.map(({ name }) => name), ...(operation.kind === 'upload' ? ['file'] : [])]
  return arrowMember(
    `${operation.name}: (${takes(context)})`,
    `${names.many}.${operation.name}(${gives.join(', ')})`,
    2,
  )
}

const takes = ({ operation, within }: OperationContext): string =>
  [signature(within.parameters), operation.kind === 'upload' ? 'file: string' : ''].filter(Boolean).join(', ')

function controller({ operation, resource, names, within }: OperationContext): string {
  const { kind, name, field = '', status, path } = operation
  const { parameters } = within
  const place = quoted(routePath(path, parameters))
  const sends = kind === 'upload'
  const shape = [
    parameters.length > 0 && `params: ${paramsOf(parameters)}`,
    sends && `body: ${fileSchema(resource, field)}`,
    sends && `addresses: { url: ${place} }`,
    status !== (kind === 'detach' ? 204 : 200) && `status: ${status}`,
    status === 201 && `location: ${place}`,
  ].filter(part => part !== false)
  const given = [...(parameters.length > 0 ? ['params'] : []), ...(sends ? ['body'] : [])]
  const file = property(field) === field ? `body.${field}` : `body[${quoted(field)}]`
  const gives = [...parameters.map(one => `params.${one.name}`), ...(sends ? [file] : [])]
  return arrowCall(
    `${name}: action`,
    { braces: shape },
    {
      parameters: `(${given.length > 0 ? `{ ${given.join(', ')} }` : ''})`,
      body: `${names.many}.${name}(${gives.join(', ')})`,
    },
    ',',
    2,
  ).replace('({  }, ', '({}, ')
}
