import { resourcesByName, type ApiModel, type Field, type Mark, type Resource } from '../../model/index.ts'
import { invariantsOf, limitChecks } from '../bounds.ts'
import { columnOf, markTable } from '../columns.ts'
import { check, partialKeys, whenChecks } from '../constraints.ts'
import { bracketed, chain, fits, importOf, property, quoted } from '../layout.ts'
import { enumName, naming } from '../naming.ts'
import { overlapsOf } from '../overlaps.ts'
import { comesAfter } from '../shape.ts'
import { BLANK, demanded, plain, ts } from '../ts.ts'
import { column, objectName } from './column.ts'
import { filtersOf } from './row-filters.ts'

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
  const invariants = [...invariantsOf(resource, api), ...overlapsOf(resource, api)]
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
        text.includes(' email()') && 'email',
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
