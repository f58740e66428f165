import { resourceOf, type ApiModel, type Field, type Operation, type Resource } from '../model/index.ts'
import { doorBody } from './door-body.ts'
import { listParameters, projection } from './list-parameters.ts'
import { article } from '../spec/index.ts'
import { rulesInWords, typeInWords, withInner } from './words/fields.ts'

export interface Parameter {
  readonly name: string
  readonly type: string
  readonly rules: string
}

export interface Parameters {
  readonly path: readonly Parameter[]
  readonly query: readonly Parameter[]
  readonly headers: readonly Parameter[]
  readonly body?: { readonly about: string; readonly fields: readonly Parameter[] }
}

/** What an operation takes, in words. */
export function parametersOf(
  { operation, resource }: { readonly operation: Operation; readonly resource: Resource },
  model: ApiModel,
): Parameters {
  const body = doorBody(operation, model) ?? rowBody(operation, resource)
  return {
    path: pathNames(operation.path).map(name => pathParameter(name, model)),
    query: operation.kind === 'list' ? listParameters(resource) : operation.projected ? [projection] : [],
    headers: headersOf(operation, resource, model),
    ...(body && { body }),
  }
}

function rowBody(operation: Operation, resource: Resource): Parameters['body'] {
  const fields = bodyFields(operation, resource)
  return (
    fields && { about: aboutBody(operation, resource), fields: fields.flatMap(withInner).map(described(operation)) }
  )
}

/** The names in a path, as the model has them: `gift card`. */
const pathNames = (path: string): readonly string[] => [...path.matchAll(/\{([^}]*)\}/g)].map(found => found[1]!)

/** What a client may send; undefined where the operation takes no body, or none that the model knows. */
export function bodyFields({ kind, path, field, takes }: Operation, resource: Resource): readonly Field[] | undefined {
  if (takes) return takes
  if (kind === 'upload') return resource.fields.filter(one => one.name === field)
  if (!['create', 'update', 'replace', 'bulk'].includes(kind) || !resource.stored) return undefined
  const parents = new Set(pathNames(path))
  return resource.fields.filter(
    ({ type, readOnly, derived, hidden, refused }) =>
      !readOnly && !derived && !refused && !(type.is === 'reference' && (hidden || parents.has(type.resource))),
  )
}

/** Does the operation say which version of a row it changes? */
export const isVersioned = ({ kind }: Operation, { versioned }: Resource): boolean =>
  versioned !== undefined && ['update', 'replace', 'delete', 'transition'].includes(kind)

/** Does it answer 304 to who has the answer already? */
export const isConditional = ({ method, cached, kind }: Operation, { conditional }: ApiModel): boolean =>
  method === 'GET' && kind !== 'stub' && (cached !== undefined || conditional === true)

function headersOf(operation: Operation, resource: Resource, model: ApiModel): readonly Parameter[] {
  const { identity } = model
  const { once, access } = operation
  const required = resource.versioned?.required ? 'required · ' : ''
  return [
    ...(identity && access
      ? [
          {
            name: identity.header,
            type: 'text',
            rules: `required · ${identity.scheme ? `${identity.scheme} and ` : ''}the access token`,
          },
        ]
      : []),
    ...(once === undefined
      ? []
      : [{ name: once, type: 'text', rules: 'the same value again is answered with the first answer' }]),
    ...(isConditional(operation, model)
      ? [{ name: 'If-None-Match', type: 'text', rules: 'the ETag of the answer that the client has' }]
      : []),
    ...(isVersioned(operation, resource)
      ? [{ name: 'If-Match', type: 'text', rules: `${required}the version that is changed, as its ETag told` }]
      : []),
  ]
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

function aboutBody({ kind, envelope }: Operation, { wrapped, bareBodies, lenient, fields }: Resource): string {
  const under = kind === 'bulk' ? envelope?.sent : bareBodies || envelope ? undefined : wrapped
  if (kind === 'upload') return 'A form (multipart/form-data) with the file.'
  const form = fields.some(({ type }) => type.is === 'scalar' && type.of === 'file')
  return [
    kind === 'update' ? 'JSON with the fields to change.' : kind === 'bulk' ? 'A JSON list of objects.' : 'JSON.',
    under === undefined ? '' : `It stands under the name ${under}.`,
    form ? 'With a file it comes as a form (multipart/form-data).' : '',
    lenient ? 'Other fields are ignored.' : 'Other fields are refused.',
  ]
    .filter(Boolean)
    .join(' ')
}

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
