import type { ApiModel, ApiVersion, Operation, Resource } from '../../model/index.ts'
import { pascal, plural } from '../../spec/index.ts'
import { withLaterResources } from '../later-versions.ts'
import { intentOf, shownPath } from '../words/operations.ts'
import { errorSchema } from './errors.ts'
import type { Evidence } from './evidence.ts'
import { headerComponents } from './headers.ts'
import { operationObject } from './operation.ts'
import { commonResponses } from './responses.ts'
import { withShared } from './shared.ts'
import { securitySchemes } from './security.ts'
import { resourceSchemas } from './schemas.ts'
import { inVersions, versionHeaders } from './versions.ts'

export type { ApiInfo, Evidence } from './evidence.ts'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined }
export type JsonObject = { readonly [key: string]: Json | undefined }

export interface OpenApi {
  readonly openapi: '3.1.1'
  readonly info: JsonObject
  readonly servers: readonly JsonObject[]
  readonly security: readonly JsonObject[]
  readonly tags: readonly JsonObject[]
  readonly paths: Readonly<Record<string, JsonObject>>
  readonly components: JsonObject
}

/** The OpenAPI document of a model; with evidence, its statuses and examples are those of scenarios and runs. */
export const openApi = (model: ApiModel, evidence?: Evidence): OpenApi => withShared(spelledOut(model, evidence))

/** The same with each operation's answers and parameters where they belong, as they are looked up. */
export function spelledOut(model: ApiModel, evidence: Evidence = {}): OpenApi {
  const paths: Record<string, Record<string, JsonObject>> = {}
  const whole = withLaterResources(model)
  const served = model.resources.filter(({ operations }) => operations.length > 0)
  for (const resource of served)
    for (const operation of resource.operations)
      for (const [path, described] of inVersions(operation, resource, model, (one, shown, later) =>
        operationObject(
          one,
          shown,
          whole,
          named(operation, resource, later?.version),
          evidence.operations?.get(operation)?.(later?.version),
        ),
      ))
        (paths[shownPath(path)] ??= {})[operation.method.toLowerCase()] = described
  const { title = 'API', version = '1.0.0', description = '', license, contact, about } = evidence
  const { servers = anywhere } = evidence
  const headers = { ...headerComponents(model), ...versionHeaders(model) }
  const schemas: Readonly<Record<string, JsonObject>> = Object.assign(
    {},
    ...whole.resources.map(resource => resourceSchemas(resource, whole)),
  )
  return {
    openapi: '3.1.1',
    info: {
      title,
      version,
      ...(description && { description }),
      ...(license && { license }),
      ...(contact && { contact }),
    },
    servers: servers.map(server => ({ ...server, 'x-internal': false })),
    security: [],
    tags: served
      .map(resource => ({
        name: tagOf(resource),
        description: about?.get(resource) ?? `What can be done with ${tagOf(resource)}.`,
      }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    paths: sorted(paths),
    components: {
      ...securitySchemes(model),
      ...(Object.keys(headers).length > 0 && { headers }),
      responses: commonResponses(model),
      schemas: { ...referredTo(schemas, paths), Problem: errorSchema(model) },
    },
  }
}

const named = (operation: Operation, resource: Resource, later?: ApiVersion) => ({
  operationId: operationId(operation, resource) + (later ? `V${later.name.replaceAll('.', '_')}` : ''),
  summary: intentOf(operation, resource),
  tags: [tagOf(resource)],
})

/** Rows that no request brings in or out have no place in the document. */
function referredTo(
  schemas: Readonly<Record<string, JsonObject>>,
  paths: unknown,
): Readonly<Record<string, JsonObject>> {
  const found = new Set<string>()
  const follow = (value: unknown) => {
    for (const [, name = ''] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (found.has(name)) continue
      found.add(name)
      if (schemas[name]) follow(schemas[name])
    }
  }
  follow(paths)
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => found.has(name)))
}

const anywhere = [{ url: '/', description: 'Wherever it runs: local, staging or production' }]

/** `gift cards` */
const tagOf = ({ name }: Resource): string => plural(name)

/** `listBooks`, `createBook`: unique over the whole API. */
const operationId = ({ name }: Operation, resource: Resource): string =>
  `${name}${pascal(name === 'list' || name.startsWith('listOf') ? plural(resource.name) : resource.name)}`

const sorted = <T>(paths: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(paths).toSorted(([a], [b]) => (a < b ? -1 : 1)))
