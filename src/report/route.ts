import type { ApiModel, Operation, Resource } from '../model/index.ts'
import { firstPath } from './later-versions.ts'

export interface Route {
  readonly resource: Resource
  readonly operation: Operation
}

/** Finds the operation that a path, or the template of one, belongs to; literal segments win over parameters; all versions lead to one. */
export function router(model: ApiModel): (method: string, path: string) => Route | undefined {
  const routes = model.resources
    .flatMap(resource => resource.operations.map(operation => ({ resource, operation, ...pattern(operation.path) })))
    .toSorted((a, b) => b.literals - a.literals)
  return (method, path) => {
    const plain = firstPath(path.replace(/[?#].*$/, '').replace(/\/$/, ''), model)
    const wanted = method.toUpperCase() === 'HEAD' ? 'GET' : method.toUpperCase()
    return routes.find(
      ({ operation, expression }) =>
        operation.method === wanted && (operation.path === plain || expression.test(plain)),
    )
  }
}

function pattern(path: string) {
  const segments = path.split('/').filter(Boolean)
  const variable = (segment: string) => segment.startsWith('{')
  return {
    expression: new RegExp(`^/${segments.map(one => (variable(one) ? '[^/]+' : RegExp.escape(one))).join('/')}$`),
    literals: segments.filter(segment => !variable(segment)).length,
  }
}
