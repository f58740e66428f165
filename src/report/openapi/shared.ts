import { pascal } from '../../spec/index.ts'
import { phrase } from '../parts/phrase.ts'
import type { JsonObject, OpenApi } from './index.ts'

/** The document with the headers, answers and parameters that are there several times, word for word, said once, in its components. */
export function withShared(document: OpenApi): OpenApi {
  const paths = document.paths as unknown as Paths // as they were made
  const { components } = document
  const operations = Object.values(paths).flatMap(path => Object.values(path))
  const answers = operations.flatMap(({ responses }) => Object.values(responses))
  const headers = said('headers', components, answers.flatMap(headersOf))
  const plain = (one: JsonObject): JsonObject =>
    one['headers'] ? { ...one, headers: mapped(one['headers'] as Named, one => headers.refer(one)) } : one
  const responses = said(
    'responses',
    components,
    operations.flatMap(one =>
      Object.entries(one.responses).map(([status, answer]) => [nameOf(status, plain(answer)), plain(answer)]),
    ),
  )
  const parameters = said(
    'parameters',
    components,
    operations.flatMap(one => (one.parameters ?? []).map(parameter => [pascal(parameter.name), parameter])),
  )
  const referring = (operation: Operation): JsonObject => ({
    ...operation,
    ...(operation.parameters && { parameters: operation.parameters.map(one => parameters.refer(one)) }),
    responses: mapped(operation.responses, one => responses.refer(plain(one))),
  })
  return {
    ...document,
    paths: mapped(paths, all => mapped(all, referring)),
    components: { ...components, ...headers.components, ...parameters.components, ...responses.components },
  }
}

type Named = Readonly<Record<string, JsonObject>>

type Operation = JsonObject & { readonly responses: Named; readonly parameters?: readonly Parameter[] }

type Parameter = JsonObject & { readonly name: string }

type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>

const headersOf = ({ headers = {} }: JsonObject): readonly Entry[] => Object.entries(headers as Named)

type Entry = readonly [name: string, value: JsonObject]

/** What is told of some kind of thing, and how to refer to what is there more than once: by its text. */
function said(kind: 'headers' | 'parameters' | 'responses', components: JsonObject, all: readonly Entry[]) {
  const own = (components[kind] ?? {}) as Named
  const names = new Map<string, string>()
  const shared: Record<string, JsonObject> = { ...own }
  const inline = all.filter(([, value]) => !('$ref' in value))
  for (const [text, same] of Map.groupBy(inline, ([, one]) => JSON.stringify(one))) {
    if (same.length === 1) continue
    const [name, value] = same[0]! // groups have members
    let free = name
    for (let n = 2; free in shared; n++) free = `${name}${n}`
    shared[free] = value
    names.set(text, free)
  }
  return {
    components: Object.keys(shared).length > 0 ? { [kind]: shared } : {},
    refer(value: JsonObject): JsonObject {
      const name = names.get(JSON.stringify(value))
      return name === undefined ? value : { $ref: `#/components/${kind}/${name}` }
    },
  }
}

/** `Book`, `BookCreated`, `NotFound`: what it shows where that says it all, and its status. */
function nameOf(status: string, { content }: JsonObject): string {
  const phrased = pascal(phrase(Number(status)).toLowerCase()) || `Status${status}`
  const [shown] =
    /(?<=^\{"application\/json":\{"schema":\{"\$ref":"#\/components\/schemas\/)\w+(?="\})/.exec(
      JSON.stringify(content ?? {}),
    ) ?? []
  if (shown === undefined || Number(status) >= 300) return phrased
  return status === '200' ? shown : shown + phrased
}

const mapped = <T, U>(all: Readonly<Record<string, T>>, change: (one: T) => U): Readonly<Record<string, U>> =>
  Object.fromEntries(Object.entries(all).map(([name, one]) => [name, change(one)]))
