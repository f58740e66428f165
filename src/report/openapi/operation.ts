import type { ApiModel, Operation, Resource } from '../../model/index.ts'
import { parseExact } from '../../spec/index.ts'
import { isConditional, parametersOf } from '../parameters.ts'
import { operationFacts } from '../words/operations.ts'
import { refusalsOf } from './errors.ts'
import type { OperationEvidence } from './evidence.ts'
import type { Json, JsonObject } from './index.ts'
import { parameterObjects } from './parameters.ts'
import { FILES, formSchema } from './forms.ts'
import { REDACTED, STAND_IN } from './redacted.ts'
import { mediaTypes, sentSchema } from './requests.ts'
import { otherRefusal, refusal, success } from './responses.ts'
import { securityOf } from './security.ts'

/** What it is called, in whichever version. */
interface Named {
  readonly operationId: string
  readonly summary: string
  readonly tags: readonly string[]
}

export function operationObject(
  operation: Operation,
  resource: Resource,
  model: ApiModel,
  named: Named,
  evidence: OperationEvidence = { statuses: [], exchanges: [] },
): JsonObject {
  const parameters = parameterObjects(operation, resource, model)
  const statuses = new Set([
    operation.status,
    ...(operation.puts === undefined ? [] : [operation.puts]),
    ...(isConditional(operation, model) ? [304] : []),
    ...refusalsOf(operation, resource, model),
    ...evidence.statuses,
  ])
  const description = [operationFacts(operation, model).join(' '), evidence.description].filter(Boolean).join('\n\n')
  const response = (status: number) => {
    const example = recorded(evidence.exchanges.find(({ answer }) => answer.status === status)?.answer.text)
    return status < 400
      ? success(status, operation, resource, model, example)
      : refusal(status, operation, resource, model, example)
  }
  return {
    ...named,
    description: description || `${named.summary}.`,
    ...securityOf(operation, model),
    ...(parameters.length > 0 && { parameters }),
    ...requestBody(operation, resource, model, evidence),
    responses: {
      ...Object.fromEntries([...statuses].toSorted((a, b) => a - b).map(status => [status, response(status)])),
      '4XX': otherRefusal(operation, model),
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
  const schema = sentSchema(operation, resource, model)
  if (!schema) return {}
  const form = formSchema(operation, resource, model)
  const about = parametersOf({ operation, resource }, model).body?.about
  if (form && !form.alsoJson)
    return { requestBody: { required: true, description: about, content: { [FILES]: { schema: form.schema } } } }
  const example = exchanges.find(({ answer }) => answer.status < 400)?.request.body?.replaceAll(REDACTED, STAND_IN)
  return {
    requestBody: {
      required: true,
      description: about,
      content: {
        ...Object.fromEntries(
          mediaTypes(operation, model).map((media, n) => [media, { schema, ...(n === 0 && recorded(example)) }]),
        ),
        ...(form && { [FILES]: { schema: form.schema } }),
      },
    },
  }
}

/** What was really sent or answered, as an example. */
function recorded(text: string | undefined): JsonObject {
  const value = text ? parsed(text) : undefined
  return value === undefined ? {} : { examples: { recorded: { summary: 'As it was recorded', value } } }
}

function parsed(text: string): Json | undefined {
  try {
    return parseExact(text) as Json // by construction
  } catch {
    return undefined
  }
}
