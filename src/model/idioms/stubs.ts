import { camel, expectedStatus, resourceName } from '../../spec/index.ts'
import type { Operation } from '../api-model.ts'
import type { Demand } from '../evidence.ts'
import type { Idiom, Inference } from '../infer.ts'
import { parametersOf } from '../routes.ts'

/** What no idiom explains becomes a method that answers 501 and names its scenario. */
export const stubs: Idiom = inference => {
  for (const demand of inference.evidence.demands) {
    const asked = askedFor(demand, inference)
    if (!asked || !isUnexplained(asked, demand, inference)) continue
    const { method, path, parents } = asked
    const owner = home(asked, inference)
    const key = `${method} ${path}`
    const known = owner.operations.get(key)
    owner.operations.set(key, {
      kind: 'stub',
      name:
        known?.name ??
        stubName(
          method,
          path,
          [...owner.operations.values()].map(({ name }) => name),
        ),
      method,
      path,
      parents,
      status: 200,
      projected: false,
      scenario: [known?.scenario, titleOf(demand)].filter(title => title !== undefined).toSorted()[0]!,
      from: [...(known?.from ?? []), demand.place],
    })
  }
}

const titleOf = ({ example: { scenario } }: Demand) => `${scenario.feature.name}: ${scenario.name}`

interface Asked extends Pick<Operation, 'method' | 'path' | 'parents'> {
  readonly resource: string | undefined
}

/** The path that a request names, or that an act in words stands for where no operation of that name is known. */
function askedFor({ route, method, verb, resource }: Demand, { drafts }: Inference): Asked | undefined {
  if (route) return { method, path: route.template, parents: route.parents, resource: route.resource }
  const draft = verb === undefined || resource === undefined ? undefined : drafts.get(resource)
  if (!draft || [...draft.operations.values()].some(({ path }) => path.endsWith(`/{${draft.name}}/${verb}`)))
    return undefined
  return {
    method: 'POST',
    path: `${draft.path}/{${draft.name}}/${verb}`,
    parents: parametersOf(draft.path),
    resource,
  }
}

function isUnexplained({ method, path }: Asked, { example }: Demand, { drafts }: Inference): boolean {
  if (method === 'OPTIONS' || !path.startsWith('/') || path.includes('/{}')) return false
  if ([404, 405, 501].includes(expectedStatus(example) ?? 0)) return false // it is not to be there
  const known = [...drafts.values()].map(draft => draft.operations.get(`${method} ${path}`)).find(Boolean)
  return known === undefined || known.kind === 'stub'
}

/** The resource that the path goes through; else one without rows, named for the path. */
function home({ path, resource }: Asked, { drafts, add }: Inference) {
  const through = parametersOf(path).at(-1) ?? resource
  const known = through === undefined ? undefined : drafts.get(through)
  if (known) return known
  const literals = path.split('/').filter(part => part && !/^(?:api|v\d+|\{.*\})$/.test(part))
  const name = resourceName(plainWords(literals[0] ?? 'root'))
  const draft = drafts.get(name) ?? add(name, path)
  if (draft.operations.size === 0 && draft.fields.size === 0) draft.stored = false
  return draft
}

/** What of a path can be part of a name in code. */
const plainWords = (part: string): string =>
  part
    .replace(/[^A-Za-z\d]+/g, ' ')
    .trim()
    .replace(/^(?=\d|$)/, 'path ')

function stubName(method: string, path: string, taken: readonly string[]): string {
  const last = plainWords(path.split('/').findLast(part => part && !part.startsWith('{')) ?? 'root')
  const verbs: Readonly<Record<string, string>> = { GET: 'get', PUT: 'put', PATCH: 'patch', DELETE: 'delete' }
  const plain = method === 'POST' ? camel(last) : camel(`${verbs[method] ?? method.toLowerCase()} ${last}`)
  return taken.includes(plain) ? camel(`${method.toLowerCase()} ${last} ${path.split('/').length}`) : plain
}
