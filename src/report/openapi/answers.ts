import {
  fieldOf,
  type ApiModel,
  type Identity,
  type Operation,
  type PageMember,
  type Resource,
} from '../../model/index.ts'
import { pascal } from '../../spec/index.ts'
import type { JsonObject } from './index.ts'
import { formatted, integer, list, text } from './limits.ts'
import { under } from './requests.ts'
import { answeredType, fileDescription, reference } from './types.ts'

/** The body of a success; undefined where there is none, or none that the model knows. */
export function answeredSchema(operation: Operation, resource: Resource, model: ApiModel): JsonObject | undefined {
  const { kind, envelope, field, session } = operation
  switch (kind) {
    case 'delete':
      return operation.shows && under(resource.wrapped, item(operation, resource))
    case 'upload':
      return fileDescription
    case 'detach':
    case 'redirect':
    case 'download':
    case 'stub':
    case 'clear':
    case 'link':
    case 'unlink':
    case 'sign-out':
    case 'password':
      return undefined
    case 'list':
      return listSchema(resource)
    case 'bulk':
      if (operation.tally !== undefined)
        return { type: 'object', properties: { [operation.tally]: integer(0) }, required: [operation.tally] }
      return under(envelope?.shown ?? envelope?.sent, list(item(operation, resource)))
    case 'counts':
      return under(envelope?.shown, { type: 'object', additionalProperties: integer(1) })
    case 'distinct': {
      const values = field === undefined ? undefined : fieldOf(resource, field)
      const type = values?.type.is === 'list' ? { ...values, type: values.type.of } : values
      return under(envelope?.shown, list(type ? answeredType(type, model) : {}))
    }
    default:
      if (session?.is === 'object') return session.members.length > 0 ? tokens(session.members, model) : undefined
      return under(resource.wrapped, item(operation, resource))
  }
}

/** One row: all of it, or the fields that `?fields=` names; where the answer signs in, with its token. */
function item({ projected, session }: Operation, resource: Resource): JsonObject {
  const row = projected ? someFields(resource) : reference(pascal(resource.name))
  if (session?.is !== 'row') return row
  const names = [session.token, session.refresh].filter(name => name !== undefined)
  if (names.length === 0) return row
  const properties = Object.fromEntries(names.map(name => [name, text()]))
  return { allOf: [row, { type: 'object', properties, required: names }] }
}

const someFields = ({ name }: Resource): JsonObject => ({
  anyOf: [reference(pascal(name)), reference(`${pascal(name)}Fields`)],
})

type Members = Extract<NonNullable<Operation['session']>, { is: 'object' }>['members']

function tokens(members: Members, { identity }: ApiModel): JsonObject {
  const schemas = {
    token: text(),
    type: { type: 'string', const: identity?.scheme ?? 'Bearer' },
    refresh: text(),
    expires: { ...integer(0), description: 'Seconds.' },
    patience: { ...integer(0), description: 'Seconds.' },
    until: formatted('date-time', 24),
    ends: formatted('date-time', 24),
    user: reference(pascal(userOf(identity))),
  }
  return nestedObject(members.map(({ name, is }) => [name, schemas[is]] as const))
}

const userOf = (identity: Identity | undefined): string => identity?.user ?? 'user'

function listSchema(resource: Resource): JsonObject {
  const { shape, paging } = resource.list
  const rows = list(someFields(resource), undefined, paging.max)
  if (shape.is === 'array') return rows
  return nestedObject([
    [shape.items, rows],
    ...(shape.total === undefined ? [] : [[shape.total, integer(0)] as const]),
    ...shape.extra.map(({ is, name }) => [name, members[is]] as const),
  ])
}

/** A place to go on from, or that there is none. */
const place: JsonObject = { ...text(16_384), type: ['string', 'null'] }

const members: Readonly<Record<PageMember, JsonObject>> = {
  limit: integer(0),
  size: integer(0),
  offset: integer(0),
  page: integer(0),
  pages: integer(0),
  more: { type: 'boolean' },
  next: place,
  cursor: place,
}

/** An object of members by their paths: `meta.total`. */
function nestedObject(all: readonly (readonly [path: string, schema: JsonObject])[]): JsonObject {
  const heads = Map.groupBy(all, ([path]) => path.split('.')[0]!)
  const properties = [...heads].map(([name, inner]) => {
    const [[path, schema] = ['', {}]] = inner
    const deeper = inner.map(([one, of]) => [one.slice(name.length + 1), of] as const)
    return [name, path === name ? schema : nestedObject(deeper)] as const
  })
  return { type: 'object', properties: Object.fromEntries(properties), required: [...heads.keys()] }
}
