import { join, type Joined } from './join.ts'
import { livingDoc } from './living-doc.ts'
import { openApi } from './openapi/index.ts'
import { imagePath } from './documents/links.ts'
import { evidenceOf } from './openapi/evidence.ts'
import { documentPage } from './pages/document.ts'
import { documentsPage } from './pages/documents.ts'
import { featurePage } from './pages/feature.ts'
import { historyPage } from './pages/history.ts'
import { operationPage } from './pages/operation.ts'
import { operationsPage } from './pages/operations.ts'
import { overview } from './pages/overview.ts'
import { resourcePage } from './pages/resource.ts'
import { resourcesPage } from './pages/resources.ts'
import { scenarioPage } from './pages/scenario.ts'
import { wordsPage } from './pages/words.ts'
import { layout, twinOf } from './parts/layout.ts'
import { printJson } from './print-json.ts'
import { RECORD, recordOf } from './record.ts'
import type { RunReport } from './result.ts'
import { searchIndex } from './search-index.ts'
import { badgeSvg } from './twins/badge.ts'
import { featureTwin } from './twins/feature.ts'
import { junit } from './twins/junit.ts'
import { cucumberMessages } from './twins/messages.ts'
import { operationTwin } from './twins/operation.ts'
import { overviewTwin } from './twins/overview.ts'
import { resourceTwin } from './twins/resource.ts'

export interface Assets {
  readonly style: string
  readonly script: string
}

/** Every file of the site: path → text. */
export function siteFiles(
  report: RunReport,
  { style, script }: Assets,
  record = recordOf(report),
): ReadonlyMap<string, string> {
  const site = join(report)
  const pages = [
    overview(site),
    operationsPage(site),
    resourcesPage(site),
    ...site.features.map(feature => featurePage(feature, site)),
    ...site.scenarios.map(scenario => scenarioPage(scenario, site)),
    ...site.operations.map(operation => operationPage(operation, site)),
    ...site.resources.map(resource => resourcePage(resource, site)),
    ...(report.history ? [historyPage(site, report.history)] : []),
    ...(site.documents.firsts.length > 0 ? [documentsPage(site)] : []),
    ...site.documents.pages.map(page => documentPage(page, site)),
    ...(report.words?.length ? [wordsPage(site, report.words)] : []),
  ]
  return new Map([
    ...pages.map(page => [page.path, layout(page, site)] as const),
    ...twins(site),
    ['site.css', style],
    ['site.js', script],
    ['search.js', searchIndex(site)],
    ['openapi.json', printJson(openApi(report.model, evidenceOf(site)))],
    ['living-doc.json', printJson(livingDoc(site))],
    ['junit.xml', junit(site)],
    ['messages.ndjson', cucumberMessages(site)],
    [RECORD, `${JSON.stringify(record)}\n`],
    ['badge.svg', badgeSvg(site.counts)],
  ])
}

/** The pages that tell the API, in Markdown: beside each, under its name. */
const twins = (site: Joined): readonly (readonly [string, string])[] => [
  ['index.md', overviewTwin(site)],
  ...site.features.map(page => [twinOf(page.path), featureTwin(page, site)] as const),
  ...site.operations.map(page => [twinOf(page.path), operationTwin(page, site)] as const),
  ...site.resources.map(page => [twinOf(page.path), resourceTwin(page, site)] as const),
  ...site.documents.firsts.map(({ path, source }) => [twinOf(path), source.text] as const),
]

/** The images that documents show. */
export const imageFiles = ({ documents }: RunReport): ReadonlyMap<string, Uint8Array> =>
  new Map(
    [...(documents?.files ?? [])].flatMap(([uri, content]) => (content ? [[imagePath(uri), content] as const] : [])),
  )
