import { isFlaky, pastOf, type History, type PastRun } from '../history.ts'
import { html, type Html } from '../html.ts'
import { statuses, type Joined, type ScenarioPage } from '../join.ts'
import { moment, section, type Page } from '../parts/layout.ts'
import { strip } from '../parts/past.ts'
import { badge, tally, time } from '../parts/status.ts'
import { table } from '../parts/steps.ts'
import { href } from '../slugs.ts'
import { sum } from './overview.ts'

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
    <p class="lead">The last ${sum(history.runs.length, 'run')}; the latest stands on the right.</p>
    ${chart(history.runs)}
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

const [BAR, GAP, HEIGHT] = [16, 4, 140]

/** A column for each run: what passed below, what needs attention above. The table says the same. */
function chart(runs: readonly PastRun[]): Html {
  const most = Math.max(1, ...runs.map(total))
  const width = runs.length * (BAR + GAP)
  const columns = runs.map((run, n) => {
    let y = HEIGHT
    return statuses.toReversed().map(status => {
      const height = Math.round((run.counts[status] / most) * HEIGHT * 10) / 10
      y = Math.round((y - height) * 10) / 10
      return (
        height > 0 && html`<rect class="${status}" x="${n * (BAR + GAP)}" y="${y}" width="${BAR}" height="${height}" />`
      )
    })
  })
  return html`<svg
    class="chart"
    viewBox="0 0 ${width} ${HEIGHT}"
    width="${width}"
    height="${HEIGHT}"
    role="img"
    aria-label="${trend(runs)}"
  >
    ${columns}
  </svg>`
}

/** What the chart shows, for who does not see it. */
function trend(runs: readonly PastRun[]): string {
  const [first, last] = [runs[0], runs.at(-1)]
  if (!first || !last) return 'No run yet'
  return `From ${first.counts.passed} of ${total(first)} scenarios passed to ${last.counts.passed} of ${total(last)}`
}

const total = ({ counts }: PastRun): number => statuses.reduce((all, status) => all + counts[status], 0)

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
