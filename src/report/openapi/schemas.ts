import {
  placedBodies,
  placedReferences,
  resourceOf,
  type ApiModel,
  type Field,
  type Operation,
  type Resource,
} from '../../model/index.ts'
import { pascal } from '../../spec/index.ts'
import { isFile } from './forms.ts'
import type { JsonObject } from './index.ts'
import { formatted, integer, list } from './limits.ts'
import { answeredType, described, keySchema, nullable, reference, sentType } from './types.ts'

/** `Book` as it is answered, `BookFields` of which `?fields=` may leave some out, `NewBook` and `BookPatch` as they are sent. */
export function resourceSchemas(resource: Resource, model: ApiModel): Readonly<Record<string, JsonObject>> {
  if (!resource.stored && !resource.view) return {}
  const name = pascal(resource.name)
  const kinds = new Set(resource.operations.map(({ kind }) => kind))
  const isPart = model.resources.some(({ fields }) =>
    fields.some(({ type }) => type.is === 'parts' && type.resource === resource.name),
  )
  const projected = resource.operations.some(operation => operation.kind === 'list' || operation.projected)
  return {
    [name]: answered(resource, model, true),
    ...(projected && { [`${name}Fields`]: answered(resource, model, false) }),
    ...((kinds.has('create') || kinds.has('replace') || kinds.has('bulk') || isPart) && {
      [`New${name}`]: sent(resource, model, true),
      ...Object.fromEntries(
        placedBodies(resource).map(field => [newSchema(resource, field), sent(resource, model, true, field)]),
      ),
    }),
    ...(resource.operations.some(operation => isNamedByPath(operation, resource)) && {
      [putSchema(resource)]: sent(resource, model, true, undefined, resource.address),
    }),
    ...(kinds.has('update') && { [`${name}Patch`]: sent(resource, model, false) }),
  }
}

function answered(resource: Resource, model: ApiModel, whole: boolean): JsonObject {
  const { key, times } = resource
  const fields = resource.fields.filter(({ hidden }) => !hidden)
  const properties: JsonObject = {
    ...(!key.hidden && { [key.name]: { ...keySchema(key.type), description: 'Made by the service.' } }),
    ...Object.fromEntries(fields.flatMap(field => shownAs(field, model))),
    ...Object.fromEntries((times ?? []).map(name => [name, formatted('date-time', 24)])),
    ...marksOf(resource, model),
  }
  const always = Object.keys(properties).filter(name => !fields.some(field => field.name === name && field.seen))
  return { type: 'object', properties, ...(whole && always.length > 0 && { required: always }) }
}

/** A field as it is answered; of a reference also, or instead, some fields of the rows that it leads to. */
function shownAs(field: Field, model: ApiModel): (readonly [name: string, schema: JsonObject])[] {
  const { name, embedded, type } = field
  const own = [name, described(field, nullable(shown(field, model), mayBeNull(field)))] as const
  const related = 'resource' in type ? resourceOf(model, type.resource) : undefined
  if (!embedded || !related) return [own]
  const object = someOf(related, embedded.fields, model)
  const schema = type.is === 'links' ? list(object) : nullable(object, mayBeNull(field))
  return [...(embedded.beside ? [own] : []), [embedded.as, schema]]
}

/** Some fields of a row inside of another one, where it shows no further rows. */
function someOf({ key, fields, times = [] }: Resource, names: readonly string[], model: ApiModel): JsonObject {
  const schemas = new Map<string, JsonObject>([
    [key.name, keySchema(key.type)],
    ...fields.map(field => [field.name, nullable(answeredType(field, model), mayBeNull(field))] as const),
    ...times.map(name => [name, formatted('date-time', 24)] as const),
  ])
  return { type: 'object', properties: Object.fromEntries(names.map(name => [name, schemas.get(name) ?? {}])) }
}

/** A reference may be shown as a view of what it refers to. */
const shown = (field: Field, model: ApiModel): JsonObject =>
  field.embeds === undefined ? answeredType(field, model) : reference(pascal(field.embeds))

/** Whether the client has marked a row, and how many have; on views of a row as well. */
function marksOf({ marks = [], view }: Resource, { resources }: ApiModel): JsonObject {
  const source = view && resources.find(({ name }) => name === view.of)
  const all = [...marks.filter(({ hidden }) => !hidden), ...(source?.marks ?? [])]
  const wanted = (name: string | undefined) => name !== undefined && (!view || view.fields.includes(name))
  return Object.fromEntries(
    all.flatMap(({ flag, count }) => [
      ...(wanted(flag) ? [[flag, { type: 'boolean' }] as const] : []),
      ...(wanted(count) ? [[count, integer(0)] as const] : []),
    ]),
  )
}

/** A whole row whose path says what it goes by. */
export const isNamedByPath = ({ puts }: Operation, { single }: Resource): boolean => puts !== undefined && !single

export const putSchema = ({ name }: Resource): string => `Put${pascal(name)}`

/** `NewReview`, or `NewReviewOfBook` where the path says of which book. */
export const newSchema = ({ name }: Resource, placed: Field | undefined): string =>
  `New${pascal(name)}${placed?.type.is === 'reference' ? `Of${pascal(placed.type.resource)}` : ''}`

/**
 * @param placed the reference that the path says
 * @param named the field that the path says, and the body may
 */
function sent(resource: Resource, model: ApiModel, whole: boolean, placed?: Field, named?: string): JsonObject {
  const inPath = placedReferences(resource)
  const fields = resource.fields.filter(
    ({ name, type, hidden, refused }) =>
      !refused && !(type.is === 'reference' && (hidden || inPath.has(name) || name === placed?.name)),
  )
  const mode = { part: !whole, lenient: resource.lenient }
  const required = fields.filter(
    field => field.required && field.default === undefined && !kept(field) && field.name !== named,
  )
  return {
    type: 'object',
    properties: {
      ...(whole ? {} : keyInPath(resource)),
      ...Object.fromEntries(
        fields.map(field => [
          field.name,
          kept(field)
            ? { description: 'The service says it: ignored when sent.' }
            : isFile(field)
              ? { type: 'null', description: 'A file is sent in a form; null takes it away.' }
              : described(field, nullable(sentType(field, model, mode), !field.required && !isFilled(field))),
        ]),
      ),
    },
    ...(whole && required.length > 0 && { required: required.map(({ name }) => name) }),
    ...(!whole && { minProperties: 0 }),
    additionalProperties: resource.lenient,
  }
}

/** What an act takes. */
export function fieldsSchema(fields: readonly Field[], lenient: boolean, model: ApiModel): JsonObject {
  const required = fields.filter(field => field.required)
  return {
    type: 'object',
    properties: Object.fromEntries(
      fields.map(field => [
        field.name,
        described(field, nullable(sentType(field, model, { part: false, lenient }), !field.required)),
      ]),
    ),
    ...(required.length > 0 && { required: required.map(({ name }) => name) }),
    additionalProperties: lenient,
  }
}

/** The key may be said again where the path says it. */
const keyInPath = ({ key, address }: Resource): JsonObject =>
  address === key.name && !key.hidden
    ? { [key.name]: { ...keySchema(key.type), description: 'As the path says it.' } }
    : {}

const kept = ({ readOnly, derived }: Field) => readOnly || derived !== undefined

/** Has a value in every row, also when it is not sent. */
const isFilled = ({ type, default: given }: Field) =>
  given === undefined ? ['list', 'links', 'parts'].includes(type.is) : given !== 'null'

function mayBeNull(field: Field): boolean {
  const { derived, required } = field
  if (!derived) return !required && !isFilled(field)
  const never = ['count', 'running number', 'now', 'address', 'owner']
  return !(never.includes(derived.is) || (derived.is === 'aggregate' && derived.by === 'sum'))
}
