import { fieldOf, resourceOf, type ApiModel, type Field, type Operation, type Resource } from '../../model/index.ts'
import { parametersOf } from '../parameters.ts'
import type { JsonObject } from './index.ts'

/** The parameters of path and query. */
export function parameterObjects(operation: Operation, resource: Resource, model: ApiModel): readonly JsonObject[] {
  const { path, query } = parametersOf({ operation, resource }, model)
  return [
    ...path.map(({ name, type, rules }) => ({
      name,
      in: 'path',
      required: true,
      ...(rules && { description: rules }),
      schema:
        type === 'UUID' ? { type: 'string', format: 'uuid' } : { type: type === 'integer' ? 'integer' : 'string' },
    })),
    ...query.map(({ name, rules }) => ({
      name,
      in: 'query',
      description: rules,
      ...querySchema(name, resource, model),
    })),
  ]
}

function querySchema(name: string, resource: Resource, model: ApiModel): JsonObject {
  const { paging, sorts, filters, conditions } = resource.list
  const [size, position] = paging.names
  if (name === size) return { schema: { type: 'integer', minimum: 1, maximum: paging.max, default: paging.size } }
  if (name === position) {
    const first = paging.by === 'page' ? 1 : 0
    return { schema: { type: 'integer', minimum: first, default: first } }
  }
  if (name === 'sort') return commas({ type: 'string', enum: sorts.flatMap(sort => [sort, `-${sort}`]) })
  if (name === 'fields') return commas({ type: 'string', enum: visible(resource) })
  if (filters.includes(name)) return { schema: filterSchema(fieldOf(resource, name)) }
  const condition = conditions.find(({ parameter }) => parameter === name)?.condition
  if (condition?.is === 'compare' && condition.to.is === 'it' && condition.path.length === 1)
    return { schema: filterSchema(fieldOf(resource, condition.path[0]!)) }
  if (condition?.is === 'compare' && condition.to.is === 'it') {
    const [relation, field] = condition.path
    const target = resource.fields.find(({ type }) => type.is === 'reference' && type.relation === relation)?.type
    const other = target?.is === 'reference' ? resourceOf(model, target.resource) : undefined
    return { schema: filterSchema(other && field !== undefined ? fieldOf(other, field) : undefined) }
  }
  return { schema: { type: 'string' } }
}

const commas = (items: JsonObject): JsonObject => ({ style: 'form', explode: false, schema: { type: 'array', items } })

const visible = ({ key, fields, times }: Resource): readonly string[] => [
  ...(key.hidden ? [] : [key.name]),
  ...fields.filter(({ hidden }) => !hidden).map(({ name }) => name),
  ...(times ?? []),
]

function filterSchema(field: Field | undefined): JsonObject {
  const type = field?.type.is === 'list' ? field.type.of : field?.type
  if (type?.is === 'enum') return { type: 'string', enum: type.values }
  if (type?.is !== 'scalar') return { type: 'string' }
  switch (type.of) {
    case 'integer':
      return { type: 'integer' }
    case 'decimal':
      return { type: 'number' }
    case 'boolean':
      return { type: 'boolean' }
    case 'date':
      return { type: 'string', format: 'date' }
    case 'timestamp':
      return { type: 'string', format: 'date-time' }
    case 'money':
      return { type: 'string', pattern: String.raw`^-?\d{1,10}(\.\d{1,2})?$` }
    default:
      return { type: 'string' }
  }
}
