import type { Place } from '../../spec/index.ts'
import type { ApiVersion, ApiVersions, Operation, Resource, VersionView } from '../api-model.ts'
import { policiesOf, type Evidence } from '../evidence.ts'
import type { Inference } from '../infer.ts'
import { deprecationOf } from './deprecation.ts'
import { pathsOf, type PathPair } from './paths.ts'
import { viewOf, type Viewed } from './view.ts'

/** What is known of a version, and how its names can be read as the first version's. */
export interface KnownVersion {
  readonly name: string
  readonly paths: readonly PathPair[]
  readonly viewed: readonly Viewed[]
}

/** The versions after the first, by the statements about them and by their examples. */
export const laterVersions = (
  resources: readonly Resource[],
  evidence: Evidence,
  inference: Inference,
): readonly KnownVersion[] =>
  evidence.versions.slice(1).map(name => ({
    name,
    paths: pathsOf(name, resources, evidence),
    viewed: resources
      .filter(({ stored }) => stored)
      .map(resource => viewOf(resource, name, evidence, inference))
      .filter(({ view }) => saysSomething(view)),
  }))

/**
 * The versions as the model has them.
 *
 * @param added fields of resources that only some versions have: the others hide them
 * @param own operations that only some versions have
 */
export function apiVersions(
  resources: readonly Resource[],
  evidence: Evidence,
  later: readonly KnownVersion[],
  added: readonly Addition[],
  own: readonly OwnOperation[],
): ApiVersions | undefined {
  const [first] = evidence.versions
  if (first === undefined) return undefined
  const all: readonly KnownVersion[] = [{ name: first, paths: [], viewed: [] }, ...later]
  return {
    header: headerOf(evidence),
    ...errorOf(evidence),
    all: all.map(({ name, paths, viewed }): ApiVersion => {
      const deprecated = deprecationOf(name, evidence)
      const views = withHidden(
        viewed.map(({ view }) => view),
        added.filter(one => !one.versions.includes(name)),
      )
      return {
        name,
        paths,
        views: views.filter(({ resource }) => resources.some(one => one.name === resource)),
        without: own.filter(one => !one.versions.includes(name)).map(({ method, path }) => ({ method, path })),
        ...(deprecated && { deprecated }),
      }
    }),
  }
}

export interface Addition {
  readonly resource: string
  readonly field: string
  readonly versions: readonly string[]
  readonly from: readonly Place[]
}

export interface OwnOperation extends Pick<Operation, 'method' | 'path'> {
  readonly versions: readonly string[]
}

const saysSomething = ({ shows, hides, wrapping, list }: VersionView): boolean =>
  shows.length > 0 || hides.length > 0 || wrapping !== undefined || list !== undefined

function withHidden(views: readonly VersionView[], added: readonly Addition[]): readonly VersionView[] {
  const all = new Map(views.map(view => [view.resource, view]))
  for (const { resource, field, from } of added) {
    const view = all.get(resource) ?? { resource, shows: [], hides: [], accepts: [], from: [] }
    all.set(resource, { ...view, hides: [...view.hides, field], from: [...view.from, ...from] })
  }
  return [...all.values()].toSorted((a, b) => (a.resource < b.resource ? -1 : 1))
}

/** The header that an example asks by, else the usual one. */
function headerOf({ later, unknownVersions, demands }: Evidence): string {
  const asked = [...later, ...unknownVersions, ...demands].flatMap(({ example }) => example.versionHeader ?? [])
  return asked.toSorted()[0] ?? 'X-API-Version'
}

function errorOf({ unknownVersions }: Evidence): Pick<ApiVersions, 'error'> {
  const codes = unknownVersions.flatMap(({ example }) =>
    example.expected.flatMap(({ fact }) =>
      fact.is === 'rejected' && fact.error !== undefined && fact.error !== 'bad_request' ? [fact.error] : [],
    ),
  )
  return codes.length > 0 ? { error: codes.toSorted()[0]! } : {}
}

/** Statements about versions that say what cannot be. */
export function checkVersions(resources: readonly Resource[], evidence: Evidence): void {
  for (const { fact, place } of policiesOf(evidence, 'version-served')) {
    const resource = resources.find(({ name }) => name === fact.resource)
    if (fact.version !== evidence.versions[0] && resource?.path === fact.path)
      evidence.report({
        place,
        what: `version ${fact.version} of ${fact.resource} would stand where the first one does`,
        advice: 'Give it a path of its own, or let clients ask for it by its header.',
      })
  }
  for (const { fact, place } of policiesOf(evidence, 'deprecated'))
    if (!evidence.versions.includes(fact.version))
      evidence.report({
        place,
        what: `there is no version ${fact.version}`,
        advice: `Versions are ${evidence.versions.join(', ')}.`,
      })
}
