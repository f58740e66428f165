import {
  fieldOf,
  resourceOf,
  resourcesByName,
  type ApiModel,
  type Field,
  type FieldType,
  type Mark,
  type Resource,
} from '../../model/index.ts'
import { braces, bracketed, chain, fits, importOf, property, quoted } from '../layout.ts'
import { invariantsOf, limitChecks } from '../bounds.ts'
import { enumName, naming } from '../naming.ts'
import { braced, columnOf, markTable } from '../columns.ts'
import { conditionSql } from '../sql.ts'
import { check, partialKeys, whenChecks } from '../constraints.ts'
import { derivedSql } from '../derivations.ts'
import { pascal } from '../../spec/index.ts'
import { comesAfter } from '../shape.ts'
import { BLANK, demanded, plain, ts } from '../ts.ts'

/** `models/book.ts`: the columns. */
export function model(resource: Resource, api: ApiModel): string {
  const { type, table } = naming(resource)
  const properties = resource.fields.map(field =>
    demanded(field.from, member(property(field.name), column(field, resource, api))),
  )
  const enums = resource.fields.flatMap(field => enumOf(field))
  const objects = resource.fields.flatMap(field => objectOf(field, [field.name], resource, api))
  const checks = [
    ...resource.fields.flatMap(field => orderChecks(field, [], resource, table)),
    ...limitChecks(resource, api),
    ...whenChecks(resource),
  ]
  const invariants = invariantsOf(resource, api)
  const roles = api.identity?.user === resource.name && api.identity.role !== undefined && enumName(api.identity.role)
  const marked = (resource.marks ?? []).flatMap(mark => markProperties(mark, resource, api))
  const text = plain([...identity(resource), ...properties, ...marked, ...objects, ...invariants].join('\n'))
  const keys = partialKeys(resource)
  const used = (name: string) => new RegExp(`\\b${name}\\b`).test(text)
  const byName = resourcesByName(api.resources)
  const others = [
    ...new Set([
      ...resource.fields.flatMap(({ type: of }) => ('resource' in of ? [of.resource] : [])),
      ...(resource.marks && api.identity ? [api.identity.user] : []),
    ]),
  ]
    .toSorted()
    .flatMap(name => byName.get(name) ?? [])
    .filter(other => other.name !== resource.name && used(naming(other).type))
  return ts`
    ${importOf(['defineEntity', (used('p') || resource.versioned) && 'p'], '@mikro-orm/core')}
    ${importOf(
      [
        ...[
          'always',
          'base',
          'computed',
          'namedBy',
          'now',
          'onlyKey',
          'password',
          'serial',
          'slugOf',
          'storedFile',
          'uuidv7',
        ].filter(used),
        text.includes('(creator)') && 'creator',
        resource.trash !== undefined && 'softDeleted',
        resource.sight?.some(({ only }) => only === undefined) && 'hiddenUnless',
        resource.sight?.some(({ only }) => only !== undefined) && 'limitedTo',
      ],
      'brine/runtime',
    )}
    ${others.map(other => importOf([naming(other).type], `./${naming(other).modelFile}.ts`))}

    ${enums.map(({ name, values }) => [
      bracketed(`export const ${name} = [`, values.map(quoted), '] as const'),
      name === roles && `export type Role = (typeof ${name})[number]`,
      BLANK,
    ])}
    ${objects.map(object => [object, BLANK])}
    const ${type}Schema = defineEntity({
      name: '${type}',
      tableName: '${table}',
      properties: {
        ${identity(resource)}
        ${properties}
        ${marked}
        ${resource.versioned && demanded(resource.versioned.from, `${versionName(resource)}: p.integer().version().hidden(),`)}
      },
      ${filtersOf(resource, byName)}
      ${keys.length > 0 && bracketed('uniques: [', keys, '],', 2)}
      ${checks.length > 0 && bracketed('checks: [', checks, '],', 2)}
    })

    export class ${type} extends ${type}Schema.class {}
    ${type}Schema.setClass(${type})
    ${invariants.length > 0 && [BLANK, ...invariants]}
  `
}

/** Who has marked a row, and what rows say of it. */
function markProperties(mark: Mark, resource: Resource, api: ApiModel): string[] {
  const { table, own } = markTable(resource, mark)
  const user = naming({ name: api.identity!.user }).type
  const hidden = mark.hidden ? '.hidden()' : ''
  const of = `from ${table} where ${own} = {${resource.key.name}}`
  const lines: [string | undefined, string][] = [
    [
      mark.property,
      `() => p.manyToMany(${user}).pivotTable('${table}').joinColumn('${own}').inverseJoinColumn('client_id').hidden()`,
    ],
    [mark.flag, `p.boolean().formula(computed('select exists (select ${of} and client_id = {viewer})'))${hidden}`],
    [mark.count, `p.integer().formula(computed('select count(*) ${of}'))${hidden}`],
  ]
  return lines.flatMap(([name, value]) =>
    name === undefined ? [] : [demanded(mark.from, member(property(name), value))],
  )
}

/** A relation is given lazily, behind an arrow; the chain after it breaks like any other. */
function member(name: string, value: string): string {
  const lazy = value.startsWith('() => ')
  if (!lazy) return chain(`${name}: `, value, ',', 4)
  if (fits(`${name}: ${value},`, 4)) return `${name}: ${value},`
  return `${name}: () =>\n  ${chain('', value.slice(6), ',', 6).replaceAll('\n', '\n  ')}`
}

/** Two moments in order, whichever of them a request changes. */
function orderChecks(field: Field, outer: readonly string[], resource: Resource, table: string): string[] {
  const path = [...outer, field.name]
  if (field.type.is === 'object') return field.type.fields.flatMap(inner => orderChecks(inner, path, resource, table))
  const after = comesAfter(field, outer, resource)
  if (after === undefined) return []
  const [later, earlier] = [columnOf(path.join('.')), columnOf(after)]
  const constraint = `${table}_${later}_after_${earlier}`.replaceAll('"', '')
  return [check(constraint, `${later} > ${earlier}`)]
}

/** Counts the changes of a row. */
const versionName = ({ fields }: Resource) => (fields.some(({ name }) => name === 'version') ? 'rowVersion' : 'version')

/** The key and the times: the common ones in one line where their names are the common ones. */
function identity({ key, times, single, fields }: Resource): string[] {
  const alone = single !== undefined && !fields.some(({ type, unique }) => type.is === 'reference' && unique)
  const common = key.type === 'integer' ? 'serial' : 'base'
  if (times?.join() === 'created_at,updated_at' && !alone && !key.hidden && key.name === 'id') return [`...${common},`]
  const [created, updated] = times ?? []
  return [
    `${property(key.name)}: ${alone ? onlyKey(key) : key.hidden ? 'p.uuid().primary().onCreate(uuidv7).hidden()' : `${common}.id`},`,
    ...(created ? [`${property(created)}: ${common}.created_at,`] : []),
    ...(updated ? [`${property(updated)}: ${common}.updated_at,`] : []),
  ]
}

/** The key of the only row that there is. */
const onlyKey = ({ type, hidden }: Resource['key']): string =>
  `p.${type}().primary().onCreate(${type === 'integer' ? '() => 1' : 'onlyKey'})${hidden ? '.hidden()' : ''}`

const enumOf = ({ name, type }: Field, outer = ''): readonly { name: string; values: readonly string[] }[] => {
  if (type.is === 'object') return type.fields.flatMap(field => enumOf(field, `${outer}${name} `))
  return type.is === 'enum' ? [{ name: enumName(`${outer}${name}`), values: type.values }] : []
}

/** An object inside of the row, after those inside of it. */
function objectOf({ type }: Field, path: readonly string[], resource: Resource, api: ApiModel): string[] {
  if (type.is !== 'object') return []
  const name = objectName(resource, path)
  const members = type.fields.map(field =>
    demanded(field.from, member(property(field.name), column(field, resource, api, path))),
  )
  return [
    ...type.fields.flatMap(field => objectOf(field, [...path, field.name], resource, api)),
    ts`
      const ${name} = defineEntity({
        name: '${name}',
        embeddable: true,
        properties: {
          ${members}
        },
      })
    `,
  ]
}

/** `VehicleTank` */
const objectName = (resource: Resource, path: readonly string[]) => pascal([resource.name, ...path].join(' '))

function column(field: Field, resource: Resource, api: ApiModel, outer: readonly string[] = []): string {
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
    base(field, type, outer),
    optional,
    initial === undefined ? '' : `.default(${initial})`,
    isUnique(field, resource) ? '.unique()' : '',
    field.indexed && !field.unique ? '.index()' : '',
    field.hidden && !isPassword(type) ? '.hidden()' : '',
  ].join('')
}

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

/** Where deleted rows are kept, a key is unique among the others only. */
const isUnique = ({ unique }: Field, { trash }: Resource): boolean => unique && trash === undefined

/** Which rows are there, and for whom. */
function filtersOf(resource: Resource, byName: ReadonlyMap<string, Resource>): string | false {
  const { trash, sight = [] } = resource
  const all = [
    ...(trash === undefined ? [] : [`softDeleted(${quoted(trash)})`]),
    ...sight.map(({ only, unless = [], where }) => {
      const sql = conditionSql(where, resource, byName, braced).replaceAll('${viewer()}', '{viewer}')
      return only === undefined
        ? `hiddenUnless([${unless.map(quoted).join(', ')}], ${quoted(sql)})`
        : `limitedTo(${quoted(only)}, ${quoted(where.is === 'or' ? sql : where.is === 'and' ? `(${sql})` : sql)})`
    }),
  ]
  if (all.length === 0) return false
  const from = [...(trash === undefined ? [] : trashFrom(resource)), ...sight.flatMap(one => one.from)]
  const [only] = all
  if (all.length === 1) return demanded(from, bracketedCall('filters: ', only!))
  return demanded(
    from,
    braces(
      'filters: ',
      all.map(one => `...${one}`),
      ',',
      2,
    ),
  )
}

/** A call, with an argument a line where it is too long. */
function bracketedCall(before: string, call: string): string {
  const line = `${before}${call},`
  if (fits(line, 2)) return line
  const [, name = '', list = '', text = ''] = /^(\w+)\((?:(\[.*?\]|'[^']*'), )?(.*)\)$/s.exec(call) ?? []
  return `${before}${name}(\n${list ? `  ${list},\n` : ''}  ${text},\n),`
}

const trashFrom = ({ fields, trash }: Resource) => fields.find(({ name }) => name === trash)?.from ?? []

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
