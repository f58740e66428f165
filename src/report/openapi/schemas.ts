import type { ApiModel, Field, FieldType, Resource, Scalar } from '../../model/index.ts'
import { pascal } from '../../spec/index.ts'
import { derivationInWords } from '../words/expressions.ts'
import { capital } from '../words/fields.ts'
import type { JsonObject } from './index.ts'
import { date, formatted, integer, list, money, text, uuid } from './limits.ts'

export const reference = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` })

/** `Book` as it is answered, `BookFields` of which `?fields=` may leave some out, `NewBook` and `BookPatch` as they are sent. */
export function resourceSchemas(resource: Resource, model: ApiModel): Readonly<Record<string, JsonObject>> {
  if (!resource.stored) return {}
  const name = pascal(resource.name)
  const kinds = new Set(resource.operations.map(({ kind }) => kind))
  const isPart = model.resources.some(({ fields }) =>
    fields.some(({ type }) => type.is === 'parts' && type.resource === resource.name),
  )
  const projected = resource.operations.some(operation => operation.kind === 'list' || operation.projected)
  return {
    [name]: answered(resource, model, true),
    ...(projected && { [`${name}Fields`]: answered(resource, model, false) }),
    ...((kinds.has('create') || kinds.has('replace') || isPart) && { [`New${name}`]: sent(resource, model, true) }),
    ...(kinds.has('update') && { [`${name}Patch`]: sent(resource, model, false) }),
  }
}

function answered(resource: Resource, model: ApiModel, whole: boolean): JsonObject {
  const { key, times } = resource
  const fields = resource.fields.filter(({ hidden }) => !hidden)
  const properties: Record<string, JsonObject> = {
    ...(!key.hidden && { [key.name]: { ...keySchema(key.type), description: 'Made by the service.' } }),
    ...Object.fromEntries(
      fields.map(field => [field.name, described(field, nullable(outOf(field, model), mayBeNull(field)))]),
    ),
    ...Object.fromEntries((times ?? []).map(name => [name, formatted('date-time', 24)])),
  }
  return { type: 'object', properties, ...(whole && { required: Object.keys(properties) }) }
}

function sent(resource: Resource, model: ApiModel, whole: boolean): JsonObject {
  const inPath = new Set(resource.operations.filter(({ kind }) => kind === 'create').flatMap(({ parents }) => parents))
  const fields = resource.fields.filter(
    ({ type, hidden, refused }) => !refused && !(type.is === 'reference' && (hidden || inPath.has(type.resource))),
  )
  const required = fields.filter(field => field.required && field.default === undefined && !kept(field))
  return {
    type: 'object',
    properties: Object.fromEntries(
      fields.map(field => [
        field.name,
        kept(field)
          ? { readOnly: true, description: 'The service says it: ignored when sent.' }
          : described(field, nullable(into(field, model), !field.required && !isFilled(field))),
      ]),
    ),
    ...(whole && required.length > 0 && { required: required.map(({ name }) => name) }),
    ...(!whole && { minProperties: 0 }),
    ...(!resource.lenient && { additionalProperties: false }),
  }
}

const kept = ({ readOnly, derived }: Field) => readOnly || derived !== undefined

/** Has a value in every row, also when it is not sent. */
const isFilled = ({ type, default: given }: Field) =>
  given !== undefined || ['list', 'links', 'parts'].includes(type.is)

function mayBeNull(field: Field): boolean {
  const { derived, required } = field
  if (!derived) return !required && !isFilled(field)
  const never = ['count', 'running number', 'now', 'address', 'owner']
  return !(never.includes(derived.is) || (derived.is === 'aggregate' && derived.by === 'sum'))
}

const nullable = (schema: JsonObject, is: boolean): JsonObject => {
  if (!is) return schema
  if ('enum' in schema && Array.isArray(schema['enum']))
    return { ...schema, type: ['string', 'null'], enum: [...schema['enum'], null] }
  return typeof schema['type'] === 'string' ? { ...schema, type: [schema['type'], 'null'] } : schema
}

function described(field: Field, schema: JsonObject): JsonObject {
  const { when, after, derived, default: given, type, min, max } = field
  const money = type.is === 'scalar' && type.of === 'money'
  const sentences = [
    derived ? derivationInWords(derived) : '',
    when === undefined ? '' : `lies in the ${when}`,
    after === undefined ? '' : `comes after ${after}`,
    money && min !== undefined ? `at least ${min}` : '',
    money && max !== undefined ? `at most ${max}` : '',
    field.unique ? 'unique' : '',
    given === undefined ? '' : `${given} when left out`,
  ].filter(Boolean)
  return sentences.length ? { ...schema, description: `${capital(sentences.join('; '))}.` } : schema
}

const keySchema = (type: 'uuid' | 'integer'): JsonObject => (type === 'uuid' ? uuid() : integer())

/** What is sent keeps the rules of the field; what is answered has its type. */
const into = (field: Field, model: ApiModel) => schemaOf(field.type, model, field, 'New')
const outOf = ({ type, max }: Field, model: ApiModel) =>
  schemaOf(type, model, type.is === 'scalar' && worded.has(type.of) ? { max } : {}, '')

/** Types of which `max` is a length: it holds for what is kept, too. */
const worded = new Set<Scalar>(['string', 'text', 'email', 'url'])

type Limits = Partial<Pick<Field, 'min' | 'max' | 'pattern' | 'required'>>

function schemaOf(type: FieldType, model: ApiModel, limits: Limits, prefix: '' | 'New'): JsonObject {
  const { min, max } = limits
  switch (type.is) {
    case 'scalar':
      return scalarSchema(type.of, limits)
    case 'enum':
      return { type: 'string', enum: type.values }
    case 'list':
      return {
        ...list(schemaOf(type.of, model, {}, prefix), undefined, max),
        ...(min !== undefined && { minItems: min }),
      }
    case 'object':
      return objectSchema(type.fields, model, prefix)
    case 'reference':
      return keyOf(type.resource, model)
    case 'links':
      return list(keyOf(type.resource, model))
    case 'parts':
      return { ...list(reference(`${prefix}${pascal(type.resource)}`)), ...(limits.required && { minItems: 1 }) }
  }
}

function objectSchema(fields: readonly Field[], model: ApiModel, prefix: '' | 'New'): JsonObject {
  const required = fields.filter(field => field.required && field.default === undefined).map(({ name }) => name)
  const inner = (field: Field) => nullable(schemaOf(field.type, model, prefix ? field : {}, prefix), !field.required)
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map(field => [field.name, described(field, inner(field))])),
    ...(required.length > 0 && { required }),
    ...(prefix && { additionalProperties: false }),
  }
}

const keyOf = (name: string, { resources }: ApiModel): JsonObject =>
  keySchema(resources.find(one => one.name === name)?.key.type ?? 'uuid')

function scalarSchema(of: Scalar, limits: Limits): JsonObject {
  const { min, max, pattern, required } = limits
  const least = min ?? (of === 'password' ? 8 : required && (of === 'string' || of === 'text') ? 1 : undefined)
  const more = { ...(least !== undefined && { minLength: least }), ...(pattern !== undefined && { pattern }) }
  const range = { ...(min !== undefined && { minimum: min }), ...(max !== undefined && { maximum: max }) }
  switch (of) {
    case 'string':
    case 'text':
      return { ...text(max), ...more }
    case 'email':
    case 'password':
      return { ...formatted(of, max), ...more }
    case 'url':
      return { ...formatted('uri', max), ...more }
    case 'integer':
      return integer(min, max)
    case 'decimal':
    case 'amount':
      return { type: 'number', ...range }
    case 'money':
      return money()
    case 'boolean':
      return { type: 'boolean' }
    case 'date':
      return date()
    case 'timestamp':
      return formatted('date-time')
    case 'uuid':
      return uuid()
    case 'json':
      return {}
  }
}
