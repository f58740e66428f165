import {
  fieldOf,
  isFlag,
  relationCalled,
  resourceOf,
  type ApiModel,
  type Field,
  type ListStyle,
  type Operation,
  type Resource,
} from '../../model/index.ts'
import type { Condition } from '../../spec/index.ts'
import { parametersOf } from '../parameters.ts'
import type { JsonObject } from './index.ts'
import { INT32, commas, date, formatted, integer, money, queryText, text, uuid } from './limits.ts'

/** The parameters of path and query. */
export function parameterObjects(operation: Operation, resource: Resource, model: ApiModel): readonly JsonObject[] {
  const { path, query, headers } = parametersOf({ operation, resource }, model)
  return [
    ...path.map(({ name, type, rules }) => ({
      name,
      in: 'path',
      required: true,
      ...(rules && { description: rules }),
      schema: type === 'UUID' ? uuid() : type === 'integer' ? integer(1, INT32) : queryText(),
    })),
    ...query.map(({ name, rules }) => ({
      name,
      in: 'query',
      description: rules,
      ...querySchema(name, resource, model),
    })),
    // how to show who one is stands with the security of the document
    ...headers
      .filter(({ name }) => name !== model.identity?.header)
      .map(({ name, rules }) => ({
        name,
        in: 'header',
        ...(rules.startsWith('required') && { required: true }),
        description: rules,
        schema: text(1024),
      })),
  ]
}

function querySchema(name: string, resource: Resource, model: ApiModel): JsonObject {
  const { paging, sorts, sorting, filters, conditions } = resource.list
  const [size, position] = paging.names
  if (name === size) return { schema: { ...integer(1, paging.max), default: paging.size } }
  if (name === position && paging.by === 'cursor') return { schema: queryText() }
  if (name === position) {
    const first = paging.by === 'page' ? 1 : 0
    return { schema: { ...integer(first), default: first } }
  }
  if (name === (sorting?.parameter ?? 'sort')) return commas({ type: 'string', enum: sortWords(sorts, sorting) })
  if (name === sorting?.order) return { schema: { type: 'string', enum: ['asc', 'desc'] } }
  if (name === 'fields') return commas({ type: 'string', enum: visible(resource) })
  if (filters.includes(name)) return { schema: filterSchema(fieldOf(resource, name)) }
  const condition = conditions.find(({ parameter }) => parameter === name)?.condition
  if (condition && isFlag(condition)) return { schema: { type: 'boolean' } }
  return { schema: filterSchema(condition && comparedField(condition, resource, model)) }
}

/** What a list can be asked to be sorted by; where a comma stands before the direction, that is a word of its own. */
function sortWords(sorts: readonly string[], sorting: ListStyle['sorting']): readonly string[] {
  if (sorting?.order !== undefined) return sorts
  const between = sorting?.between
  if (between === undefined) return sorts.flatMap(sort => [sort, `-${sort}`])
  if (between === ',') return [...sorts, 'asc', 'desc']
  return sorts.flatMap(sort => [sort, `${sort}${between}asc`, `${sort}${between}desc`])
}

/** The field that a parameter is compared with, also beyond a reference: `author.name`. */
function comparedField(condition: Condition, resource: Resource, model: ApiModel): Field | undefined {
  if (condition.is !== 'compare' || condition.to.is !== 'it') return undefined
  const [head = '', next] = condition.path
  const field = fieldOf(resource, head) ?? relationCalled(resource.fields, head)
  if (next === undefined) return field
  const type = field?.type
  const other = type && 'resource' in type ? resourceOf(model, type.resource) : undefined
  return other && fieldOf(other, next)
}

const visible = ({ key, fields, times }: Resource): readonly string[] => [
  ...(key.hidden ? [] : [key.name]),
  ...fields.filter(({ hidden }) => !hidden).map(({ name }) => name),
  ...(times ?? []),
]

function filterSchema(field: Field | undefined): JsonObject {
  const type = field?.type.is === 'list' ? field.type.of : field?.type
  if (type?.is === 'enum') return { type: 'string', enum: type.values }
  if (type?.is !== 'scalar') return queryText()
  switch (type.of) {
    case 'integer':
      return integer()
    case 'decimal':
    case 'amount':
      return { type: 'number' }
    case 'boolean':
      return { type: 'boolean' }
    case 'date':
      return date()
    case 'timestamp':
      return formatted('date-time')
    case 'money':
      return money()
    default:
      return queryText()
  }
}
