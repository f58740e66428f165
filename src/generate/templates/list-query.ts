import { isFlag, resourceOf, type ApiModel, type FieldType, type Resource, type Sorting } from '../../model/index.ts'
import { fieldFor } from '../columns.ts'
import { block, property, quoted } from '../layout.ts'
import { naming } from '../naming.ts'
import { parameter } from './input.ts'

/** The query of a list: how it is paged, sorted, filtered and searched. */
export function listQuery(resource: Resource, api: ApiModel): string[] {
  const { type } = naming(resource)
  const { list, fields } = resource
  const { names, size, max, by } = list.paging
  const usual = names.join() === (by === 'cursor' ? 'limit,cursor' : 'limit,offset')
  const query = by === 'cursor' ? 'cursorQuery' : 'listQuery'
  const filters = [
    ...list.filters.map(
      name => `${property(name)}: ${parameter(typeAt(name.split('.'), resource, api), resource, name, api)}`,
    ),
    ...list.conditions.map(
      ({ parameter: name, condition }) =>
        `${property(name)}: ${isFlag(condition) ? 'z.boolean()' : parameter(comparedType(condition, resource, api), resource, name, api)}`,
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
    list.sorting !== undefined && `sorting: { ${sortingEntries(list.sorting).join(', ')} },`,
    filters.length > 0 && fitList('filter: { ', filters, ' },'),
    search && `search: ${list.searchedBy === undefined ? 'true' : quoted(list.searchedBy)},`,
    by === 'cursor' && list.shape.is === 'envelope' && list.shape.total !== undefined && 'total: true,',
  ].filter(option => option !== false)
  if (options.length === 0) return [`export const ${type}Query = ${query}(${type})`]
  return [block(`export const ${type}Query = ${query}(${type}, {`, options, '})')]
}

const sortingEntries = ({ parameter, between, order }: Sorting): readonly string[] => [
  `parameter: ${quoted(parameter)}`,
  ...(between === undefined ? [] : [`between: ${quoted(between)}`]),
  ...(order === undefined ? [] : [`order: ${quoted(order)}`]),
]

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
  const other = 'resource' in field.type ? resourceOf(api, field.type.resource) : undefined
  return other && typeAt(rest, other, api)
}

const typeWithin = (type: FieldType, [head, ...rest]: readonly string[]): FieldType | undefined => {
  const inner = type.is === 'object' ? type.fields.find(({ name }) => name === head)?.type : undefined
  return inner && rest.length > 0 ? typeWithin(inner, rest) : inner?.is === 'list' ? inner.of : inner
}
