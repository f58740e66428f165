import { pascal } from '../../spec/index.ts'
import { phrase } from '../parts/phrase.ts'
import type { JsonObject, OpenApi } from './index.ts'

/** The document with the refusals that several operations have word for word said once, in its components. */
export function withShared(document: OpenApi): OpenApi {
  const paths = document.paths as unknown as Paths // as they were made
  const shared = repeated(Object.values(paths).flatMap(path => Object.values(path)))
  const referring = (operation: Operation): Operation => ({
    ...operation,
    responses: Object.fromEntries(
      Object.entries(operation.responses).map(([status, one]) => {
        const name = shared.get(JSON.stringify(one))?.name
        return [status, name === undefined ? one : { $ref: `#/components/responses/${name}` }]
      }),
    ),
  })
  return {
    ...document,
    paths: Object.fromEntries(
      Object.entries(paths).map(([path, all]) => [
        path,
        Object.fromEntries(Object.entries(all).map(([method, one]) => [method, referring(one)])),
      ]),
    ),
    components: {
      ...document.components,
      responses: {
        ...(document.components['responses'] as JsonObject), // each document has some
        ...Object.fromEntries([...shared.values()].map(({ name, response }) => [name, response])),
      },
    },
  }
}

type Operation = JsonObject & { readonly responses: Readonly<Record<string, JsonObject>> }

type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>

/** By their text, under the name of their status; where several have one, with a number. */
function repeated(operations: readonly Operation[]): ReadonlyMap<string, Shared> {
  const asides = operations
    .flatMap(({ responses }) => Object.entries(responses))
    // what went well is what an operation is for: it stays where it is read
    .filter(([status, one]) => Number(status) >= 300 && !('$ref' in one))
  const used = new Map<string, number>()
  return new Map(
    [...Map.groupBy(asides, ([, one]) => JSON.stringify(one))].flatMap(([text, all]) => {
      const [status, response] = all[0]! // groups have members
      if (all.length === 1) return []
      const name = pascal(phrase(Number(status)).toLowerCase()) || `Status${status}`
      const count = (used.get(name) ?? 0) + 1
      used.set(name, count)
      return [[text, { name: count === 1 ? name : `${name}${count}`, response }] as const]
    }),
  )
}

interface Shared {
  readonly name: string
  readonly response: JsonObject
}
