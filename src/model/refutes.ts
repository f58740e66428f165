import { isBig, isRef, type Template } from '../spec/index.ts'
import type { FieldType, Scalar } from './api-model.ts'

/** Whether a field of the type can never have the value. References and what depends on more than the type refute nothing. */
export function refutes(type: FieldType, value: Template): boolean {
  if (value === null || (typeof value === 'object' && isRef(value))) return false
  if (isBig(value)) return !(type.is === 'scalar' && ['integer', 'bigint', 'json'].includes(type.of))
  if (typeof value === 'string' && value.startsWith('#')) return matcherRefutes(type, value)
  switch (type.is) {
    case 'scalar':
      return !holds[type.of](value)
    case 'enum':
      return typeof value === 'object' || !type.values.includes(String(value))
    case 'list':
      return !Array.isArray(value) || (value as readonly Template[]).some(one => refutes(type.of, one))
    case 'parts':
      return !Array.isArray(value)
    case 'object':
      return typeof value !== 'object' || Array.isArray(value)
    default:
      return false // keys, or whatever is shown in their place
  }
}

const isText = (value: Template): boolean => typeof value === 'string'
const isDecimal = (value: Template): boolean =>
  typeof value === 'number' || (typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value))

const holds: Readonly<Record<Scalar, (value: Template) => boolean>> = {
  string: isText,
  text: isText,
  password: isText,
  email: isText,
  url: isText,
  uuid: isText,
  date: value => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value),
  timestamp: value => typeof value === 'string' && /^\d{4}-\d\d-\d\d(?:[T ]|$)/.test(value),
  integer: value => Number.isInteger(value),
  bigint: value => Number.isInteger(value),
  decimal: value => typeof value === 'number',
  money: isDecimal,
  amount: isDecimal,
  boolean: value => typeof value === 'boolean',
  json: () => true,
  file: value => typeof value === 'object',
}

/** The kinds of JSON that a matcher or a format lets through; those of other words say nothing of the kind. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  uuid: ['string'],
  timestamp: ['string'],
  date: ['string'],
  string: ['string'],
  text: ['string'],
  url: ['string'],
  email: ['string'],
  number: ['number'],
  integer: ['number'],
  boolean: ['boolean'],
  array: ['array'],
  list: ['array'],
  object: ['object'],
}

function matcherRefutes(type: FieldType, matcher: string): boolean {
  const allowed = kinds[matcher.replace(/^##?/, '').split(' ')[0]!]
  const own = kindsOf(type)
  return allowed !== undefined && own !== undefined && !allowed.some(kind => own.includes(kind))
}

function kindsOf(type: FieldType): readonly string[] | undefined {
  if (type.is === 'list' || type.is === 'parts') return ['array']
  if (type.is === 'object') return ['object']
  if (type.is !== 'scalar' || type.of === 'json') return undefined
  if (type.of === 'file') return ['object']
  if (type.of === 'money' || type.of === 'amount') return ['string', 'number']
  return ['integer', 'bigint', 'decimal'].includes(type.of)
    ? ['number']
    : [type.of === 'boolean' ? 'boolean' : 'string']
}
