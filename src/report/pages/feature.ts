import { html, type Html } from '../html.ts'
import { anchor, count, isRescued, type FeaturePage, type Joined, type ScenarioPage } from '../join.ts'
import type { RuleOutline, ScenarioOutline } from '../outline.ts'
import { failureBlock } from '../parts/failure.ts'
import { changedSince, twinOf, type Page } from '../parts/layout.ts'
import { prose } from '../parts/prose.ts'
import { badge, bar, dot, flakyMark, tally, time } from '../parts/status.ts'
import { stepList, table, values } from '../parts/steps.ts'
import type { Status } from '../result.ts'
import { href } from '../slugs.ts'
import { counted } from '../words/counted.ts'

/** One feature as it was written, each scenario with what became of it. */
export function featurePage(feature: FeaturePage, site: Joined): Page {
  const { path, outline, counts, scenarios } = feature
  const view = { path, byLine: new Map(scenarios.map(page => [page.scenario.line, page])), site }
  const body = html`<div class="beside">
    <div>
      <h1>${feature.feature.name}</h1>
      ${changedSince([feature.feature.uri], site)} ${tags(feature.feature.tags)}
      <div class="lead">${prose(outline?.description ?? feature.feature.description)}</div>
      ${bar(counts)}
      <p class="filters" data-filters>${tally(counts)}</p>
      ${outline && background(outline.background)}
      ${outline ? outline.rules.map(rule => ruleBlock(rule, view)) : scenarios.map(page => scenarioBlock(undefined, [page], view))}
      <p class="quiet source">Written in <code>${feature.feature.uri}</code></p>
    </div>
    ${contents(feature)}
  </div>`
  return { path, title: feature.feature.name, part: 'features', body, twin: twinOf(path) }
}

interface View {
  readonly path: string
  readonly byLine: ReadonlyMap<number, ScenarioPage>
  readonly site: Joined
}

function contents({ outline, scenarios }: FeaturePage): Html {
  const byLine = new Map(scenarios.map(page => [page.scenario.line, page]))
  const entry = (scenario: ScenarioOutline) => {
    const pages = pagesOf(scenario, byLine)
    return (
      pages[0] &&
      html`<li>${dot(worst(pages))}<a href="#${encodeURIComponent(anchor(pages[0]))}">${scenario.name}</a></li>`
    )
  }
  return html`<aside>
    <nav aria-label="On this page">
      ${outline?.rules.map(
        ({ name, scenarios: all }) =>
          html`${name !== undefined && html`<p>${name}</p>`}
            <ul>
              ${all.map(entry)}
            </ul>`,
      )}
    </nav>
  </aside>`
}

const ruleBlock = ({ id, name, description, background: own, scenarios }: RuleOutline, view: View): Html => {
  const blocks = html`${background(own)}${scenarios.map(scenario => scenarioBlock(scenario, pagesOf(scenario, view.byLine), view))}`
  if (name === undefined)
    return html`<section class="rule">
      <h2 class="said">Scenarios</h2>
      ${blocks}
    </section>`
  return html`<section class="rule" aria-labelledby="${id}">
    <h2 id="${id}">${name}</h2>
    ${prose(description)}${blocks}
  </section>`
}

const background = (steps: RuleOutline['background']): Html | false =>
  steps.length > 0 &&
  html`<details class="background">
    <summary>Given for each scenario <span class="quiet">${counted(steps.length, 'step')}</span></summary>
    ${stepList(steps)}
  </details>`

/** The scenario itself, or all the examples of an outline. */
const pagesOf = ({ line, examples }: ScenarioOutline, byLine: View['byLine']): readonly ScenarioPage[] => {
  const lines = examples.length ? examples.flatMap(({ rows }) => rows.map(row => row.line)) : [line]
  return lines.flatMap(one => byLine.get(one) ?? [])
}

function scenarioBlock(outline: ScenarioOutline | undefined, pages: readonly ScenarioPage[], view: View): Html | false {
  const [first] = pages
  if (!first) return false
  const status = worst(pages)
  const alone = !outline?.examples.length
  const statuses = [...new Set(pages.map(page => page.status))].join(' ')
  return html`<article class="scenario" id="${anchor(first)}" data-status="${statuses}">
    <h3>
      ${alone ? html`<a href="${href(view.path, first.path)}">${first.scenario.name}</a>` : html`<span>${values(outline.name)}</span>`}
      <span>${alone ? badge(status) : tally(count(pages))}${flakyMark(pages.some(isRescued))}</span>
    </h3>
    ${alone && tags(first.scenario.tags.filter(tag => !first.scenario.feature.tags.includes(tag)))}
    ${outline && prose(outline.description)}
    ${stepList(outline?.steps ?? first.steps, status === 'passed' || !alone ? undefined : first.result?.steps.slice(first.given))}
    ${alone ? calls(first, view) : outline.examples.map(({ name, head, rows }) => examplesTable(name, head, rows, view))}
    ${pages.map(page => page.result?.failure && failureBlock(page.result.failure, { heading: alone ? undefined : page.scenario.name, more: href(view.path, page.path) }))}
  </article>`
}

function examplesTable(
  name: string,
  head: readonly string[],
  rows: readonly { readonly line: number; readonly cells: readonly string[] }[],
  { byLine, path }: View,
): Html {
  const shown = rows.map(({ line, cells }) => {
    const page = byLine.get(line)
    return [
      ...cells.map(values),
      page && html`<a href="${href(path, page.path)}">${badge(page.status)}</a>${flakyMark(isRescued(page))}`,
    ]
  })
  return html`<div class="examples">
    <p>${name || 'Examples'}</p>
    ${table(shown, [...head, html`<span class="said">Result</span>`])}
  </div>`
}

/** What was called, in order; the page of the scenario has the whole exchanges. */
function calls({ result, path: page }: ScenarioPage, { path }: View): Html | false {
  if (!result?.exchanges.length) return false
  const shown = result.exchanges.slice(0, 6)
  const to = href(path, page)
  return html`<p class="calls">
    ${shown.map(
      ({ request, answer }, n) =>
        html`<a href="${to}#exchange-${n + 1}"
          ><b>${request.method}</b> ${short(request.path)} <span>${answer.status}</span></a
        > `,
    )}${result.exchanges.length > shown.length && html`<a href="${to}">${result.exchanges.length - shown.length} more</a> `}<span
      class="time"
      >${time(result.duration)}</span
    >
  </p>`
}

/** Ids say little in a line. */
const short = (path: string) =>
  path.replace(
    /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-([0-9a-f]{12})/gi,
    (_, end: string) => `…${end.slice(-4)}`,
  )

const tags = (all: readonly string[]): Html | false =>
  all.length > 0 && html`<p class="tags">${all.map(tag => html`<span>${tag}</span> `)}</p>`

const ranks: readonly Status[] = ['failed', 'undefined', 'stubbed', 'notRun', 'skipped', 'passed']

/** One status for several: what is least good. */
const worst = (pages: readonly ScenarioPage[]): Status =>
  ranks.find(status => pages.some(page => page.status === status)) ?? 'notRun'
