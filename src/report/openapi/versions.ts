import type { ApiModel, ApiVersion, ApiVersions, Operation, Resource } from '../../model/index.ts'
import { laterOperations, type LaterOperation } from '../later-versions.ts'
import type { JsonObject } from './index.ts'
import { text } from './limits.ts'

/** What describes an operation of a resource. */
export type Describe = (operation: Operation, resource: Resource, of?: LaterOperation) => JsonObject

/** An operation in every version that it has a path in, the first one first. */
export function inVersions(
  operation: Operation,
  resource: Resource,
  model: ApiModel,
  describe: Describe,
): readonly (readonly [path: string, described: JsonObject])[] {
  const { versions } = model
  const described = describe(operation, resource)
  const [first] = versions?.all ?? []
  if (!versions || !first) return [[operation.path, described]]
  const later = laterOperations(operation, resource, model).map(one => ({
    ...one,
    object: describe(one.operation, one.resource, one),
  }))
  const otherwise = later.filter(({ shownOtherwise }) => shownOtherwise).map(({ object }) => object)
  return [
    [operation.path, askedByHeader(announced(withForms(described, otherwise), first), versions)],
    ...later
      .filter(({ hasPath }) => hasPath)
      .map(({ operation: { path }, object, version }): readonly [string, JsonObject] => [
        path,
        announced(object, version),
      ]),
  ]
}

/** The headers by which versions are told, for the document to refer to. */
export function versionHeaders({ versions }: ApiModel): JsonObject {
  if (!versions) return {}
  const isEnding = versions.all.some(({ deprecated }) => deprecated)
  return {
    [versions.header]: { description: 'The version that has answered.', schema: names(versions) },
    ...(isEnding && {
      Deprecation: { description: 'Since when the version is not to be used any more (RFC 9745).', schema: text(64) },
      Sunset: { description: 'When it ends (RFC 8594).', schema: text(64) },
    }),
  }
}

const names = ({ all }: ApiVersions): JsonObject => ({ type: 'string', enum: all.map(({ name }) => name) })

function askedByHeader(described: JsonObject, versions: ApiVersions): JsonObject {
  const parameter = {
    name: versions.header,
    in: 'header',
    description: `the version to answer in: ${versions.all[0]!.name} when left out`, // there are at least two
    schema: names(versions),
  }
  return {
    ...described,
    parameters: [...((described['parameters'] as readonly JsonObject[] | undefined) ?? []), parameter],
  } // as it was made
}

function announced(described: JsonObject, { deprecated }: ApiVersion): JsonObject {
  if (!deprecated) return described
  const headers = {
    Deprecation: { $ref: '#/components/headers/Deprecation' },
    ...(deprecated.until !== undefined && { Sunset: { $ref: '#/components/headers/Sunset' } }),
  }
  return {
    ...mapAnswers(described, answer => ({ ...answer, headers: { ...(answer['headers'] as object), ...headers } })),
    deprecated: true,
  }
}

/** What a path of the first version is sent and answers where another version is asked for by a header. */
function withForms(described: JsonObject, others: readonly JsonObject[]): JsonObject {
  if (others.length === 0) return described
  const body = described['requestBody'] as JsonObject | undefined // as it was made
  const bodies = others.map(other => other['requestBody'] as JsonObject | undefined)
  return {
    ...mapAnswers(described, (answer, status) =>
      anyOf(
        answer,
        others.map(other => (other['responses'] as Record<string, JsonObject> | undefined)?.[status]),
      ),
    ),
    ...(body && { requestBody: anyOf(body, bodies) }),
  }
}

function mapAnswers(described: JsonObject, change: (answer: JsonObject, status: string) => JsonObject): JsonObject {
  const responses = Object.entries(described['responses'] as Readonly<Record<string, JsonObject>>) // as it was made
  return {
    ...described,
    responses: Object.fromEntries(
      responses.map(([status, answer]) => [status, '$ref' in answer ? answer : change(answer, status)]),
    ),
  }
}

function anyOf(one: JsonObject, others: readonly (JsonObject | undefined)[]): JsonObject {
  const media = 'application/json'
  const contentOf = (of: JsonObject | undefined) =>
    (of?.['content'] as Readonly<Record<string, JsonObject>> | undefined)?.[media]
  const content = contentOf(one)
  if (!content) return one
  const schemas = [content, ...others.map(contentOf)].flatMap(found => found?.['schema'] ?? [])
  const different = [...new Map(schemas.map(schema => [JSON.stringify(schema), schema])).values()]
  if (different.length < 2) return one
  return { ...one, content: { ...(one['content'] as object), [media]: { ...content, schema: { anyOf: different } } } }
}
