import { expectedStatus } from '../../spec/index.ts'
import type { Idiom } from '../infer.ts'
import { defaultPath } from '../routes.ts'

/** Where a resource is served: as stated, else as its requests show (the shortest way to it), else by convention. */
export const paths: Idiom = ({ evidence, drafts }) => {
  for (const [template, resource] of evidence.served) {
    const draft = drafts.get(resource)
    if (draft) draft.path = template
  }
  for (const draft of drafts.values()) {
    if (draft.path) continue
    const seen = evidence.demands
      .filter(
        ({ route, resource, example }) =>
          resource === draft.name &&
          route &&
          !route.stated &&
          route.ends !== 'other' &&
          expectedStatus(example) !== 404,
      )
      .map(({ route }) => route!)
      .toSorted((a, b) => a.parents.length - b.parents.length || (a.template < b.template ? -1 : 1))
    const [route] = seen
    draft.path = route ? route.template.replace(/\/\{[^/]*\}$/, '') : defaultPath(draft.name)
  }
}
