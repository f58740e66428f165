import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { naming } from '../generate/index.ts'
import type { ApiModel, Resource } from '../model/index.ts'
import type { Scenario } from '../spec/index.ts'
import type { ScenarioResult } from '../verify/index.ts'
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

/** Scenarios that use words of the project's own; all, where none does or something of it is run for all. */
export function affectedBySteps({ selected }: ReadProject, forAll: boolean): readonly Scenario[] {
  const using = selected.filter(({ steps }) => steps.some(({ phrase, parts }) => !phrase || parts))
  return forAll || using.length === 0 ? selected : using
}

/**
 * Scenarios whose requests pass through one of these files of the service: it is imported, directly or not, by the route
 * of a resource that the scenario has to do with. A file that no route leads to is everybody's.
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
  const behind = new Map(model.resources.map(one => [one.name, reachable(entries(one, files), imports)]))
  const isEverybodys = (path: string) => [...behind.values()].every(paths => !paths.has(path))
  if (changed.some(isEverybodys)) return selected
  return selected.filter(({ id }) => {
    const result = results.get(id)
    return (
      !result ||
      result.operations.some(({ resource }) => resource === undefined) ||
      result.resources.some(name => changed.some(path => behind.get(name)?.has(path) ?? true))
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

/** Where requests and rows of a resource enter the service. */
function entries(resource: Resource, files: readonly string[]): readonly string[] {
  const { file, modelFile } = naming(resource)
  return files.filter(path => path.endsWith(`/routes/${file}.ts`) || path.endsWith(`/models/${modelFile}.ts`))
}

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
