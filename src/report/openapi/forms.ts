import type { ApiModel, Field, Operation, Resource } from '../../model/index.ts'
import { bodyFields } from '../parameters.ts'
import type { JsonObject } from './index.ts'
import { nullable, sentType } from './types.ts'

/** A form that may have files. */
export const FILES = 'multipart/form-data'

/** What is sent as a form: the file of an upload, or the fields of a row that has files; undefined where no form is taken. */
export function formSchema(
  operation: Operation,
  resource: Resource,
  model: ApiModel,
): { readonly schema: JsonObject; readonly alsoJson: boolean } | undefined {
  const fields = bodyFields(operation, resource) ?? []
  const files = fields.filter(isFile)
  if (files.length === 0 || operation.kind === 'bulk') return undefined
  const whole = operation.kind !== 'update'
  const mode = { part: !whole, lenient: resource.lenient }
  const needed = fields.filter(({ required, default: given }) => whole && required && given === undefined)
  return {
    schema: {
      type: 'object',
      properties: Object.fromEntries(
        fields.map(field => [
          field.name,
          isFile(field) ? content(field) : nullable(sentType(field, model, mode), !field.required),
        ]),
      ),
      ...(needed.length > 0 && { required: needed.map(({ name }) => name) }),
    },
    alsoJson: operation.kind !== 'upload' && !needed.some(isFile),
  }
}

export const isFile = ({ type }: Field): boolean => type.is === 'scalar' && type.of === 'file'

/** The bytes of a file, and in words how many and of what. */
const content = ({ size = '10 MB', mediaTypes }: Field): JsonObject => ({
  type: 'string',
  format: 'binary',
  maxLength: bytesOf(size),
  ...(mediaTypes?.length === 1 && { contentMediaType: mediaTypes[0]! }),
  description: `A file of at most ${size}${mediaTypes ? `: ${mediaTypes.join(' or ')}` : ''}.`,
})

/** As the runtime counts them: a megabyte has 1024 kilobytes, and these 1024 bytes. */
function bytesOf(size: string): number {
  const [, count = '10', unit = 'MB'] = /^([\d.]+) *(\w+)$/.exec(size) ?? []
  const power = ['bytes', 'KB', 'MB', 'GB'].indexOf(unit === 'bytes' ? unit : unit.toUpperCase())
  return Math.floor(Number(count) * 1024 ** power)
}
