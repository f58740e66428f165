import { isFlaky, pastOf, type History, type PastRun } from '../history.ts'
import { html, type Html } from '../html.ts'
import type { Joined, ScenarioPage } from '../join.ts'
import { moment, section, type Page } from '../parts/layout.ts'
import { strip } from '../parts/past.ts'
import { badge, tally, time } from '../parts/status.ts'
import { table } from '../parts/steps.ts'
import { durations, outcomes } from '../parts/trend.ts'
import { href } from '../slugs.ts'
import { counted } from '../words/counted.ts'

const path = 'history.html'

/** How the last runs came out, and which scenarios are not steady. */
export function historyPage(site: Joined, history: History): Page {
  const { scenarios } = site
  const flaky = scenarios.filter(page => {
    const past = pastOf(history, page)
    return past && isFlaky(past)
  })
  const latest = history.runs.at(-1)?.at
  const fresh = history.runs.length > 1 ? scenarios.filter(page => pastOf(history, page)?.first === latest) : []
  const slowest = scenarios
    .filter(({ result }) => result && result.duration > 0)
    .toSorted((a, b) => b.result!.duration - a.result!.duration)
    .slice(0, 10)
  const body = html`<h1>History</h1>
    <p class="lead">The last ${counted(history.runs.length, 'run')}; the latest stands on the right.</p>
    <figure class="trend">
      <figcaption>How they came out</figcaption>
      ${outcomes(history.runs)}
    </figure>
    <figure class="trend">
      <figcaption>How long they took</figcaption>
      ${durations(history.runs)}
    </figure>
    ${section('flaky', 'Now green, now red', flaky.length ? list(flaky, history) : html`<p class="quiet">No scenario went back and forth.</p>`)}
    ${fresh.length > 0 && section('new', 'New with the last run', list(fresh.slice(0, 20), history), fresh.length > 20 && html`<p class="quiet">and ${fresh.length - 20} more</p>`)}
    ${
      slowest.length > 0 &&
      section(
        'slow',
        'What takes longest',
        table(
          slowest.map(page => [scenarioLink(page), html`<span class="time">${time(page.result!.duration)}</span>`]),
          ['Scenario', 'Time'],
        ),
      )
    }
    ${section('runs', 'Runs', runTable(history.runs))}`
  return { path, title: 'History', part: 'history', body }
}

const list = (pages: readonly ScenarioPage[], history: History): Html =>
  html`<ul class="list">
    ${pages.map(page => html`<li>${badge(page.status)} ${scenarioLink(page)} ${strip(pastOf(history, page))}</li>`)}
  </ul>`

const scenarioLink = (page: ScenarioPage): Html =>
  html`<a href="${href(path, page.path)}">${page.scenario.name}</a>
    <span class="quiet">${page.scenario.feature.name}</span>`

const runTable = (runs: readonly PastRun[]): Html =>
  table(
    runs
      .toReversed()
      .map(run => [
        html`<span class="whole">${moment(run.at)}</span>`,
        run.commit === undefined ? '' : html`<code class="whole">${run.commit.slice(0, 9)}</code>`,
        tally(run.counts),
        html`<span class="time">${run.seconds.toFixed(1)} s</span>`,
      ]),
    ['Time', 'Commit', 'Scenarios', 'Took'],
  )
