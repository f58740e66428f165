import { expectedStatus } from '../../spec/index.ts'
import { labelOf } from '../api-versions/divide.ts'
import { policiesOf, type Evidence } from '../evidence.ts'
import type { Idiom } from '../infer.ts'
import { defaultPath, type Route } from '../routes.ts'

/** Where a resource is served: as stated, else as its requests show (the shortest way to it), else by convention. */
export const paths: Idiom = ({ evidence, drafts }) => {
  for (const [template, resource] of evidence.served) {
    const draft = drafts.get(resource)
    if (draft) draft.path = template
  }
  for (const [resource, template] of evidence.singles) {
    const draft = drafts.get(resource)
    if (draft) Object.assign(draft, { path: template, single: { begins: true } })
  }
  for (const draft of drafts.values()) {
    if (draft.path) continue
    const seen = evidence
      .of(draft.name)
      .flatMap(({ route, example, method }) =>
        route && !route.stated && route.ends !== 'other' && expectedStatus(example) !== 404
          ? [{ ...route, method }]
          : [],
      )
      .toSorted((a, b) => a.parents.length - b.parents.length || (a.template < b.template ? -1 : 1))
    draft.path =
      pathShown(seen, isSpokenOf(draft.name, evidence)) ?? besides(evidence, draft.name) ?? defaultPath(draft.name)
  }
}

/**
 * Where the rows are made, or found one by one. A list within another resource is one more way to them; only where
 * nothing else is said of them, it is the way.
 */
function pathShown(seen: readonly (Route & { readonly method: string })[], spokenOf: boolean): string | undefined {
  const [route] = seen
  if (!route) return undefined
  const isHome = seen.some(({ parents, ends, method }) => parents.length === 0 || ends === 'item' || method === 'POST')
  return isHome || !spokenOf ? route.template.replace(/\/\{[^/]*\}$/, '') : besideItsParents(route)
}

/** Words about rows, not about a list of them. */
const isSpokenOf = (name: string, evidence: Evidence): boolean =>
  evidence
    .of(name)
    .some(({ operation, verb }) => verb !== undefined || (operation !== undefined && operation !== 'list'))

/** `/shop/books/{book}/reviews` → `/shop/reviews` */
const besideItsParents = ({ template }: Route): string =>
  template.slice(0, template.search(/\/[^/]+\/\{/)) + template.slice(template.lastIndexOf('/'))

/** Where only a later version is said to be, the first is beside it: `/shop/v1/books` for `/shop/v2/books`. */
function besides(evidence: Evidence, name: string): string | undefined {
  const stated = policiesOf(evidence, 'version-served').filter(({ fact }) => fact.resource === name)
  const own = stated.find(({ fact }) => fact.version === evidence.versions[0])
  if (own) return own.fact.path
  const [path] = stated.map(({ fact }) => fact.path).toSorted()
  const label = path === undefined ? undefined : labelOf(path)
  return label === undefined
    ? undefined
    : path!.replace(new RegExp(`/v${label}(?=/|$)`, 'i'), `/v${evidence.versions[0] ?? 1}`)
}
