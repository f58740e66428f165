import { isBig, resourceName } from '../spec/index.ts'
import type { FieldType, Scalar } from './api-model.ts'

const scalars: Readonly<Record<string, Scalar>> = {
  string: 'string',
  text: 'text',
  integer: 'integer',
  int: 'integer',
  bigint: 'bigint',
  decimal: 'decimal',
  number: 'decimal',
  money: 'money',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamp',
  datetime: 'timestamp',
  uuid: 'uuid',
  email: 'email',
  url: 'url',
  json: 'json',
  password: 'password',
  file: 'file',
}

export const scalar = (of: Scalar): FieldType => ({ is: 'scalar', of })

/**
 * Reads the type of a field table's row.
 *
 * @param known the resources of the specification: a resource's name is a type too
 * @param users the one whose rows sign in: `user` is a type whatever it is called
 * @throws {SyntaxError} when it is none of the types
 */
export function parseType(text: string, known: ReadonlySet<string>, users = 'user'): FieldType {
  const plain = text.trim()
  const simple = Object.hasOwn(scalars, plain) ? scalars[plain] : undefined
  if (simple) return scalar(simple)
  const values = /^enum\s*\((.+)\)$/.exec(plain)
  if (values)
    return { is: 'enum', values: distinct(values[1]!.split(',').map(value => value.trim().replace(/^"|"$/g, ''))) }
  const list = /^list\s*\((.+)\)$/.exec(plain)
  if (list) {
    const of = parseType(list[1]!, known, users)
    return of.is === 'reference' ? { is: 'parts', resource: of.resource } : { is: 'list', of }
  }
  const resource = resourceName(plain.replace(/^"|"$/g, ''))
  if (known.has(resource)) return { is: 'reference', resource, relation: resource }
  if (resource === 'user' && known.has(users)) return { is: 'reference', resource: users, relation: resource }
  throw new SyntaxError(`"${plain}" is not a type`)
}

/** @throws {SyntaxError} when a value is named twice */
function distinct(values: readonly string[]): readonly string[] {
  const twice = values.find((value, n) => values.indexOf(value) !== n)
  if (twice !== undefined) throw new SyntaxError(`the enum names "${twice}" twice`)
  return values
}

export const typeName = (type: FieldType): string => {
  switch (type.is) {
    case 'scalar':
      return type.of
    case 'enum':
      return `enum(${type.values.join(', ')})`
    case 'list':
      return `list(${typeName(type.of)})`
    case 'object':
      return 'object'
    default:
      return type.resource
  }
}

/** The type that a value of an example shows; undefined where it shows none (null, a reference). */
export function typeOfValue(value: unknown): FieldType | undefined {
  if (typeof value === 'boolean') return scalar('boolean')
  if (typeof value === 'number') return scalar(Number.isInteger(value) ? 'integer' : 'decimal')
  if (typeof value === 'string') return typeOfText(value)
  if (isBig(value)) return scalar('bigint')
  if (Array.isArray(value)) {
    const first = value.map(typeOfValue).find(Boolean)
    return { is: 'list', of: first ?? scalar('string') }
  }
  return undefined
}

const matchers: Readonly<Record<string, Scalar>> = {
  '#uuid': 'uuid',
  '#timestamp': 'timestamp',
  '#date': 'date',
  '#string': 'string',
  '#number': 'decimal',
  '#decimal': 'decimal',
  '#money': 'money',
  '#integer': 'integer',
  '#boolean': 'boolean',
  '#email': 'email',
  '#url': 'url',
}

function typeOfText(text: string): FieldType | undefined {
  if (text.startsWith('#')) {
    const of = matchers[text.replace(/^##/, '#')]
    return of && scalar(of)
  }
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return scalar('date')
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text)) return scalar('timestamp')
  if (/^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i.test(text)) return scalar('uuid')
  return scalar('string')
}

/** The type that holds what both hold: a whole number and a fraction make a decimal, anything else that differs a string. */
export function widen(a: FieldType, b: FieldType): FieldType {
  if (typeName(a) === typeName(b)) return a
  if (a.is === 'list' && b.is === 'list') return { is: 'list', of: widen(a.of, b.of) }
  const names = [typeName(a), typeName(b)]
  if (names.every(name => ['integer', 'decimal'].includes(name))) return scalar('decimal')
  if (names.every(name => ['integer', 'bigint'].includes(name))) return scalar('bigint')
  if (names.every(name => ['date', 'timestamp', 'uuid', 'email', 'url', 'string', 'text'].includes(name)))
    return scalar('string')
  return scalar('json')
}
