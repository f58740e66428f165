import { camel, expectedStatus, resourceName } from '../../spec/index.ts'
import type { Demand } from '../evidence.ts'
import type { Idiom, Inference } from '../infer.ts'

/** What no idiom explains becomes a method that answers 501 and names its scenario. */
export const stubs: Idiom = inference => {
  for (const demand of inference.evidence.demands) {
    if (!isUnexplained(demand, inference)) continue
    const path = demand.route!.template
    const owner = home(demand, inference)
    const key = `${demand.method} ${path}`
    const known = owner.operations.get(key)
    owner.operations.set(key, {
      kind: 'stub',
      name:
        known?.name ??
        stubName(
          demand.method,
          path,
          [...owner.operations.values()].map(({ name }) => name),
        ),
      method: demand.method,
      path,
      parents: demand.route!.parents,
      status: 200,
      projected: false,
      scenario: known?.scenario ?? `${demand.example.scenario.feature.name}: ${demand.example.scenario.name}`,
      from: [...(known?.from ?? []), demand.place],
    })
  }
}

function isUnexplained({ route, method, example }: Demand, { drafts }: Inference): boolean {
  if (!route || method === 'OPTIONS' || !route.template.startsWith('/') || route.template.includes('/{}')) return false
  if ([404, 405, 501].includes(expectedStatus(example) ?? 0)) return false // it is not to be there
  return ![...drafts.values()].some(draft => draft.operations.has(`${method} ${route.template}`))
}

/** The resource that the path goes through; else one without rows, named for the path. */
function home({ route }: Demand, { drafts, add }: Inference) {
  const through = [...route!.template.matchAll(/\{([^}]+)\}/g)].at(-1)?.[1] ?? route!.resource
  const known = through === undefined ? undefined : drafts.get(through)
  if (known) return known
  const literals = route!.template.split('/').filter(part => part && !/^(?:api|v\d+|\{.*\})$/.test(part))
  const name = resourceName(literals[0] ?? 'root')
  const draft = drafts.get(name) ?? add(name, route!.template)
  if (draft.operations.size === 0 && draft.fields.size === 0) draft.stored = false
  return draft
}

function stubName(method: string, path: string, taken: readonly string[]): string {
  const last = path.split('/').findLast(part => part && !part.startsWith('{')) ?? 'root'
  const verbs: Readonly<Record<string, string>> = { GET: 'get', PUT: 'put', PATCH: 'patch', DELETE: 'delete' }
  const plain = method === 'POST' ? camel(last) : camel(`${verbs[method] ?? method.toLowerCase()} ${last}`)
  return taken.includes(plain) ? camel(`${method.toLowerCase()} ${last} ${path.split('/').length}`) : plain
}
