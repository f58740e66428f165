import type { Resource } from '../model/index.ts'
import type { Feature, Scenario } from '../spec/index.ts'
import { joinDocuments, type JoinedDocuments } from './documents/join.ts'
import { tracer, type Tracer } from './generated.ts'
import { once } from './once.ts'
import { joinOperations, type OperationPage } from './operations.ts'
import { outlineOf, type Outline, type StepOutline } from './outline.ts'
import type { RunReport, ScenarioResult, Status } from './result.ts'
import { slug, slugs } from './slugs.ts'

/** A report with everything beside what it belongs to, and the address of each page: what pages are made from. */
export interface Joined {
  readonly report: RunReport
  readonly title: string
  readonly features: readonly FeaturePage[]
  readonly scenarios: readonly ScenarioPage[]
  readonly operations: readonly OperationPage[]
  readonly resources: readonly ResourcePage[]
  readonly documents: JoinedDocuments
  readonly counts: Counts
  /** How many have passed only when they were tried again. */
  readonly flaky: number
  readonly trace: Tracer
}

export interface FeaturePage {
  readonly feature: Feature
  readonly path: string
  readonly outline: Outline | undefined
  readonly scenarios: readonly ScenarioPage[]
  readonly counts: Counts
}

export interface ScenarioPage {
  readonly scenario: Scenario
  readonly path: string
  readonly featurePath: string
  /** Where its rule begins. */
  readonly rulePath: string
  readonly status: Status
  readonly result: ScenarioResult | undefined
  /** With their values, tables and doc strings; the first so many are those of backgrounds. */
  readonly steps: readonly StepOutline[]
  readonly given: number
}

export interface ResourcePage {
  readonly resource: Resource
  readonly path: string
}

/** How many scenarios have each status; every status is there. */
export type Counts = Readonly<Record<Status, number>>

export const statuses = ['failed', 'undefined', 'stubbed', 'skipped', 'notRun', 'passed'] as const satisfies Status[]

export const join = once((report: RunReport): Joined => {
  const { model } = report
  const features = joinFeatures(report)
  const scenarios = features.flatMap(feature => feature.scenarios)
  const name = slugs()
  return {
    report,
    title: report.title ?? 'Living documentation',
    features,
    scenarios,
    operations: joinOperations(model, scenarios),
    resources: model.resources
      .filter(({ stored }) => stored)
      .map(resource => ({ resource, path: `resources/${name(resource.name)}.html` })),
    documents: joinDocuments(report.documents),
    counts: count(scenarios),
    flaky: scenarios.filter(isRescued).length,
    trace: tracer(report.generated),
  }
})

export function count(scenarios: readonly { readonly status: Status }[]): Counts {
  const counts = { failed: 0, undefined: 0, stubbed: 0, skipped: 0, notRun: 0, passed: 0 }
  for (const { status } of scenarios) counts[status]++
  return counts
}

function joinFeatures({ specification, sources, results }: RunReport): readonly FeaturePage[] {
  const outlines = new Map(sources.map(source => [source.uri, outlineOf(source)]))
  const result = new Map(results.map(one => [one.id, one])) // of several, the last
  const byFeature = Map.groupBy(specification.scenarios, ({ uri }) => uri)
  const name = slugs()
  return specification.features.map(feature => {
    const outline = outlines.get(feature.uri)
    const folder = `features/${name(fileName(feature.uri))}`
    const scenarioName = slugs()
    const own = ownSteps(outline)
    const scenarios = (byFeature.get(feature.uri) ?? []).map((scenario): ScenarioPage => {
      const found = result.get(scenario.id)
      const steps = outline?.steps.get(scenario.line) ?? scenario.steps.map(bare)
      return {
        scenario,
        path: `${folder}/${scenarioName(scenario.name, rowOf(outline, scenario.line))}.html`,
        featurePath: `${folder}.html`,
        rulePath: `${folder}.html#${outline?.rules.find(({ name }) => name === scenario.rule)?.id ?? ''}`,
        status: known(found?.status),
        result: found,
        steps,
        given: steps.length - (own.get(scenario.line) ?? steps.length),
      }
    })
    return { feature, path: `${folder}.html`, outline, scenarios, counts: count(scenarios) }
  })
}

/** Of a step with two meanings nothing is known, as of one with none. */
export const known = (status: ScenarioResult['status'] = 'notRun'): Status =>
  status === 'ambiguous' ? 'undefined' : status

/** Has it passed only when it was tried again? */
export const isRescued = ({ status, result }: Pick<ScenarioPage, 'status' | 'result'>): boolean =>
  status === 'passed' && (result?.attempts ?? []).length > 0

/** The anchor of a scenario on its feature's page. */
export const anchor = ({ path }: Pick<ScenarioPage, 'path'>): string => path.slice(path.lastIndexOf('/') + 1, -5)

const fileName = (uri: string): string =>
  slug(uri.replace(/\.feature(?:\.md)?$/, '').replace(/^(?:\.\/)?features\//, ''))

/** How many steps a scenario has of its own; by its line, or the line of its row. */
const ownSteps = (outline: Outline | undefined): ReadonlyMap<number, number> =>
  new Map(
    (outline?.rules ?? [])
      .flatMap(({ scenarios }) => scenarios)
      .flatMap(({ line, steps, examples }) =>
        [line, ...examples.flatMap(({ rows }) => rows.map(row => row.line))].map(one => [one, steps.length] as const),
      ),
  )

/** The cells of an example, by which rows of one name are told apart. */
const rowOf = (outline: Outline | undefined, line: number): string | undefined =>
  outline?.rules
    .flatMap(({ scenarios }) => scenarios)
    .flatMap(({ examples }) => examples)
    .flatMap(({ rows }) => rows)
    .find(row => row.line === line)
    ?.cells.join(' ')

const bare = ({ keyword, text, place }: Scenario['steps'][number]): StepOutline => ({ keyword, text, line: place.line })
