import type { ApiModel, Field, FieldType, Resource } from '../../model/index.ts'
import { fieldFor } from '../sql.ts'
import { bracketed, chain, fits, importOf, property, quoted } from '../layout.ts'
import { enumName, naming } from '../naming.ts'
import { bodyFields, comesAfter, isPart, needsNew, needsOf } from '../shape.ts'
import { demanded } from '../ts.ts'

/** `schemas/books.ts`: what goes in. */
export function schema(resource: Resource, api: ApiModel): string | undefined {
  const { type, modelFile } = naming(resource)
  const { list, create, replace, update } = needsOf(resource)
  const fields = bodyFields(resource, api).map(field => demanded(field.from, entry(field, resource, api)))
  const checks = resource.fields.flatMap(field => orders(field, [], resource))
  const hasObjects = resource.fields.some(field => field.type.is === 'object')
  const asNew = needsNew(resource, api)
  const whole = create || replace || isPart(resource, api)
  const object = resource.lenient ? 'z.object' : 'z.strictObject'
  const query = list ? listQuery(resource, api) : []
  const signIn = resource.operations.some(({ kind }) => kind === 'sign-in') && api.identity
  if (!asNew && !list && !signIn) return undefined

  const byParts = update && hasObjects
  // a schema with checks, or one that is not whole, is made from one that is neither
  const bare = checks.length > 0 || (byParts && !whole)

  const text = [...(asNew ? fields : []), ...query, ...checks].join('\n')
  const used = (name: string) => new RegExp(`\\b${name}(?=[()])`).test(text)
  const enums = resource.fields
    .flatMap(field => enumsIn(field))
    .map(({ name }) => name)
    .filter(used)
  const parts = resource.fields.flatMap(field =>
    field.type.is === 'parts' ? [naming({ name: field.type.resource })] : [],
  )
  const imports = [
    importOf(
      [
        ...helpers.filter(used),
        signIn && 'credentials',
        list && (resource.list.paging.by === 'cursor' ? 'cursorQuery' : 'listQuery'),
        checks.length > 0 && 'after',
        byParts && 'partial',
      ],
      'brine/runtime',
    ),
    (asNew || list || signIn) && `import { z } from 'zod'`,
    importOf([list && type, ...enums], `#models/${modelFile}.ts`),
    ...parts.map(part => importOf([`New${part.type}`], `./${part.file}.ts`)),
  ].filter(line => line !== false)

  const declared = bare ? 'fields' : whole ? `New${type}` : `${type}Patch`
  const partial = byParts ? `partial(${declared})` : bare || whole ? `${declared}.partial()` : undefined
  const infer = (name: string) => `export type ${name} = z.infer<typeof ${name}>`
  const blocks = [
    imports,
    asNew && [
      whole || bare
        ? block(`${bare ? 'const' : 'export const'} ${declared} = ${object}({`, fields, '})')
        : allPartial(`export const ${declared} = `, object, fields),
    ],
    asNew && checks.length > 0 && whole && [bracketed(`export const New${type} = fields.check(`, checks, ')')],
    asNew && whole && [infer(`New${type}`)],
    asNew &&
      update &&
      partial && [
        checks.length > 0
          ? bracketed(`export const ${type}Patch = ${partial}.check(`, checks, ')')
          : `export const ${type}Patch = ${partial}`,
      ],
    asNew && update && [infer(`${type}Patch`)],
    signIn && [
      `export const Credentials = credentials(${quoted(signIn.login)}, ${quoted(signIn.password)})`,
      infer('Credentials'),
    ],
    list && query,
    list && [infer(`${type}Query`)],
  ].filter((one): one is string[] => typeof one === 'object' && one.length > 0)
  return `${blocks
    .map(lines => lines.join('\n'))
    .join('\n\n')
    .replaceAll(/\n\n(?=export type)/g, '\n')}\n`
}

const helpers = [
  'amount',
  'atLeast',
  'atMost',
  'date',
  'future',
  'json',
  'money',
  'nested',
  'past',
  'readOnly',
  'refused',
  'sorted',
  'timestamp',
  'url',
  'uuid',
]

const block = (head: string, members: readonly string[], tail: string): string =>
  members.length ? `${head}\n${members.map(indented).join('\n')}\n${tail}` : `${head}${tail}`

/** An object of which nothing is required, as the formatter breaks it. */
const allPartial = (before: string, object: string, members: readonly string[]): string =>
  members.length === 0
    ? `${before}${object}({}).partial()`
    : `${before}z\n${indented(block(`${object.slice(1)}({`, members, '})'))}\n  .partial()`

/** A field of a body, with its comma. */
function entry(field: Field, resource: Resource, api: ApiModel, outer: readonly string[] = []): string {
  const name = property(field.name)
  const indent = 2 + 2 * outer.length
  const { type } = field
  if (type.is !== 'object' || field.readOnly || field.refused)
    return chain(`${name}: `, input(field, api, outer), ',', indent)
  const members = type.fields.map(inner => entry(inner, resource, api, [...outer, field.name]))
  const one = `{ ${members.map(member => member.replace(/,$/, '')).join(', ')} }`
  const inLine = !one.includes('\n') && fits(`${name}: nested(${one}),`, indent)
  const object = inLine ? one : `{\n${members.map(member => indented(member)).join('\n')}\n}`
  if (!resource.lenient) return `${name}: nested(${object}),`
  return inLine && fits(`${name}: nested(z.object(${one})),`, indent)
    ? `${name}: nested(z.object(${one})),`
    : `${name}: nested(\n${indented(`z.object(${object}),`)}\n),`
}

const indented = (text: string): string => text.replace(/^(?=[^\n])/gm, '  ')

/** Of two moments, which comes after which. */
function orders(field: Field, outer: readonly string[], resource: Resource): string[] {
  const path = [...outer, field.name]
  if (field.type.is === 'object') return field.type.fields.flatMap(inner => orders(inner, path, resource))
  const after = comesAfter(field, outer, resource)
  return after === undefined ? [] : [`after(${quoted(path.join('.'))}, ${quoted(after)})`]
}

const enumsIn = ({ name, type }: Field, outer = ''): readonly { name: string; type: FieldType }[] => {
  if (type.is === 'object') return type.fields.flatMap(field => enumsIn(field, `${outer}${name} `))
  return type.is === 'enum' ? [{ name: enumName(`${outer}${name}`), type }] : []
}

function listQuery(resource: Resource, api: ApiModel): string[] {
  const { type } = naming(resource)
  const { list, fields } = resource
  const { names, size, max, by } = list.paging
  const usual = names.join() === (by === 'cursor' ? 'limit,cursor' : 'limit,offset')
  const query = by === 'cursor' ? 'cursorQuery' : 'listQuery'
  const filters = [
    ...list.filters.map(
      name => `${property(name)}: ${parameter(typeAt(name.split('.'), resource, api), resource, name)}`,
    ),
    ...list.conditions.map(
      ({ parameter: name, condition }) =>
        `${property(name)}: ${parameter(comparedType(condition, resource, api), resource, name)}`,
    ),
  ]
  const search = fields.some(({ searchable }) => searchable)
  const options = [
    !usual &&
      (by === 'page'
        ? `paging: { page: ${quoted(names[1])}, size: ${quoted(names[0])} },`
        : `paging: { limit: ${quoted(names[0])}, ${by}: ${quoted(names[1])} },`),
    size !== 100 && `limit: ${size},`,
    max !== 1000 && `max: ${max},`,
    list.sorts.length > 0 && fitList('sort: [', list.sorts.map(quoted), '],'),
    filters.length > 0 && fitList('filter: { ', filters, ' },'),
    search && 'search: true,',
    by === 'cursor' && list.shape.is === 'envelope' && list.shape.total !== undefined && 'total: true,',
  ].filter(option => option !== false)
  if (options.length === 0) return [`export const ${type}Query = ${query}(${type})`]
  return [block(`export const ${type}Query = ${query}(${type}, {`, options, '})')]
}

function fitList(before: string, items: readonly string[], after: string): string {
  const one = `${before}${items.join(', ')}${after}`
  if (one.length + 2 <= 120) return one
  return `${before.trimEnd()}\n${items.map(item => `  ${item},\n`).join('')}${after.trimStart()}`
}

/** The type of what a parameter is compared with. */
function comparedType(
  condition: Resource['list']['conditions'][number]['condition'],
  resource: Resource,
  api: ApiModel,
): FieldType | undefined {
  if (condition.is === 'marked') return undefined
  if (condition.is !== 'compare') {
    for (const one of condition.all) {
      const found = comparedType(one, resource, api)
      if (found) return found
    }
    return undefined
  }
  return condition.to.is === 'it' ? typeAt(condition.path, resource, api) : undefined
}

function typeAt([head = '', ...rest]: readonly string[], resource: Resource, api: ApiModel): FieldType | undefined {
  const field = fieldFor(resource, head)
  if (!field) return undefined
  if (rest.length === 0) return field.type.is === 'list' ? field.type.of : field.type
  if (field.type.is === 'object') return typeWithin(field.type, rest)
  const other =
    'resource' in field.type
      ? api.resources.find(({ name }) => name === ('resource' in field.type ? field.type.resource : ''))
      : undefined
  return other && typeAt(rest, other, api)
}

const typeWithin = (type: FieldType, [head, ...rest]: readonly string[]): FieldType | undefined => {
  const inner = type.is === 'object' ? type.fields.find(({ name }) => name === head)?.type : undefined
  return inner && rest.length > 0 ? typeWithin(inner, rest) : inner?.is === 'list' ? inner.of : inner
}

/** A parameter of a list: what it may be compared with, without the rules of the field. */
function parameter(type: FieldType | undefined, resource: Resource, name: string): string {
  if (name === resource.key.name) return resource.key.type === 'uuid' ? 'uuid()' : 'z.int32()'
  if (resource.times?.includes(name)) return 'timestamp()'
  if (type?.is === 'list') return parameter(type.of, resource, '')
  if (type?.is === 'enum') {
    const known = resource.fields.flatMap(field => enumsIn(field)).find(one => one.type === type)
    return known ? `z.enum(${known.name})` : oneOf(type.values)
  }
  if (type?.is === 'scalar' && ['email', 'url', 'password', 'text', 'json', 'string'].includes(type.of))
    return 'z.string()'
  return type ? scalarInput(type, {}) : 'z.string()'
}

/** The schema of a field in a body. */
function input(field: Field, api: ApiModel, outer: readonly string[]): string {
  if (field.refused) return 'refused()'
  if (field.readOnly) return 'readOnly()'
  const plain = `${inputType(field, api, outer)}${whenChecks(field)}`
  if (field.required && field.default === undefined) return plain
  const collection = ['list', 'links', 'parts'].includes(field.type.is)
  const filled = field.default === undefined ? collection : field.default !== 'null'
  return `${plain}.${filled ? 'optional' : 'nullish'}()`
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
      const key =
        api.resources.find(({ name }) => name === type.resource)?.key.type === 'integer' ? 'z.int32()' : 'uuid()'
      return type.is === 'links' ? `z.array(${key})` : key
    }
    case 'parts':
      return `z.array(New${naming({ name: type.resource }).type})${field.required ? '.min(1)' : ''}`
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

type Limits = Partial<Pick<Field, 'min' | 'max' | 'pattern' | 'required'>>

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
    case 'json':
      return 'json()'
  }
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
