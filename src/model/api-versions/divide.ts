import { expectedStatus, type Policy } from '../../spec/index.ts'
import type { Demand } from '../evidence.ts'
import type { Route } from '../routes.ts'

/** A request to a version of the API other than the first that its resource has. */
export interface VersionDemand extends Demand {
  readonly version: string
  /** The version is in the path, not in a header. */
  readonly byPath: boolean
}

interface Divided {
  readonly first: readonly Demand[]
  readonly later: readonly VersionDemand[]
  /** All versions by number, the first one first; none where there is but one. */
  readonly versions: readonly string[]
  readonly unknown: readonly Demand[]
}

/**
 * Which version of the API a request is for: by its path (`/api/v2/books`, or one that a statement gives a version), or by a
 * header. The first version of a resource is the lowest that is seen of it; what is asked of the others is kept apart.
 *
 * @param served where resources are said to be served, by the template of the path
 */
export function divideByVersion(
  demands: readonly Demand[],
  policies: readonly Policy[],
  served: ReadonlyMap<string, string>,
): Divided {
  const paths = policies.filter(fact => fact.is === 'version-served')
  const labels = new Map<string, Set<string>>()
  const see = (what: string, version: string) => labels.set(what, (labels.get(what) ?? new Set()).add(version))
  for (const [template, resource] of served) see(resource, labelOf(template) ?? FIRST)
  for (const { route, example, resource } of demands)
    if (route && expectedStatus(example) !== 404 && !isAside(route))
      see(resource ?? withoutLabel(route.template), stated(route.template, paths) ?? labelOf(route.template) ?? FIRST)

  const firsts = new Map([...labels].map(([what, seen]) => [what, [...seen].toSorted(byNumber)[0]!]))
  for (const fact of policies) {
    if (fact.is !== 'version-served' && fact.is !== 'version-shows') continue
    const first = firsts.get(fact.resource)
    // a statement about a second version says that there is a first
    if (first === undefined || first === fact.version) firsts.set(fact.resource, before(fact, paths))
  }

  const found = demands.map(demand => ({ demand, ...versionOf(demand, paths, firsts) }))
  const there = found.filter(
    ({ demand: { example }, version, first }) =>
      version !== first && ![400, 404, 406].includes(expectedStatus(example) ?? 0),
  )
  const mentioned = policies.flatMap(fact =>
    fact.is === 'version-served' || fact.is === 'version-shows' || fact.is === 'deprecated' ? [fact.version] : [],
  )
  const known = new Set([...there.map(({ version }) => version), ...mentioned])
  const asked = demands.some(({ example: { version } }) => version !== undefined)
  if (known.size === 0 && !asked) return { first: demands, later: [], versions: [], unknown: [] }
  for (const { first } of [...there, ...(there.length === 0 ? found : [])]) known.add(first)
  for (const fact of policies)
    if (fact.is === 'version-served' || fact.is === 'version-shows') known.add(firsts.get(fact.resource)!)
  return {
    first: found.flatMap(({ demand, version, first }) =>
      version === first || (demand.example.version === undefined && !known.has(version)) ? [demand] : [],
    ),
    later: found.flatMap(({ demand, version, first, byPath }) =>
      version !== first && known.has(version) ? [{ ...demand, version, byPath }] : [],
    ),
    versions: [...known].toSorted(byNumber),
    unknown: found.flatMap(({ demand, version }) =>
      demand.example.version !== undefined && !known.has(version) ? [demand] : [],
    ),
  }
}

/** A path of its own beside those of its resource, `/r/{link}` for `/v2/links/{link}`, is of the version that those are of. */
const isAside = ({ stated: isStated, ends, template }: Route): boolean =>
  isStated === true && ends === 'other' && labelOf(template) === undefined

const FIRST = '1'

/** `2` of `/api/v2/books` */
export const labelOf = (path: string): string | undefined => /\/v(\d+(?:\.\d+)*)(?=\/|$)/i.exec(path)?.[1]

export const withoutLabel = (path: string): string => path.replace(/\/v\d+(?:\.\d+)*(?=\/|$)/i, '')

/** What is said of a path of some version. */
type Path = Extract<Policy, { is: 'version-served' }>

/** The version that a statement gives to the path. */
const stated = (template: string, paths: readonly Path[]): string | undefined =>
  paths.find(({ path }) => template === path || template.startsWith(`${path}/`))?.version

/** The version that stands before that of a statement: another one of its resource that is lower, else 1. */
function before({ resource, version }: { resource: string; version: string }, paths: readonly Path[]): string {
  const lower = paths
    .flatMap(fact => (fact.resource === resource ? [fact.version] : []))
    .filter(other => byNumber(other, version) < 0)
  return lower.toSorted(byNumber)[0] ?? (byNumber(FIRST, version) <= 0 ? FIRST : version)
}

function versionOf({ route, example, resource }: Demand, paths: readonly Path[], firsts: ReadonlyMap<string, string>) {
  const path = route?.template ?? ''
  const label = stated(path, paths) ?? labelOf(path)
  const first = firsts.get(resource ?? withoutLabel(path)) ?? label ?? FIRST
  const version = example.version ?? label ?? first
  return { version, first, byPath: example.version === undefined }
}

function byNumber(a: string, b: string): number {
  const [x, y] = [a.split('.').map(Number), b.split('.').map(Number)]
  const at = x.findIndex((part, n) => part !== (y[n] ?? 0))
  return at < 0 ? x.length - y.length : x[at]! - (y[at] ?? 0)
}
