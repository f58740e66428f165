import type { ApiModel, Field, FieldType, Resource } from '../../model/index.ts'
import { bracketed, chain, importOf, property, quoted } from '../layout.ts'
import { enumName, naming } from '../naming.ts'
import { columnOf, derivedSql } from '../sql.ts'
import { BLANK, demanded, ts } from '../ts.ts'

/** `models/book.ts`: the columns. */
export function model(resource: Resource, api: ApiModel): string {
  const { type, table } = naming(resource)
  const properties = resource.fields.map(field =>
    demanded(field.from, member(property(field.name), column(field, resource, api))),
  )
  const enums = resource.fields.flatMap(field => enumOf(field))
  const checks = resource.fields.flatMap(field => orderCheck(field, resource, table))
  const text = [...identity(resource), ...properties].join('\n')
  const used = (name: string) => new RegExp(`\\b${name}\\b`).test(text)
  const others = api.resources.filter(
    other => other.name !== resource.name && used(naming(other).type) && refersTo(resource, other),
  )
  return ts`
    ${importOf(['defineEntity', used('p') && 'p'], '@mikro-orm/core')}
    ${importOf(['base', 'computed', 'now', 'serial', 'slugOf', 'uuidv7'].filter(used), 'brine/runtime')}
    ${others.map(other => importOf([naming(other).type], `./${naming(other).modelFile}.ts`))}

    ${enums.map(({ name, values }) => [bracketed(`export const ${name} = [`, values.map(quoted), '] as const'), BLANK])}
    const ${type}Schema = defineEntity({
      name: '${type}',
      tableName: '${table}',
      properties: {
        ${identity(resource)}
        ${properties}
      },
      ${checks.length > 0 && bracketed('checks: [', checks, '],', 2)}
    })

    export class ${type} extends ${type}Schema.class {}
    ${type}Schema.setClass(${type})
  `
}

/** A relation is given lazily, behind an arrow; the chain after it breaks like any other. */
function member(name: string, value: string): string {
  const lazy = value.startsWith('() => ')
  return chain(`${name}: ${lazy ? '() => ' : ''}`, lazy ? value.slice(6) : value, ',', 4)
}

/** Two moments in order, whichever of them a request changes. */
function orderCheck({ name, after }: Field, { fields }: Resource, table: string): string[] {
  if (after === undefined || !fields.some(field => field.name === after)) return []
  const [later, earlier] = [columnOf(name), columnOf(after)]
  const constraint = `${table}_${later}_after_${earlier}`.replaceAll('"', '')
  return [`{ name: ${quoted(constraint)}, expression: ${quoted(`${later} > ${earlier}`)} }`]
}

const refersTo = (resource: Resource, other: Resource) =>
  resource.fields.some(({ type }) => 'resource' in type && type.resource === other.name)

/** The key and the times: the common ones in one line where their names are the common ones. */
function identity({ key, times }: Resource): string[] {
  const common = key.type === 'integer' ? 'serial' : 'base'
  if (times?.join() === 'created_at,updated_at' && !key.hidden) return [`...${common},`]
  const [created, updated] = times ?? []
  return [
    key.hidden ? `id: p.uuid().primary().onCreate(uuidv7).hidden(),` : `id: ${common}.id,`,
    ...(created ? [`${property(created)}: ${common}.created_at,`] : []),
    ...(updated ? [`${property(updated)}: ${common}.updated_at,`] : []),
  ]
}

const enumOf = ({ name, type }: Field): readonly { name: string; values: readonly string[] }[] =>
  type.is === 'enum' ? [{ name: enumName(name), values: type.values }] : []

function column(field: Field, resource: Resource, api: ApiModel): string {
  const { type } = field
  if (type.is === 'reference') return reference(field, type, resource, api)
  if (type.is === 'links') return `() => p.manyToMany(${naming({ name: type.resource }).type}).owner()`
  if (type.is === 'parts')
    return `() => p.oneToMany(${naming({ name: type.resource }).type}).mappedBy(${quoted(backReference(type.resource, resource, api))})`
  const derived = field.derived && derivedColumn(field, resource, api)
  if (derived) return derived + (field.unique ? '.unique()' : '') + (field.hidden ? '.hidden()' : '')
  const initial = defaultOf(field)
  const optional = field.required || initial !== undefined ? '' : '.nullable()'
  return [
    base(field, type),
    optional,
    initial === undefined ? '' : `.default(${initial})`,
    field.unique ? '.unique()' : '',
    field.indexed && !field.unique ? '.index()' : '',
    field.hidden ? '.hidden()' : '',
  ].join('')
}

function base({ name, max }: Field, type: FieldType): string {
  if (type.is === 'enum') return `p.enum(${enumName(name)})`
  if (type.is === 'list') return `p.json<${tsType(type)}>()`
  if (type.is === 'object') return `p.json<${tsType(type)}>()`
  if (type.is !== 'scalar') return 'p.json()'
  switch (type.of) {
    case 'string':
    case 'email':
    case 'url':
    case 'password':
      return max === undefined ? 'p.text()' : `p.string().length(${max})`
    case 'text':
      return 'p.text()'
    case 'integer':
      return max !== undefined && max < 2 ** 31 ? 'p.integer()' : "p.bigint('number')" // no limit of our own making
    case 'decimal':
      return "p.decimal('number').columnType('numeric')"
    case 'money':
      return 'p.decimal().precision(12).scale(2)'
    case 'amount':
      return "p.decimal('number').precision(12).scale(2)"
    case 'boolean':
      return 'p.boolean()'
    case 'date':
      return 'p.date()'
    case 'timestamp':
      return 'p.datetime(3)'
    case 'uuid':
      return 'p.uuid()'
    case 'json':
      return 'p.json()'
  }
}

function derivedColumn(field: Field, resource: Resource, api: ApiModel): string | undefined {
  const { derived, type } = field
  if (!derived) return undefined
  if (derived.is === 'slug') return `p.text().generated(slugOf(${quoted(derived.of)}))`
  if (derived.is === 'now') return `p.datetime(3).onCreate(now)${derived.each ? '.onUpdate(now)' : ''}`
  if (derived.is === 'running number') return 'p.integer().autoincrement()'
  const sql = derivedSql(derived, resource, api)
  if (!sql) return undefined
  const plain = base(field, type)
  return sql.is === 'generated'
    ? `${plain}.generated(${quoted(`(${sql.sql}) stored`)})`
    : `${plain}.formula(computed(${quoted(sql.sql)}))`
}

function reference(
  field: Field,
  type: Extract<FieldType, { is: 'reference' }>,
  resource: Resource,
  api: ApiModel,
): string {
  const parent = api.resources.find(({ name }) => name === type.resource)
  const rule = parent?.keptBy.includes(resource.name) ? 'restrict' : field.required ? 'cascade' : 'set null'
  return [
    `() => p.manyToOne(${naming({ name: type.resource }).type}).mapToPk()`,
    field.required ? '' : '.nullable()',
    field.unique ? '.unique()' : '.index()',
    `.deleteRule('${rule}')`,
    field.hidden ? '.hidden()' : '',
  ].join('')
}

const backReference = (part: string, resource: Resource, api: ApiModel): string =>
  api.resources
    .find(({ name }) => name === part)
    ?.fields.find(({ type }) => type.is === 'reference' && type.resource === resource.name)?.name ?? resource.name

/** A list that nothing fills is empty, not absent. */
function defaultOf({ type, default: text, required }: Field): string | undefined {
  if (text === 'null') return undefined
  if (text === undefined) return type.is === 'list' && !required ? quoted('[]') : undefined
  const plain = text.replace(/^"(.*)"$/s, '$1')
  if (type.is === 'list' || type.is === 'object') return quoted(text)
  if (type.is === 'scalar') {
    if (['integer', 'boolean', 'decimal', 'amount'].includes(type.of)) return plain
    if (type.of === 'json') return quoted(text)
  }
  return quoted(plain)
}

function tsType(type: FieldType): string {
  switch (type.is) {
    case 'scalar':
      if (['integer', 'decimal', 'amount'].includes(type.of)) return 'number'
      if (type.of === 'boolean') return 'boolean'
      return type.of === 'json' ? 'unknown' : 'string'
    case 'enum':
      return type.values.map(quoted).join(' | ')
    case 'list':
      return type.of.is === 'enum' ? `(${tsType(type.of)})[]` : `${tsType(type.of)}[]`
    case 'object':
      return `{ ${type.fields.map(({ name, required, type: of }) => `${property(name)}${required ? '' : '?'}: ${tsType(of)}${required ? '' : ' | null'}`).join('; ')} }`
    default:
      return 'string'
  }
}
