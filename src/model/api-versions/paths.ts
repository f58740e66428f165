import type { Resource } from '../api-model.ts'
import { policiesOf, type Evidence } from '../evidence.ts'
import { byLength } from './by-length.ts'

/** The beginning of a version's paths, and of the first version's in their place. */
export type PathPair = readonly [own: string, first: string]

/** `/api/v2` → `/api/v1`: what the paths of a version and those of the first have before their common end. */
export function pathsOf(version: string, resources: readonly Resource[], evidence: Evidence): readonly PathPair[] {
  const pairs = new Map<string, string>()
  const add = (own: string, first: string) => {
    const [a, b] = beginnings(own, first)
    if (a !== b) pairs.set(a, b)
  }
  for (const { fact } of policiesOf(evidence, 'version-served')) {
    const resource = resources.find(({ name }) => name === fact.resource)
    if (fact.version === version && resource) add(fact.path, resource.path)
  }
  for (const { route, resource: name, version: own, byPath } of evidence.later) {
    if (own !== version || !byPath || !route) continue
    const resource = resources.find(one => one.name === name)
    const known = resource && collectionPath(route.template, resource)
    if (known !== undefined) add(known, resource!.path)
  }
  const found = [...pairs].toSorted(byLength)
  // what a shorter beginning says already
  return found.filter(
    ([own, first]) =>
      !found.some(
        ([a, b]) =>
          a !== own &&
          own === a + own.slice(a.length) &&
          a.length < own.length &&
          own.startsWith(`${a}/`) &&
          first === b + own.slice(a.length),
      ),
  )
}

/** `/api/v2/books` of `/api/v2/books/{book}/archive` */
function collectionPath(template: string, { path }: Resource): string | undefined {
  const last = path.split('/').at(-1)!
  const parts = template.split('/')
  const at = parts.lastIndexOf(last)
  return at < 0 ? undefined : parts.slice(0, at + 1).join('/')
}

function beginnings(own: string, first: string): PathPair {
  const [a, b] = [own.split('/'), first.split('/')]
  while (a.length > 1 && b.length > 1 && a.at(-1) === b.at(-1)) {
    a.pop()
    b.pop()
  }
  return [a.join('/'), b.join('/')]
}

/** A path of a version as the first version has it. */
export function inFirst(path: string, paths: readonly PathPair[]): string {
  const pair = paths.toReversed().find(([own]) => path === own || path.startsWith(`${own}/`))
  return pair ? pair[1] + path.slice(pair[0].length) : path
}
