import { html, type Html, type Piece } from '../html.ts'
import type { Joined, ScenarioPage } from '../join.ts'
import { count } from '../join.ts'
import type { Answer, OperationPage, Recorded } from '../operations.ts'
import { parametersOf, type Parameter } from '../parameters.ts'
import { brief, exampleOf, exchangeBlock } from '../parts/exchange.ts'
import { stretch } from '../parts/generated.ts'
import { changedSince, crumbs, section, twinOf, type Page } from '../parts/layout.ts'
import { phrase } from '../parts/phrase.ts'
import { dot, tally } from '../parts/status.ts'
import { standing } from '../parts/standing.ts'
import { table } from '../parts/steps.ts'
import { operationFacts } from '../words/operations.ts'
import { shownInVersions, versionFacts } from '../words/versions.ts'
import { href, slug } from '../slugs.ts'

/** One operation: what it is for, what goes in, what comes out, and which scenarios prove it. */
export function operationPage(page: OperationPage, site: Joined): Page {
  const { path, operation, shown, intent, answers, resource } = page
  const { path: parameters, query, headers, body: fields } = parametersOf(page, site.report.model)
  const { model } = site.report
  const about = [...operationFacts(operation, model), ...versionFacts(operation, resource, model)]
  const home = site.resources.find(one => one.resource === resource)
  const files = site.trace({ operations: [page] })
  const body = html`${crumbs(path, [['operations.html', 'Operations'], ...(home ? [[home.path, resource.name] as const] : [])])}
    <h1>${intent}</h1>
    <p class="endpoint">
      <code><b>${operation.method}</b> ${shown}</code>
    </p>
    <p>
      ${page.scenarios.length ? tally(count(page.scenarios)) : html`<span class="quiet">No scenario exercises it.</span>`}
    </p>
    ${changedSince([...files.map(file => file.path), ...operation.from.map(({ uri }) => uri)], site)}
    ${
      about.length > 0 &&
      html`<ul class="facts">
        ${about.map(fact => html`<li>${fact}</li>`)}
      </ul>`
    }
    ${parameters.length > 0 && section('path', 'In the path', parameterTable(parameters))}
    ${query.length > 0 && section('query', 'In the query', parameterTable(query))}
    ${headers.length > 0 && section('headers', 'In the headers', parameterTable(headers))}
    ${fields && section('body', 'In the body', html`<p>${fields.about}</p>`, parameterTable(fields.fields))}
    ${shownInVersions(operation, resource, model).map(({ version, fields: shown }) =>
      section(
        `version-${slug(version)}`,
        `In version ${version}`,
        table(
          shown.map(([name, from]): Piece[] => [html`<code>${name}</code>`, from]),
          ['Name', 'What it is made of'],
        ),
      ),
    )}
    ${section('answers', 'What it answers', answers.length ? answerTable(answers, path) : html`<p class="quiet">No scenario says so.</p>`)}
    ${recorded(page)}
    ${page.scenarios.length > 0 && section('scenarios', 'Scenarios', scenarioList(page.scenarios, path))}
    ${
      files.length > 0 &&
      section(
        'files',
        'Where it is written',
        html`<ul class="list">
          ${files.map(file => html`<li>${stretch(file)}</li>`)}
        </ul>`,
      )
    }`
  return { path, title: `${operation.method} ${shown}`, part: 'operations', body, twin: twinOf(path) }
}

const parameterTable = (parameters: readonly Parameter[]): Html =>
  table(
    parameters.map(({ name, type, rules }): Piece[] => [html`<code>${name}</code>`, type, rules]),
    ['Name', 'Type', 'Rules'],
  )

const answerTable = (answers: readonly Answer[], path: string): Html =>
  table(
    answers.map(({ status, is, stated, seen }): Piece[] => [
      html`<b id="status-${status}">${status}</b> ${phrase(status)}`,
      standing(is),
      scenarioLinks([...new Set([...stated, ...seen])], path),
    ]),
    ['Status', 'Standing', 'Scenarios'],
  )

/** More links than these make a page heavy, and nobody reads them. */
const MANY = 20

const scenarioLinks = (pages: readonly ScenarioPage[], path: string): Html => {
  const link = (page: ScenarioPage) =>
    html`<span>${dot(page.status)}<a href="${href(path, page.path)}">${page.scenario.name}</a></span>`
  const [few, more] = [pages.slice(0, 4), pages.slice(4)]
  return html`<span class="links">${few.map(link)}</span>${
      more.length > 0 &&
      html`<details>
        <summary>${more.length} more</summary>
        <span class="links">${more.slice(0, MANY).map(link)}</span
        >${more.length > MANY && html`<p>All of them stand below.</p>`}
      </details>`
    }`
}

/** A success that was recorded, and a refusal. */
function recorded(page: OperationPage): Html | false {
  const { recorded: all, path } = page
  const success = exampleOf(page)
  const refusal = all.find(({ scenario, exchange }) => scenario.status === 'passed' && exchange.answer.status >= 400)
  const show = ({ exchange, scenario }: Recorded) =>
    html`${exchangeBlock(brief(exchange))}
      <p class="quiet">Recorded in <a href="${href(path, scenario.path)}">${scenario.scenario.name}</a></p>`
  return (
    (success ?? refusal) !== undefined &&
    section(
      'recorded',
      'As it happened',
      success && show(success),
      refusal &&
        (success
          ? html`<details>
              <summary>A refusal</summary>
              ${show(refusal)}
            </details>`
          : show(refusal)),
    )
  )
}

function scenarioList(scenarios: readonly ScenarioPage[], path: string): Html {
  const entry = (page: ScenarioPage) =>
    html`<li>${dot(page.status)}<a href="${href(path, page.path)}">${page.scenario.name}</a></li>`
  // what needs attention is never among those that are left out
  const sorted = scenarios.toSorted((a, b) => Number(a.status === 'passed') - Number(b.status === 'passed'))
  const byFeature = Map.groupBy(sorted, ({ featurePath }) => featurePath)
  return html`${[...byFeature].map(
    ([feature, pages]) =>
      html`<h3><a href="${href(path, feature)}">${pages[0]!.scenario.feature.name}</a></h3>
        <ul class="list">
          ${pages.slice(0, 2 * MANY).map(entry)}${pages.length > 2 * MANY && html`<li><a href="${href(path, feature)}">${pages.length - 2 * MANY} more on the page of the feature</a></li>`}
        </ul>`,
  )}`
}
