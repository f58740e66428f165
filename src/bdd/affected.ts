import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { naming } from '../generate/index.ts'
import type { ApiModel, Resource } from '../model/index.ts'
import type { Scenario, Step } from '../spec/index.ts'
import type { ScenarioResult, StepDefinition } from '../verify/index.ts'
import type { Project } from './project.ts'
import type { ReadProject } from './read-project.ts'

/** Scenarios that are told otherwise now, or that speak of resources that the features make into something else. */
export function affectedByFeatures(before: ReadProject, now: ReadProject, changed: readonly string[]): Scenario[] {
  const told = new Map(before.specification.scenarios.map(scenario => [keyOf(scenario), wordsOf(scenario)]))
  const other = new Set(now.model.resources.filter(one => !isSame(one, before.model)).map(({ name }) => name))
  return now.selected.filter(
    scenario =>
      changed.includes(scenario.uri) ||
      told.get(keyOf(scenario)) !== wordsOf(scenario) ||
      scenario.steps.some(({ facts }) => facts.some(fact => 'resource' in fact && other.has(fact.resource))),
  )
}

/**
 * Scenarios that use a step that is, or was, defined in one of these files or in one that imports it. All that use steps of
 * the project's own where one of the files defines none (it may set up what others stand on), and all there are where
 * something of the project's is run around each.
 *
 * @param definitions as they were and as they are
 * @param files of the steps, relative to the root, as `changed`
 */
export function affectedBySteps(
  project: Project,
  { selected }: ReadProject,
  definitions: readonly StepDefinition[],
  files: readonly string[],
  changed: readonly string[],
  forAll: boolean,
): readonly Scenario[] {
  if (forAll) return selected
  const imports = new Map(files.map(path => [path, importsOf(project, path)]))
  const reached = new Map(definitions.map(({ uri }) => [uri, reachable([uri], imports)]))
  const isOther = ({ uri }: StepDefinition) => changed.some(path => reached.get(uri)?.has(path))
  const definesNone = (path: string) => [...reached.values()].every(paths => !paths.has(path))
  const [words, code] = [changed.filter(isWords), changed.filter(path => !isWords(path))]
  const other = code.some(definesNone) ? undefined : definitions.filter(isOther)
  const isAffected = ({ phrase, parts, text }: Step) =>
    phrase ? words.length > 0 && parts !== undefined : code.length > 0 && (other?.some(it => it.matches(text)) ?? true)
  return selected.filter(({ steps }) => steps.some(isAffected))
}

const isWords = (path: string) => path.endsWith('.feature')

/**
 * Scenarios that pass through one of these files of the service. A request passes through what the routes of its resource
 * import, directly or not, and a row through what its model imports. Requests to anything else, such as signing in, pass
 * through what is behind no resource. A file that nothing of this leads to is everybody's.
 *
 * @param files of the service, relative to the root
 */
export function affectedBySources(
  project: Project,
  { model, selected }: ReadProject,
  results: ReadonlyMap<string, ScenarioResult>,
  files: readonly string[],
  changed: readonly string[],
): readonly Scenario[] {
  const imports = new Map(files.map(path => [path, importsOf(project, path)]))
  const behind = (is: (resource: Resource, path: string) => boolean) =>
    new Map(
      model.resources.map(one => [
        one.name,
        reachable(
          files.filter(path => is(one, path)),
          imports,
        ),
      ]),
    )
  const requests = behind(isRoute)
  const rows = behind(isModel)
  const common = files.filter(path => [...requests.values(), ...rows.values()].every(paths => !paths.has(path)))
  if (changed.some(path => common.includes(path) || !files.includes(path))) return selected
  // what ties routes together imports them all, and hands each request to one
  const others = reachable(common, new Map([...imports].filter(([, paths]) => !paths.some(isRouteFile))))
  const isThrough = (paths: ReadonlySet<string> | undefined) => changed.some(path => paths?.has(path) ?? true)
  return selected.filter(({ id }) => {
    const result = results.get(id)
    if (!result) return true
    const { operations, resources, status } = result
    return (
      operations.some(({ resource }) => isThrough(resource === undefined ? others : requests.get(resource))) ||
      resources.some(name => isThrough(rows.get(name)) || (status !== 'passed' && isThrough(requests.get(name))))
    )
  })
}

const keyOf = ({ uri, line, name }: Scenario) => `${uri}:${line} ${name}`

const wordsOf = ({ steps, tags }: Scenario): string =>
  JSON.stringify([tags, ...steps.map(({ keyword, text, facts }) => [keyword, text, plain(facts)])])

const isSame = (one: Resource, { resources }: ApiModel) =>
  plain(one) === plain(resources.find(({ name }) => name === one.name))

/** Without the places that it was learned from. */
const plain = (value: unknown): string =>
  JSON.stringify(value, (key, inner: unknown) => (key === 'from' || key === 'place' ? undefined : inner))

const isRoute = (resource: Resource, path: string) => path.endsWith(`/routes/${naming(resource).file}.ts`)

const isModel = (resource: Resource, path: string) => path.endsWith(`/models/${naming(resource).modelFile}.ts`)

const isRouteFile = (path: string) => /\/routes\/[^/]+$/.test(path)

function reachable(from: readonly string[], imports: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set<string>()
  const left = [...from]
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    if (found.has(path)) continue
    found.add(path)
    left.push(...(imports.get(path) ?? []))
  }
  return found
}

/** The project's own files that a file names, types included: a layer names the one below it by its type. */
function importsOf({ root, app }: Project, path: string): readonly string[] {
  const file = join(root, path)
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  return [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"]([#.][^'"]+)['"]/g)].map(([, name = '']) =>
    name.startsWith('#') ? `${app}/${name.slice(1)}` : posix.join(dirname(path), name),
  )
}
