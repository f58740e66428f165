import { fieldOf, resourceOf, type ApiModel, type Field, type FieldType, type Scalar } from '../../model/index.ts'
import { pascal } from '../../spec/index.ts'
import { derivationInWords } from '../words/expressions.ts'
import { capital } from '../words/fields.ts'
import type { JsonObject } from './index.ts'
import { INT32, date, formatted, integer, list, money, text, uuid } from './limits.ts'

export const reference = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` })

/** A schema with what it cannot say itself. */
export function described(field: Field, schema: JsonObject): JsonObject {
  const { when, after, derived, default: given, type, min, max } = field
  const money = type.is === 'scalar' && type.of === 'money'
  const sentences = [
    derived ? derivationInWords(derived) : '',
    when === undefined ? '' : `lies in the ${when}`,
    after === undefined ? '' : `comes after ${after}`,
    money && min !== undefined ? `at least ${min}` : '',
    money && max !== undefined ? `at most ${max}` : '',
    field.unique ? 'unique' : '',
    field.uniquePer ? `unique per ${field.uniquePer.join(' and ')}` : '',
    given === undefined ? '' : `${given} when left out`,
  ].filter(Boolean)
  return sentences.length ? { ...schema, description: `${capital(sentences.join('; '))}.` } : schema
}

/** The same, or null. */
export const nullable = (schema: JsonObject, is: boolean): JsonObject => {
  if (!is) return schema
  if ('enum' in schema && Array.isArray(schema['enum']))
    return { ...schema, type: ['string', 'null'], enum: [...schema['enum'], null] }
  if ('$ref' in schema) return { anyOf: [schema, { type: 'null' }] }
  return typeof schema['type'] === 'string' ? { ...schema, type: [schema['type'], 'null'] } : schema
}

export const keySchema = (type: 'uuid' | 'integer'): JsonObject => (type === 'uuid' ? uuid() : integer(1, INT32))

/** What is sent keeps the rules of the field; what is answered has its type. */
export const sentType = (field: Field, model: ApiModel, mode: Sent): JsonObject =>
  schemaOf(field.type, model, field, mode)
export const answeredType = ({ type, max }: Field, model: ApiModel): JsonObject =>
  schemaOf(type, model, type.is === 'scalar' && worded.has(type.of) ? { max } : {}, undefined)

/** Types of which `max` is a length: it holds for what is kept, too. */
const worded = new Set<Scalar>(['string', 'text', 'email', 'url'])

/** A change may leave out anything, also inside of an object. */
interface Sent {
  readonly part: boolean
  readonly lenient: boolean
}

type Limits = Partial<Pick<Field, 'min' | 'max' | 'pattern' | 'required'>>

function schemaOf(type: FieldType, model: ApiModel, limits: Limits, sent: Sent | undefined): JsonObject {
  const { min, max } = limits
  switch (type.is) {
    case 'scalar':
      return scalarSchema(type.of, limits)
    case 'enum':
      return { type: 'string', enum: type.values }
    case 'list':
      return {
        ...list(schemaOf(type.of, model, {}, sent), undefined, max),
        ...(min !== undefined && { minItems: min }),
      }
    case 'object':
      return objectSchema(type.fields, model, sent)
    case 'reference':
      return keyOf(type, model)
    case 'links':
      return list(keyOf(type, model))
    case 'parts':
      return {
        ...list(reference(`${sent ? 'New' : ''}${pascal(type.resource)}`)),
        ...(limits.required && { minItems: 1 }),
      }
  }
}

function objectSchema(fields: readonly Field[], model: ApiModel, sent: Sent | undefined): JsonObject {
  const required = fields.filter(field => field.required && field.default === undefined).map(({ name }) => name)
  const inner = (field: Field) =>
    described(field, nullable(schemaOf(field.type, model, sent ? field : {}, sent), !field.required))
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map(field => [field.name, inner(field)])),
    ...(required.length > 0 && sent?.part !== true && { required }),
    ...(sent && { additionalProperties: sent.lenient }),
  }
}

function keyOf({ resource: name, named }: Related, model: ApiModel): JsonObject {
  const resource = resourceOf(model, name)
  const field = resource && named !== undefined ? fieldOf(resource, named) : undefined
  return field ? schemaOf(field.type, model, {}, undefined) : keySchema(resource?.key.type ?? 'uuid')
}

interface Related {
  readonly resource: string
  readonly named?: string
}

/** What is told of a file. */
export const fileDescription: JsonObject = {
  type: 'object',
  properties: { name: text(), type: text(), size: integer(0), url: formatted('uri', undefined) },
  required: ['name', 'type', 'size'],
}

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
    case 'bigint':
      return integer(min ?? -(2 ** 63), max ?? 2 ** 63) // the nearest that a number of JavaScript comes to the bounds
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
    case 'file':
      return fileDescription
    case 'json':
      return {}
  }
}
