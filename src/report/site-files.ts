import { join } from './join.ts'
import { livingDoc } from './living-doc.ts'
import { openApi } from './openapi/index.ts'
import { evidenceOf } from './openapi/evidence.ts'
import { featurePage } from './pages/feature.ts'
import { operationPage } from './pages/operation.ts'
import { operationsPage } from './pages/operations.ts'
import { overview } from './pages/overview.ts'
import { resourcePage } from './pages/resource.ts'
import { resourcesPage } from './pages/resources.ts'
import { scenarioPage } from './pages/scenario.ts'
import { layout } from './parts/layout.ts'
import type { RunReport } from './result.ts'
import { searchIndex } from './search-index.ts'

export interface Assets {
  readonly style: string
  readonly script: string
}

/** Every file of the site: path → text. */
export function siteFiles(report: RunReport, { style, script }: Assets): ReadonlyMap<string, string> {
  const site = join(report)
  const pages = [
    overview(site),
    operationsPage(site),
    resourcesPage(site),
    ...site.features.map(feature => featurePage(feature, site)),
    ...site.scenarios.map(scenario => scenarioPage(scenario, site)),
    ...site.operations.map(operation => operationPage(operation, site)),
    ...site.resources.map(resource => resourcePage(resource, site)),
  ]
  return new Map([
    ...pages.map(page => [page.path, layout(page, site)] as const),
    ['site.css', style],
    ['site.js', script],
    ['search.js', searchIndex(site)],
    ['openapi.json', json(openApi(report.model, evidenceOf(site)))],
    ['living-doc.json', json(livingDoc(site))],
  ])
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`
