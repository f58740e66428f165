import type { ApiModel, Operation, Resource } from '../../model/index.ts'
import { pascal } from '../../spec/index.ts'
import { bodyFields, parametersOf } from '../parameters.ts'
import { intentOf } from '../words/operations.ts'
import { refusalsOf } from './errors.ts'
import type { OperationEvidence } from './evidence.ts'
import { operationId, tagOf, type Json, type JsonObject } from './index.ts'
import { parameterObjects } from './parameters.ts'
import { refusal, success } from './responses.ts'
import { reference } from './schemas.ts'

export function operationObject(
  operation: Operation,
  resource: Resource,
  model: ApiModel,
  evidence: OperationEvidence = { statuses: [], exchanges: [] },
): JsonObject {
  const parameters = parameterObjects(operation, resource, model)
  const statuses = new Set([operation.status, ...refusalsOf(operation, resource, model), ...evidence.statuses])
  const response = (status: number) => {
    const example = recorded(evidence.exchanges.find(({ answer }) => answer.status === status)?.answer.text)
    return status < 400 ? success(status, operation, resource, model, example) : refusal(status, model, example)
  }
  return {
    operationId: operationId(operation, resource),
    summary: intentOf(operation, resource),
    ...(evidence.description && { description: evidence.description }),
    tags: [tagOf(resource)],
    ...(parameters.length > 0 && { parameters }),
    ...requestBody(operation, resource, model, evidence),
    responses: {
      ...Object.fromEntries([...statuses].toSorted((a, b) => a - b).map(status => [status, response(status)])),
      '4XX': { $ref: '#/components/responses/Refused' },
      500: { $ref: '#/components/responses/Failed' },
    },
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
  const schema = reference(operation.kind === 'update' ? `${name}Patch` : `New${name}`)
  const example = exchanges.find(({ answer }) => answer.status < 400)?.request.body
  return {
    requestBody: {
      required: true,
      description: parametersOf({ operation, resource }, model).body?.about,
      content: { 'application/json': { schema: wrapped(schema, resource), ...recorded(example) } },
    },
  }
}

/** An item under its name, where bodies have it so. */
export const wrapped = (schema: JsonObject, { wrapped: name }: Resource): JsonObject =>
  name === undefined ? schema : { type: 'object', properties: { [name]: schema }, required: [name] }

/** What was really sent or answered, as an example. */
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
