import { resourceOf, type ApiModel, type Field, type Operation, type Resource } from '../model/index.ts'
import type { Condition } from '../spec/index.ts'
import { conditionInWords } from './words/expressions.ts'
import { article, rulesInWords, typeInWords, withInner } from './words/fields.ts'

export interface Parameter {
  readonly name: string
  readonly type: string
  readonly rules: string
}

export interface Parameters {
  readonly path: readonly Parameter[]
  readonly query: readonly Parameter[]
  readonly body?: { readonly about: string; readonly fields: readonly Parameter[] }
}

/** What an operation takes, in words. */
export function parametersOf(
  { operation, resource }: { readonly operation: Operation; readonly resource: Resource },
  model: ApiModel,
): Parameters {
  const fields = bodyFields(operation, resource)
  return {
    path: pathNames(operation.path).map(name => pathParameter(name, model)),
    query: operation.kind === 'list' ? listParameters(resource) : operation.projected ? [projection] : [],
    ...(fields && {
      body: { about: aboutBody(operation, resource), fields: fields.flatMap(withInner).map(described(operation)) },
    }),
  }
}

/** The names in a path, as the model has them: `gift card`. */
export const pathNames = (path: string): readonly string[] => [...path.matchAll(/\{([^}]*)\}/g)].map(found => found[1]!)

/** What a client may send; undefined where the operation takes no body, or none that the model knows. */
export function bodyFields({ kind, path }: Operation, resource: Resource): readonly Field[] | undefined {
  if (!['create', 'update', 'replace'].includes(kind) || !resource.stored) return undefined
  const parents = new Set(pathNames(path))
  return resource.fields.filter(
    ({ type, readOnly, derived, hidden, refused }) =>
      !readOnly && !derived && !refused && !(type.is === 'reference' && (hidden || parents.has(type.resource))),
  )
}

function pathParameter(name: string, model: ApiModel): Parameter {
  const resource = resourceOf(model, name)
  const { key, address } = resource ?? {}
  const type = address === key?.name ? (key?.type === 'integer' ? 'integer' : 'UUID') : 'text'
  return {
    name: name.replaceAll(' ', '_'),
    type: resource ? type : 'text',
    rules: resource ? `the ${address} of ${article(name)}` : '',
  }
}

function listParameters({ list, fields, key, times }: Resource): readonly Parameter[] {
  const { by, names, size, max } = list.paging
  const typeOf = (name: string) => {
    const field = fields.find(one => one.name === name)
    return field ? typeInWords(field.type) : name === key.name ? 'UUID' : 'text'
  }
  const isTime = (name: string) => times?.includes(name) === true || ['date', 'timestamp'].includes(typeOf(name))
  const order = list.order.length ? `; ${list.order.join(', ')} when left out` : ''
  return [
    { name: names[0], type: 'integer', rules: `rows of a page: ${size} when left out, at most ${max}` },
    {
      name: names[1],
      type: 'integer',
      rules: by === 'page' ? 'the page, counted from 1' : 'how many rows to skip; 0 when left out',
    },
    ...(list.sorts.length
      ? [{ name: 'sort', type: 'names', rules: `by ${list.sorts.join(', ')}; - before a name: descending${order}` }]
      : []),
    ...(fields.some(({ searchable }) => searchable)
      ? [
          {
            name: 'q',
            type: 'text',
            rules: `searches ${fields.flatMap(field => (field.searchable ? [field.name] : [])).join(', ')}`,
          },
        ]
      : []),
    ...list.filters.map(name => ({ name, type: typeOf(name), rules: `only rows with this ${name}` })),
    ...list.conditions.map(({ parameter, condition }) => ({
      name: parameter,
      type: comparedType(condition, typeOf),
      rules: `only rows where ${conditionInWords(condition, isTime)}`,
    })),
    projection,
  ]
}

/** What a parameter is compared with decides what it is. */
function comparedType(condition: Condition, typeOf: (name: string) => string): string {
  if (condition.is !== 'compare') return comparedType(condition.all[0]!, typeOf) // there are at least two
  return condition.path.length === 1 ? typeOf(condition.path[0]!) : 'text'
}

const projection: Parameter = { name: 'fields', type: 'names', rules: 'the fields to answer with; all when left out' }

const aboutBody = ({ kind }: Operation, { wrapped, lenient }: Resource): string =>
  [
    kind === 'update' ? 'JSON with the fields to change.' : 'JSON.',
    wrapped === undefined ? '' : `It stands under the name ${wrapped}.`,
    lenient ? 'Other fields are ignored.' : 'Other fields are refused.',
  ]
    .filter(Boolean)
    .join(' ')

/** A change leaves out what it does not speak of: nothing is required in it, and there are no defaults. */
const described =
  ({ kind }: Operation) =>
  (field: Field): Parameter => ({
    name: field.name,
    type: typeInWords(field.type),
    rules: rulesInWords({
      ...field,
      searchable: false,
      sortable: false,
      ...(kind === 'update' && { required: false, default: undefined }),
    }).join(' · '),
  })
