import { fieldOf, resourceOf, type ApiModel, type Field, type FieldType, type Resource } from '../../model/index.ts'
import { quoted, property } from '../layout.ts'
import { enumName, naming } from '../naming.ts'

/** The schema of a field in a body. @param outer the objects that it stands in; none where it is no field of the row */
export function input(field: Field, api: ApiModel, outer?: readonly string[]): string {
  if (field.refused) return 'refused()'
  if (field.readOnly) return 'readOnly()'
  const plain = `${inputType(field, api, outer)}${whenChecks(field)}`
  if (field.required && field.default === undefined) return plain
  const collection = ['list', 'links', 'parts'].includes(field.type.is)
  const filled = field.default === undefined ? collection : field.default !== 'null'
  return `${plain}.${filled ? 'optional' : 'nullish'}()`
}

/** A parameter of a list: what it may be compared with, without the rules of the field. */
export function parameter(type: FieldType | undefined, resource: Resource, name: string, api: ApiModel): string {
  if (name === resource.key.name) return resource.key.type === 'uuid' ? 'uuid()' : 'z.int32()'
  if (resource.times?.includes(name)) return 'timestamp()'
  if (type?.is === 'list') return parameter(type.of, resource, '', api)
  if (type?.is === 'reference' || type?.is === 'links') return keyOf(type, api)
  if (type?.is === 'enum') {
    const known = resource.fields.flatMap(field => enumsIn(field)).find(one => one.type === type)
    return known ? `z.enum(${known.name})` : oneOf(type.values)
  }
  if (type?.is === 'scalar' && ['email', 'url', 'password', 'text', 'json', 'string'].includes(type.of))
    return 'z.string()'
  return type ? scalarInput(type, {}) : 'z.string()'
}

/** What rows of a resource are referred to by: their key, or a field of theirs. */
function keyOf(
  { resource: name, named }: { readonly resource: string; readonly named?: string },
  api: ApiModel,
): string {
  const resource = resourceOf(api, name)
  const field = resource && named !== undefined ? fieldOf(resource, named) : undefined
  if (resource && field) return parameter(field.type, resource, field.name, api)
  return resource?.key.type === 'integer' ? 'z.int32()' : 'uuid()'
}

export const enumsIn = ({ name, type }: Field, outer = ''): readonly { name: string; type: FieldType }[] => {
  if (type.is === 'object') return type.fields.flatMap(field => enumsIn(field, `${outer}${name} `))
  return type.is === 'enum' ? [{ name: enumName(`${outer}${name}`), type }] : []
}

/** A field of an object in a list. */
const listed = (field: Field, api: ApiModel): string =>
  `${inputType(field, api)}${whenChecks(field)}${field.required ? '' : '.nullish()'}`

const oneOf = (values: readonly string[]) => `z.enum([${values.map(quoted).join(', ')}])`

const whenChecks = ({ when }: Field) => (when ? `.check(${when})` : '')

/** @param outer the objects that the field stands in; none where it stands in a list, which has no columns */
function inputType(field: Field, api: ApiModel, outer?: readonly string[]): string {
  const { type, sorted } = field
  switch (type.is) {
    case 'enum':
      return outer ? `z.enum(${enumName([...outer, field.name].join(' '))})` : oneOf(type.values)
    case 'list':
      return `z.array(${elementOf(type.of, api)})${bounds(field)}${sorted ? '.overwrite(sorted)' : ''}`
    case 'object':
      return `z.strictObject({ ${type.fields.map(one => `${property(one.name)}: ${listed(one, api)}`).join(', ')} })`
    case 'reference':
    case 'links': {
      const key = keyOf(type, api)
      return type.is === 'links' ? `z.array(${key})` : key
    }
    case 'parts':
      return `z.array(New${naming({ name: type.resource }).type})${bounds({ ...field, min: field.min ?? (field.required ? 1 : undefined) })}`
    case 'scalar':
      return scalarInput(type, field)
  }
}

const elementOf = (type: FieldType, api: ApiModel): string =>
  type.is === 'scalar'
    ? scalarInput(type, {})
    : type.is === 'enum'
      ? oneOf(type.values)
      : inputType({ name: '', type } as Field, api) // only its type is read

type Limits = Partial<Pick<Field, 'min' | 'max' | 'pattern' | 'required' | 'size' | 'mediaTypes'>>

function scalarInput(type: FieldType, limits: Limits): string {
  if (type.is !== 'scalar') return type.is === 'reference' ? 'uuid()' : 'z.string()'
  switch (type.of) {
    case 'string':
    case 'text':
      return `z.string()${lengths({ ...limits, min: limits.min ?? (limits.required ? 1 : undefined) })}`
    case 'password':
      return `z.string()${lengths({ ...limits, min: limits.min ?? 8 })}`
    case 'email':
      return `z.email()${lengths(limits)}`
    case 'url':
      return `url()${lengths(limits)}`
    case 'integer':
      return `z.int()${bounds(limits)}`
    case 'bigint':
      return `bigint(${moneyBounds(limits)})`
    case 'decimal':
      return `z.number()${bounds(limits)}`
    case 'money':
      return `money(${moneyBounds(limits)})`
    case 'amount':
      return `amount(${moneyBounds(limits)})`
    case 'boolean':
      return 'z.boolean()'
    case 'date':
      return 'date()'
    case 'timestamp':
      return 'timestamp()'
    case 'uuid':
      return 'uuid()'
    case 'file':
      return fileInput(limits)
    case 'json':
      return 'json()'
  }
}

/** `file({ max: '1 MB', types: ['image/png'] })` */
export function fileInput({ size, mediaTypes }: Limits): string {
  const members = [
    ...(size === undefined ? [] : [`max: ${quoted(size)}`]),
    ...(mediaTypes === undefined ? [] : [`types: [${mediaTypes.map(quoted).join(', ')}]`]),
  ]
  return `file(${members.length > 0 ? `{ ${members.join(', ')} }` : ''})`
}

const bounds = ({ min, max }: Limits): string =>
  [min === undefined ? '' : `.min(${min})`, max === undefined ? '' : `.max(${max})`].join('')

/** Of a text, in characters; a single one is one however it is counted. */
function lengths({ min, max, pattern }: Limits): string {
  const checks = [
    ...(min === undefined || min <= 1 ? [] : [`atLeast(${min})`]),
    ...(max === undefined ? [] : [`atMost(${max})`]),
  ]
  return [
    min === 1 ? '.min(1)' : '',
    checks.length > 0 ? `.check(${checks.join(', ')})` : '',
    pattern === undefined ? '' : `.regex(/${pattern}/${/[^\0-\x7f]|\\[pu]\{/.test(pattern) ? 'u' : ''})`,
  ].join('')
}

function moneyBounds({ min, max }: Limits): string {
  const members = [min === undefined ? [] : [`min: ${min}`], max === undefined ? [] : [`max: ${max}`]].flat()
  return members.length ? `{ ${members.join(', ')} }` : ''
}
