import {
  fieldOf,
  resourceOf,
  resourcesByName,
  type ApiModel,
  type Field,
  type FieldType,
  type Resource,
} from '../../model/index.ts'
import { pascal } from '../../spec/index.ts'
import { derivedSql } from '../derivations.ts'
import { property, quoted } from '../layout.ts'
import { enumName, naming } from '../naming.ts'

/** The column that a field is kept in, or what its value is made of. */
export function column(field: Field, resource: Resource, api: ApiModel, outer: readonly string[] = []): string {
  const { type } = field
  if (type.is === 'object') return `p.embedded(${objectName(resource, [...outer, field.name])})`
  if (type.is === 'reference') return reference(field, type, resource, api)
  if (type.is === 'links')
    return `() => p.manyToMany(${naming({ name: type.resource }).type}).owner()${serializer(type, api)}${field.hidden ? '.hidden()' : ''}`
  if (type.is === 'parts')
    return `() => p.oneToMany(${naming({ name: type.resource }).type}).mappedBy(${quoted(backReference(type.resource, resource, api))})`
  const derived = field.derived && derivedColumn(field, resource, api)
  if (derived) return derived + (isUnique(field, resource) ? '.unique()' : '') + (field.hidden ? '.hidden()' : '')
  const initial = defaultOf(field)
  const optional = field.required || initial !== undefined ? '' : '.nullable()'
  return [
    isTold(field, resource) ? 'email()' : base(field, type, outer),
    optional,
    initial === undefined ? '' : `.default(${initial})`,
    isUnique(field, resource) ? '.unique()' : '',
    field.indexed && !field.unique ? '.index()' : '',
    field.hidden && !isPassword(type) ? '.hidden()' : '',
  ].join('')
}

/** `VehicleTank` */
export const objectName = (resource: Resource, path: readonly string[]) => pascal([resource.name, ...path].join(' '))

const isPassword = (type: FieldType) => type.is === 'scalar' && type.of === 'password'

function base({ name, max }: Field, type: FieldType, outer: readonly string[] = []): string {
  if (type.is === 'enum') return `p.enum(${enumName([...outer, name].join(' '))})`
  if (type.is === 'list') return `p.json<${tsType(type)}>()`
  if (type.is !== 'scalar') return 'p.json()'
  switch (type.of) {
    case 'string':
    case 'email':
    case 'url':
      return max === undefined ? 'p.text()' : `p.string().length(${max})`
    case 'password':
      return 'password()'
    case 'text':
      return 'p.text()'
    case 'integer':
      return max !== undefined && max < 2 ** 31 ? 'p.integer()' : "p.bigint('number')" // no limit of our own making
    case 'bigint':
      return 'p.bigint()'
    case 'decimal':
      return "p.decimal('number').columnType('numeric')"
    case 'money':
      return 'p.decimal().precision(20).scale(2)'
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
    case 'file':
      return 'storedFile()'
    case 'json':
      return 'p.json()'
  }
}

function derivedColumn(field: Field, resource: Resource, api: ApiModel): string | undefined {
  const { derived, type } = field
  if (!derived) return undefined
  if (derived.is === 'slug') return `p.text().generated(slugOf(${quoted(derived.of)}))`
  if (derived.is === 'now') return `p.datetime(3).onCreate(now)${derived.each ? '.onUpdate(now)' : ''}`
  if (derived.is === 'address') return derived.at ? 'p.json().persist(false)' : 'p.text().persist(false)' // made when it is answered
  if (derived.is === 'running number') return 'p.integer().autoincrement()'
  const sql = derivedSql(derived, resource, resourcesByName(api.resources))
  if (!sql) return undefined
  const plain = base(field, type)
  return sql.is === 'generated'
    ? `${plain}.generated(${quoted(`(${sql.sql}) stored`)})${sql.optional ? '.nullable()' : ''}`
    : `${plain}.formula(computed(${quoted(sql.sql)}))`
}

function reference(
  field: Field,
  type: Extract<FieldType, { is: 'reference' }>,
  resource: Resource,
  api: ApiModel,
): string {
  const parent = resourceOf(api, type.resource)
  const rule = parent?.keptBy.includes(resource.name) ? 'restrict' : field.required ? 'cascade' : 'set null'
  return [
    `() => p.manyToOne(${naming({ name: type.resource }).type}).mapToPk()`,
    serializer(type, api),
    field.required ? '' : '.nullable()',
    isUnique(field, resource) ? '.unique()' : '.index()',
    `.deleteRule('${rule}')`,
    field.derived?.is === 'owner' ? '.onCreate(creator)' : '',
    field.hidden ? '.hidden()' : '',
  ].join('')
}

/** What stands for the related row over the wire; told to the compiler where it is of another type than the key. */
function serializer(
  { resource, named }: { readonly resource: string; readonly named?: string },
  api: ApiModel,
): string {
  const other = resourceOf(api, resource)
  const field = other && named !== undefined ? fieldOf(other, named) : undefined
  if (!other || !field) return ''
  const type = tsType(field.type)
  const asKey = type === (other.key.type === 'integer' ? 'number' : 'string')
  return `${asKey ? '' : `.$type<${type}>()`}.serializer(namedBy(${quoted(field.name)}))`
}

/** An e-mail address that there is once, alone or together with others. */
const isTold = ({ name, type, unique, uniquePer }: Field, { fields }: Resource): boolean =>
  type.is === 'scalar' &&
  type.of === 'email' &&
  (unique || uniquePer !== undefined || fields.some(other => other.uniquePer?.includes(name)))

/** Where deleted rows are kept, a key is unique among the others only. */
const isUnique = ({ unique }: Field, { trash }: Resource): boolean => unique && trash === undefined

const backReference = (part: string, resource: Resource, api: ApiModel): string =>
  resourceOf(api, part)?.fields.find(({ type }) => type.is === 'reference' && type.resource === resource.name)?.name ??
  resource.name

/** A list that nothing fills is empty, not absent. */
function defaultOf({ type, default: text, required }: Field): string | undefined {
  if (text === 'null') return undefined
  if (text === undefined) return type.is === 'list' && !required ? quoted('[]') : undefined
  const plain = text.replace(/^"(.*)"$/s, '$1')
  if (type.is === 'list' || type.is === 'object') return quoted(text)
  if (type.is === 'scalar') {
    if (type.of === 'bigint') return `${plain}n`
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
      if (type.of === 'bigint') return 'number | bigint'
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
