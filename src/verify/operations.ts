import type { Request } from './exchange.ts'
import { inVersion, type ApiModel, type Operation, type Resource } from '../model/index.ts'

/** An operation of the model, and the resource that it belongs to. */
export interface Route {
  readonly resource: Resource
  readonly operation: Operation
  /** The version of the API, where it is not the first. */
  readonly version?: string
}

interface Compiled extends Route {
  readonly pattern: RegExp
  readonly literals: number
}

const compiled = new WeakMap<ApiModel, readonly Compiled[]>()

/** The operation that a request is for; literal segments win over parameters. In the version of its path, or of a header. */
export function routeOf(
  model: ApiModel,
  {
    method,
    path,
    headers = {},
  }: { readonly method: string; readonly path: string; readonly headers?: Request['headers'] },
): Route | undefined {
  const [plain = path] = path.split('?')
  const wanted = method === 'HEAD' ? 'GET' : method
  const found = routes(model).find(({ operation, pattern }) => operation.method === wanted && pattern.test(plain))
  const asked = askedVersion(model, headers)
  if (!found || asked === undefined) return found
  const resource = model.resources.find(({ name }) => name === found.resource.name)!
  return { resource: inVersion(model, resource, asked), operation: found.operation, version: asked }
}

/** The version that the headers ask for. */
export const askedVersion = ({ versions }: ApiModel, headers: Request['headers']): string | undefined =>
  versions && headers[versions.header.toLowerCase()]?.replace(/^v(?=\d)/i, '')

function routes(model: ApiModel): readonly Compiled[] {
  let found = compiled.get(model)
  if (!found) {
    const first = model.resources.flatMap(resource =>
      resource.operations.map(operation => compile({ resource, operation })),
    )
    const later = (model.versions?.all ?? []).flatMap(({ name: version, paths }) =>
      paths.length === 0
        ? []
        : model.resources
            .map(resource => inVersion(model, resource, version))
            .flatMap(resource => resource.operations.map(operation => compile({ resource, operation, version }))),
    )
    found = [...first, ...later].toSorted((a, b) => b.literals - a.literals)
    compiled.set(model, found)
  }
  return found
}

function compile(route: Route): Compiled {
  const segments = route.operation.path.split('/').filter(Boolean)
  const source = segments.map(segment => (isParameter(segment) ? '[^/]+' : RegExp.escape(segment))).join('/')
  return {
    ...route,
    pattern: new RegExp(`^/${source}/?$`),
    literals: segments.filter(segment => !isParameter(segment)).length,
  }
}

const isParameter = (segment: string): boolean => segment.startsWith('{')
