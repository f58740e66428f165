import type { ApiModel, Field, FieldType, Operation, Resource } from '../../src/model/index.ts'
import { valueFor } from '../../src/verify/factory.ts'
import type { Row } from '../../src/verify/index.ts'

/** Numbers from 0 to below 1, the same for the same seed. */
export type Random = () => number

/** What an adversary sends: to a path that a service has, and hardly ever as it should be. */
export interface Attack {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Buffer
}

/** What is known of a service by those who attack it: what it is made of, its rows, and tokens of its users. */
export interface Ground {
  readonly model: ApiModel
  readonly rows: (resource: string) => readonly Row[]
  readonly tokens: readonly Readonly<Record<string, string>>[]
  /** How much of a request is not as it should be, from 0 to 1. */
  readonly wildness?: number
}

const LONG = 'long '.repeat(20_000)
/** That nothing makes shorter. */
const letter = seeded(7)
const DENSE = Array.from({ length: 12_000 }, () => Math.floor(letter() * 36).toString(36)).join('')
const texts = [
  '',
  ' ',
  'a',
  '\0',
  'with\0inside',
  '\ud800',
  '🦊',
  'é́́́',
  '\u202e right to left',
  "'; drop table users; --",
  '%',
  '_%\\',
  '{book.id}',
  '__proto__',
  'constructor',
  'null',
  'NaN',
  '-1',
  '1e400',
  '٣',
  '2024-02-30',
  '2024-01-01T25:00:00Z',
  '+275760-09-14T00:00:00Z',
  '-000001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999-23:59',
  '0001-01-01',
  '99999-01-01',
  '<script>alert(1)</script>',
  'a@b',
  'http://[::1',
  '00000000-0000-0000-0000-000000000000',
  '1'.repeat(40),
  '12345678901234567890.99',
  '0.001',
  LONG,
  DENSE,
]
const numbers = ['0', '-0', '-1', '1', '0.1', '1e3', '1e308', '1e400', '-1e400', '2147483648', '-2147483649']
const others = ['9007199254740993', '99999999999999999999', '1e-400', 'true', 'false', 'null', '[]', '{}', '[[]]']
const junk: readonly string[] = [
  ...numbers,
  ...others,
  ...texts.map(text => JSON.stringify(text)),
  '[null]',
  '["a","a"]',
  '{"a":{"b":[1]}}',
  '{"__proto__":{"admin":true}}',
  '[1,"2",{},[]]',
  `${'['.repeat(300)}${']'.repeat(300)}`,
  `${'{"a":'.repeat(300)}1${'}'.repeat(300)}`,
  `[${'1,'.repeat(5000)}1]`,
]
const wholeBodies = [
  '',
  '   ',
  'null',
  '1',
  '"text"',
  '[]',
  '{',
  '{"a":1,}',
  '\ufeff{}',
  '{"a":1}{"a":2}',
  'a=1&b=2',
  ...junk,
]
const segments = [
  ...texts.filter(text => text !== '' && text.length < 5000),
  '.',
  '..',
  '%2e%2e',
  '%00',
  '%',
  '%E0%A4%A',
  '%ff',
  'a%2Fb',
]
const headers: readonly Readonly<Record<string, string>>[] = [
  { 'if-match': '"1"' },
  { 'if-match': '*' },
  { 'if-match': 'W/"x", "' },
  { 'if-none-match': '"'.repeat(50) },
  { 'if-none-match': '*' },
  { 'if-modified-since': 'yesterday' },
  { authorization: 'Bearer' },
  { authorization: 'Bearer a.b.c' },
  { authorization: `Bearer ${'x'.repeat(5000)}` },
  { authorization: 'Basic Og==' },
  { cookie: 'a=b; =; session=%' },
  { accept: 'text/html;q=0, */*;q=2' },
  { 'accept-encoding': 'identity;q=0' },
  { range: 'bytes=5-1' },
  { origin: 'null' },
  { 'x-request-id': 'a'.repeat(3000) },
  { 'idempotency-key': ' ' },
  { 'x-api-version': '99' },
  { 'x-http-method-override': 'DELETE' },
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/json; charset=latin1' },
  { 'content-type': 'multipart/form-data' },
  { 'content-type': ';' },
  { 'content-encoding': 'gzip' },
]
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND']

/** One request to an operation of the service: every second one has hardly more than one thing wrong. */
export function attack(given: Ground, random: Random): Attack {
  const ground = { ...given, wildness: chance(0.5, random) ? 1 : 0.2 }
  const { resource, operation } = pick(operationsOf(ground.model), random)
  const { model } = ground
  const method = chance(0.1 * ground.wildness, random) ? pick(methods, random) : operation.method
  const path = pathOf(operation, ground, random) + queryOf(operation, resource, ground, random)
  const base = { ...(chance(0.9, random) ? pick(ground.tokens, random) : {}), ...odd(ground, random) }
  if (!['POST', 'PUT', 'PATCH'].includes(method) && !chance(0.05, random)) return { method, path, headers: base }
  const own = ownHeader(operation, random)
  return {
    method,
    path,
    headers: { 'content-type': 'application/json', ...own, ...base },
    body: chance(0.02, random)
      ? Buffer.from([0x7b, 0xff, 0xfe, 0x7d])
      : bodyOf(resource, operation, model, ground, random),
  }
}

const operationsOf = ({ resources }: ApiModel) =>
  resources.flatMap(resource => resource.operations.map(operation => ({ resource, operation })))

const odd = ({ wildness = 1 }: Ground, random: Random) => (chance(0.15 * wildness, random) ? pick(headers, random) : {})

const ownHeader = ({ once }: Operation, random: Random): Record<string, string> =>
  once === undefined || chance(0.3, random) ? {} : { [once]: String(Math.floor(random() * 5)) }

function pathOf({ path, kind }: Operation, { model, rows, wildness = 1 }: Ground, random: Random): string {
  const filled = path.replace(/\{([^}]*)\}/g, (_, name: string) => {
    const address = model.resources.find(one => one.name === name)?.address ?? 'id'
    const known = rows(name).map(row => row[address])
    const row = pick(known, random)
    // few rows are deleted: without any, all that is left to say is 404
    const spoiled = chance(kind === 'delete' || kind === 'clear' ? 0.9 : 0.25 * wildness, random)
    return row === undefined || spoiled ? wire(pick(segments, random)) : encodeURIComponent(textOf(row))
  })
  return chance(0.02, random) ? `${filled}/${wire(pick(segments, random))}` : filled
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** What is encoded already, or wrongly, stays so. */
const wire = (text: string): string => (text.startsWith('%') || text.includes('%2F') ? text : encoded(text))

const encoded = (text: string): string => encodeURIComponent(text.toWellFormed())

function queryOf({ kind }: Operation, { list, fields }: Resource, { wildness = 1 }: Ground, random: Random): string {
  if (chance(kind === 'list' ? 0.2 : 1 - 0.6 * wildness, random)) return ''
  const names = [
    ...('names' in list.paging ? list.paging.names : []),
    'sort',
    'fields',
    'q',
    'limit',
    'offset',
    'page',
    'cursor',
    'filter[a]',
    '__proto__',
    'a.b',
    ...list.filters,
    ...list.conditions.map(({ parameter }) => parameter),
    ...fields.map(({ name }) => name),
  ]
  const words = [
    ...numbers,
    ...others,
    ...texts.filter(text => text.length < 5000),
    ...fields.map(({ name }) => `-${name}`),
  ]
  const values = [...words, ...fields.map(({ name }) => name), 'id,id', ',', 'asc', '2024-01-01', 'true']
  const pairs = Array.from({ length: 1 + Math.floor(random() * 3 * wildness) }, () => [
    pick(names, random),
    pick(values, random),
  ])
  const twice = chance(0.15, random) ? [...pairs, ...pairs] : pairs
  const text = twice.map(([name = '', value = '']) => `${encoded(name)}=${encoded(value)}`).join('&')
  return `?${chance(0.1, random) ? `${text}&${pick([`q=${DENSE.slice(0, 4000)}`, '%', '%E0%A4%A', '&&', 'a[]=1', '%00=%00', '+'], random)}` : text}`
}

function bodyOf(resource: Resource, operation: Operation, model: ApiModel, ground: Ground, random: Random): string {
  const { wildness = 1 } = ground
  if (chance(0.1 * wildness, random)) return pick(wholeBodies, random)
  const one = () => objectText(resource, resource.fields, model, ground, random)
  const many = operation.kind === 'bulk' ? `[${Array.from({ length: 3 }, one).join(',')}]` : one()
  const name = operation.envelope?.sent ?? (resource.bareBodies ? undefined : resource.wrapped)
  return name === undefined || chance(0.1 * wildness, random) ? many : `{${JSON.stringify(name)}:${many}}`
}

function objectText(
  resource: Resource,
  fields: readonly Field[],
  model: ApiModel,
  ground: Ground,
  random: Random,
): string {
  const members = fields.flatMap(field => {
    const plain = field.readOnly || field.derived || field.refused || field.hidden
    if (chance(plain && !field.required ? 0.9 : field.required ? 0.05 : 0.4, random)) return []
    const value = chance((ground.wildness ?? 1) / 4, random)
      ? pick(junk, random)
      : goodText(field, resource, model, ground, random)
    return [`${JSON.stringify(field.name)}:${value}`]
  })
  const more = chance(0.05 * (ground.wildness ?? 1), random)
    ? [`${JSON.stringify(pick(texts, random))}:${pick(junk, random)}`]
    : []
  return `{${[...members, ...more].join(',')}}`
}

function goodText(field: Field, resource: Resource, model: ApiModel, ground: Ground, random: Random): string {
  return JSON.stringify(good(field, field.type, model, ground, random)) ?? 'null'
}

function good(field: Field, type: FieldType, model: ApiModel, ground: Ground, random: Random): unknown {
  const related = 'resource' in type ? model.resources.find(({ name }) => name === type.resource) : undefined
  if (type.is === 'reference') return pick(ground.rows(type.resource), random)?.[related?.key.name ?? 'id'] ?? null
  if (type.is === 'links')
    return ground
      .rows(type.resource)
      .slice(0, 2)
      .map(row => row[related?.key.name ?? 'id'])
  if (type.is === 'parts')
    return (related ? [1, 2] : []).map(() =>
      Object.fromEntries(
        (related?.fields ?? [])
          .filter(one => one.required && !one.derived)
          .map(one => [one.name, good(one, one.type, model, ground, random)]),
      ),
    )
  if (type.is === 'object')
    return Object.fromEntries(type.fields.map(one => [one.name, good(one, one.type, model, ground, random)]))
  try {
    return valueFor(field, 1 + Math.floor(random() * 1000), {})
  } catch {
    return 'whatever'
  }
}

export const chance = (probability: number, random: Random): boolean => random() < probability

function pick<T>(all: readonly T[], random: Random): T {
  return all[Math.floor(random() * all.length)]!
}

/** mulberry32 */
export function seeded(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
