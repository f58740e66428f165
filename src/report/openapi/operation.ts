import type { ApiModel, Operation, Resource } from '../../model/index.ts'
import { pascal } from '../../spec/index.ts'
import { bodyFields, parametersOf } from '../parameters.ts'
import { phrase } from '../parts/phrase.ts'
import { intentOf } from '../words/operations.ts'
import { refusalsOf } from './errors.ts'
import type { OperationEvidence } from './evidence.ts'
import { operationId, tagOf, type Json, type JsonObject } from './index.ts'
import { parameterObjects } from './parameters.ts'
import { reference } from './schemas.ts'

export function operationObject(
  operation: Operation,
  resource: Resource,
  model: ApiModel,
  evidence: OperationEvidence = { statuses: [], exchanges: [] },
): JsonObject {
  const parameters = parameterObjects(operation, resource, model)
  const statuses = new Set([operation.status, ...refusalsOf(operation, resource, model), ...evidence.statuses])
  return {
    operationId: operationId(operation, resource),
    summary: intentOf(operation, resource),
    ...(evidence.description && { description: evidence.description }),
    tags: [tagOf(resource)],
    ...(parameters.length > 0 && { parameters }),
    ...requestBody(operation, resource, model, evidence),
    responses: Object.fromEntries(
      [...statuses].toSorted((a, b) => a - b).map(status => [status, response(status, operation, resource, evidence)]),
    ),
  }
}

function requestBody(
  operation: Operation,
  resource: Resource,
  model: ApiModel,
  { exchanges }: OperationEvidence,
): JsonObject {
  if (!bodyFields(operation, resource)) return {}
  const name = pascal(resource.name)
  const own = reference(operation.kind === 'update' ? `${name}Patch` : `New${name}`)
  const example = exchanges.find(({ answer }) => answer.status < 400)?.request.body
  return {
    requestBody: {
      required: true,
      description: parametersOf({ operation, resource }, model).body?.about,
      content: { 'application/json': { schema: wrapped(own, resource), ...recorded(example) } },
    },
  }
}

function response(
  status: number,
  operation: Operation,
  resource: Resource,
  { exchanges }: OperationEvidence,
): JsonObject {
  const example = exchanges.find(exchange => exchange.answer.status === status)
  const description = phrase(status) || `Status ${status}`
  if (status === 204 || status === 304) return { description }
  if (status >= 400)
    return {
      description,
      content: { 'application/problem+json': { schema: reference('Problem'), ...recorded(example?.answer.text) } },
    }
  const schema = operation.kind === 'list' ? listSchema(resource) : itemSchema(operation, resource)
  return {
    description,
    ...headersOf(status, operation),
    ...(schema && { content: { 'application/json': { schema, ...recorded(example?.answer.text) } } }),
  }
}

const headersOf = (status: number, { kind }: Operation): JsonObject => {
  const text = { schema: { type: 'string' } }
  if (status === 201) return { headers: { Location: { description: 'Where it is from now on.', ...text } } }
  return kind === 'list' ? { headers: { Link: { description: 'The pages around (RFC 8288).', ...text } } } : {}
}

function itemSchema({ kind, projected }: Operation, resource: Resource): JsonObject | undefined {
  if (kind === 'stub' || !resource.stored) return undefined
  return wrapped(projected ? some(resource) : reference(pascal(resource.name)), resource)
}

/** With `?fields=`, only those. */
const some = ({ name }: Resource): JsonObject => ({
  anyOf: [reference(pascal(name)), reference(`${pascal(name)}Fields`)],
})

function listSchema(resource: Resource): JsonObject {
  const rows = { type: 'array', items: some(resource) }
  const { shape } = resource.list
  if (shape.is === 'array') return rows
  const count = { type: 'integer', minimum: 0 }
  const names = [...(shape.total === undefined ? [] : [shape.total]), ...shape.extra.map(({ name }) => name)]
  return {
    type: 'object',
    properties: { [shape.items]: rows, ...Object.fromEntries(names.map(name => [name, count])) },
    required: [shape.items, ...names],
  }
}

const wrapped = (schema: JsonObject, { wrapped: name }: Resource): JsonObject =>
  name === undefined ? schema : { type: 'object', properties: { [name]: schema }, required: [name] }

function recorded(text: string | undefined): JsonObject {
  const value = text ? parsed(text) : undefined
  return value === undefined ? {} : { examples: { recorded: { summary: 'As it was recorded', value } } }
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json // by construction
  } catch {
    return undefined
  }
}
