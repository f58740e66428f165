import { expectedStatus } from '../../spec/index.ts'
import { labelOf } from '../api-versions/divide.ts'
import { policiesOf, type Evidence } from '../evidence.ts'
import type { Idiom } from '../infer.ts'
import { defaultPath } from '../routes.ts'

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
      .filter(
        ({ route, example }) => route && !route.stated && route.ends !== 'other' && expectedStatus(example) !== 404,
      )
      .map(({ route }) => route!)
      .toSorted((a, b) => a.parents.length - b.parents.length || (a.template < b.template ? -1 : 1))
    const [route] = seen
    draft.path = route
      ? route.template.replace(/\/\{[^/]*\}$/, '')
      : (besides(evidence, draft.name) ?? defaultPath(draft.name))
  }
}

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
