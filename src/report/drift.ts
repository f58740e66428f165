import type { Field, Resource } from '../model/index.ts'
import { placeName } from '../spec/index.ts'
import { deadLinksOf, tellDeadLink, type DeadLink } from './documents/links.ts'
import { join, type Joined, type ScenarioPage } from './join.ts'
import { refusalsOf } from './openapi/errors.ts'
import { mismatches, type Mismatch } from './openapi/mismatches.ts'
import type { IsGenerated } from './openapi/stated.ts'
import type { OperationPage } from './operations.ts'
import type { RunReport } from './result.ts'
import { router } from './route.ts'
import { shownFields } from './shown-fields.ts'

/** Where scenarios, operations and what was seen do not agree. */
export type Finding =
  /** A scenario states a status of an operation, and the run has not shown it. */
  | {
      readonly is: 'unseen'
      readonly operation: string
      readonly status: number
      readonly scenarios: readonly string[]
    }
  /** A status was seen of which no scenario speaks. */
  | {
      readonly is: 'unstated'
      readonly operation: string
      readonly status: number
      /** Whether OpenAPI has it nevertheless, since every operation of this kind answers so. */
      readonly documented: boolean
      readonly scenarios: readonly string[]
    }
  /** What a scenario that passed has sent or was answered is not as OpenAPI describes it. */
  | ({ readonly is: 'mismatch' } & Mismatch)
  /** An operation that no scenario exercises. */
  | { readonly is: 'unexercised'; readonly operation: string; readonly from: readonly string[] }
  /** A route of the service that the features do not speak of. */
  | { readonly is: 'unknown route'; readonly operation: string }
  /** A field that no scenario shows: it is declared, and nothing more is said. */
  | {
      readonly is: 'unshown field'
      readonly resource: string
      readonly field: string
      readonly from: readonly string[]
    }
  /** A document leads to something that is not there. */
  | ({ readonly is: 'dead link' } & DeadLink)

/**
 * What does not agree, in order; nothing when all is well. Statuses are held against runs, so only a scenario that has
 * passed can be the reason for a finding about them: a red one is told about elsewhere. An operation that was written by
 * hand is held against what the features state; what Brine would choose where they say nothing binds only its own code.
 */
export async function drift(report: RunReport, isGenerated: IsGenerated = () => true): Promise<readonly Finding[]> {
  const site = join(report)
  const otherwise = (await mismatches(site, isGenerated)).map((found): Finding => ({ is: 'mismatch', ...found }))
  return [
    ...otherwise,
    ...site.operations.flatMap(page => statusFindings(page, report)),
    ...unknownRoutes(report),
    ...unshownFields(site),
    ...deadLinksOf(site).map((found): Finding => ({ is: 'dead link', ...found })),
  ]
}

/** Whether scenarios, service and OpenAPI say different things; else there is only something that nobody has looked at. */
export const contradicts = (finding: Finding): boolean =>
  finding.is === 'mismatch' ||
  finding.is === 'unseen' ||
  finding.is === 'unknown route' ||
  finding.is === 'dead link' ||
  (finding.is === 'unstated' && !finding.documented)

/** A finding as a sentence. */
export function tellFinding(finding: Finding): string {
  switch (finding.is) {
    case 'unseen':
      return `${finding.operation} is said to answer ${finding.status}, and was never seen to (${finding.scenarios.join(', ')})`
    case 'unstated':
      return `${finding.operation} answered ${finding.status}, which no scenario states (${finding.scenarios.join(', ')})`
    case 'mismatch':
      return `${finding.operation} ${finding.status} is not as OpenAPI has it: ${finding.what} (${few(finding.scenarios)})`
    case 'dead link':
      return tellDeadLink(finding)
    case 'unexercised':
      return `${finding.operation} is exercised by no scenario`
    case 'unknown route':
      return `${finding.operation} is served, and no feature speaks of it`
    case 'unshown field':
      return `the field ${finding.field} of ${finding.resource} is declared, and no scenario shows it (${finding.from.join(', ')})`
  }
}

/** Documents that are not there, and links of others that lead nowhere: each as a sentence. */
export const openEnds = (report: RunReport): readonly string[] => [
  ...(report.documents?.missing ?? []).map(pattern => `documents: no Markdown file is found at ${pattern}`),
  ...(report.documents?.sources.length ? deadLinksOf(join(report)).map(tellDeadLink) : []),
]

const few = (all: readonly string[]): string =>
  all.length > 3 ? `${all.slice(0, 3).join(', ')} and ${all.length - 3} more` : all.join(', ')

function statusFindings(
  { operation, resource, shown, answers, scenarios }: OperationPage,
  { model }: RunReport,
): readonly Finding[] {
  const name = `${operation.method} ${shown}`
  if (scenarios.length === 0) return [{ is: 'unexercised', operation: name, from: operation.from.map(placeName) }]
  const documented = new Set<number | undefined>([
    operation.status,
    operation.puts,
    ...refusalsOf(operation, resource, model),
  ])
  return answers.flatMap(({ status, is, stated, seen }): Finding[] => {
    if (is !== 'unseen' && is !== 'unstated') return []
    const reasons = passed(is === 'unseen' ? stated : seen)
    if (reasons.length === 0) return []
    const finding = { operation: name, status, scenarios: reasons }
    return [is === 'unseen' ? { is, ...finding } : { is, ...finding, documented: documented.has(status) }]
  })
}

const passed = (pages: readonly ScenarioPage[]): readonly string[] =>
  pages.filter(({ status }) => status === 'passed').map(({ scenario }) => scenario.id)

function unknownRoutes({ model, routes = [] }: RunReport): readonly Finding[] {
  const known = router(model)
  return routes
    .filter(({ method, path }) => !known(method, path.replace(/:[\w$]+/g, '{}')))
    .map(({ method, path }) => ({ is: 'unknown route', operation: `${method} ${path}` }))
}

function unshownFields({ report, operations }: Joined): readonly Finding[] {
  const { specification, model } = report
  return model.resources.flatMap(resource => {
    const carriers = [resource, ...wholesOf(resource, model.resources)]
    const exercising = operations.filter(page => carriers.includes(page.resource)).flatMap(({ scenarios }) => scenarios)
    const shown = shownFields(resource, specification.scenarios, new Set(exercising.map(({ scenario }) => scenario)))
    return resource.fields
      .filter(field => !shown.has(field.name) && field.name !== resource.trash && !isInside(field, operations))
      .map(({ name, from }): Finding => ({
        is: 'unshown field',
        resource: resource.name,
        field: name,
        from: from.map(placeName),
      }))
  })
}

/** The resources whose rows hold rows of this one, at any depth. */
function wholesOf({ name }: Resource, all: readonly Resource[], known: readonly Resource[] = []): readonly Resource[] {
  const outer = all.filter(
    one => !known.includes(one) && one.fields.some(({ type }) => type.is === 'parts' && type.resource === name),
  )
  return [...outer, ...outer.flatMap(one => wholesOf(one, all, [...known, ...outer]))]
}

/** What rows are joined with by requests of their own is shown by these; what keeps a part with its whole is not to be seen. */
const isInside = ({ type, hidden }: Field, operations: readonly OperationPage[]): boolean =>
  type.is === 'links'
    ? operations.some(({ operation, resource }) => operation.kind === 'link' && resource.name === type.resource)
    : type.is === 'reference' && hidden
