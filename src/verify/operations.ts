import type { ApiModel, Operation, Resource } from '../model/index.ts'

/** An operation of the model, and the resource that it belongs to. */
export interface Route {
  readonly resource: Resource
  readonly operation: Operation
}

interface Compiled extends Route {
  readonly pattern: RegExp
  readonly literals: number
}

const compiled = new WeakMap<ApiModel, readonly Compiled[]>()

/** The operation that a request is for; literal segments win over parameters. */
export function routeOf(model: ApiModel, method: string, path: string): Route | undefined {
  const [plain = path] = path.split('?')
  const wanted = method === 'HEAD' ? 'GET' : method
  return routes(model).find(({ operation, pattern }) => operation.method === wanted && pattern.test(plain))
}

function routes(model: ApiModel): readonly Compiled[] {
  let found = compiled.get(model)
  if (!found) {
    found = model.resources
      .flatMap(resource => resource.operations.map(operation => compile({ resource, operation })))
      .toSorted((a, b) => b.literals - a.literals)
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
