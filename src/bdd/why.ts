import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { isAbsolute, join, relative } from 'node:path'
import {
  readSpecification,
  stepFinder,
  type FoundStep,
  type Scenario,
  type Step,
  type Vocabulary,
} from '../spec/index.ts'
import { manifestPath, unitsIn, type Manifest } from '../write/index.ts'
import { UsageError } from './errors.ts'
import { selectFeatures, type Project } from './project.ts'
import { wordsOf } from './words.ts'

/** Code that steps demanded, and where it stands now. */
export interface DemandedCode {
  readonly path: string
  readonly line: number
  readonly unit: string
}

export type Why =
  | {
      readonly is: 'code'
      readonly unit: string
      readonly path: string
      readonly line: number
      readonly steps: readonly FoundStep[]
    }
  | { readonly is: 'step'; readonly step: Step; readonly code: readonly DemandedCode[] }

/**
 * Which steps demanded the code at a place, or which code the step at a place demanded.
 *
 * @param place `src/services/books.ts:41` or `features/books.feature:12`
 * @throws {UsageError} when there is nothing known at that place
 */
export async function why(project: Project, vocabulary: Vocabulary, place: string): Promise<Why> {
  const { path, line } = readPlace(project, place)
  const manifest = await readManifest(project)
  const { uris } = await selectFeatures(project, [])
  const words = await wordsOf(project, vocabulary)
  const { scenarios } = await readSpecification(project.root, uris, words.vocabulary)
  return path.endsWith('.feature')
    ? { is: 'step', ...(await codeOf(project, manifest, scenarios, path, line)) }
    : { is: 'code', path, ...(await stepsOf(project, manifest, scenarios, path, line)) }
}

function readPlace({ root }: Project, place: string): { path: string; line: number } {
  const [, given, line] = /^(.+?):(\d+)(?::\d+)?$/.exec(place) ?? []
  if (given === undefined || line === undefined)
    throw new UsageError(
      `"${place}" is no place`,
      'Name a file and a line: src/services/books.ts:41 or features/books.feature:12.',
    )
  const path = (isAbsolute(given) ? relative(root, given) : given).replace(/^\.\//, '')
  if (!existsSync(join(root, path)))
    throw new UsageError(`there is no file ${path}`, 'Name it from the root of the project.')
  return { path, line: Number(line) }
}

async function readManifest({ root }: Project): Promise<Manifest['files']> {
  const text = await readFile(join(root, manifestPath), 'utf8').catch(() => undefined)
  if (text === undefined) throw new UsageError('nothing has been generated yet', 'Run: brine bdd')
  return (JSON.parse(text) as Manifest).files // written by us; a broken one is found by the next run
}

/** The innermost unit that was generated and that the line is in. */
async function stepsOf(
  project: Project,
  files: Manifest['files'],
  scenarios: readonly Scenario[],
  path: string,
  line: number,
) {
  const known = files[path]
  if (!known) throw new UsageError(`${path} was not generated`, 'It is all yours: no step demanded it.')
  const text = await readFile(join(project.root, path), 'utf8')
  const around = unitsIn(path, text).filter(unit => unit.line <= line && line <= unit.endLine)
  const found =
    around.findLast(({ unit }) => (known[unit]?.from.length ?? 0) > 0) ?? around.findLast(({ unit }) => unit in known)
  if (!found) throw new UsageError(`${path}:${line} was not generated`, 'It is yours: no step demanded it.')
  return { unit: found.unit, line: found.line, steps: stepsAt(scenarios, known[found.unit]?.from ?? []) }
}

function stepsAt(scenarios: readonly Scenario[], places: readonly string[]): readonly FoundStep[] {
  const find = stepFinder(scenarios)
  const found = places.flatMap(place => find(place) ?? [])
  return found.filter(({ step }, n) => found.findIndex(other => other.step.place === step.place) === n)
}

async function codeOf(
  project: Project,
  files: Manifest['files'],
  scenarios: readonly Scenario[],
  uri: string,
  line: number,
) {
  const find = stepFinder(scenarios)
  const step = find(`${uri}:${line}`)?.step
  if (!step) throw new UsageError(`there is no step at ${uri}:${line}`, 'Name the line of a step, or of its table.')
  const isIts = (place: string) => find(place)?.step.place === step.place
  const code: DemandedCode[] = []
  for (const [path, units] of Object.entries(files)) {
    const wanted = new Set(Object.entries(units).flatMap(([unit, { from }]) => (from.some(isIts) ? [unit] : [])))
    if (wanted.size === 0) continue
    const text = await readFile(join(project.root, path), 'utf8').catch(() => undefined)
    if (text === undefined || !path.endsWith('.ts')) continue
    for (const unit of unitsIn(path, text))
      if (wanted.has(unit.unit)) code.push({ path, line: unit.line, unit: unit.unit })
  }
  return { step, code }
}
