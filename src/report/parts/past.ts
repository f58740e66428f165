import { isFlaky, statusOf, type PastScenario } from '../history.ts'
import { html, type Html } from '../html.ts'
import { moment } from './layout.ts'
import { words } from './status.ts'

/** How many of the last runs are shown beside a scenario. */
const SHOWN = 20

/** The last results of a scenario as a row of marks, the latest on the right. */
export function strip(past: PastScenario | undefined): Html | false {
  if (!past || past.results.length < 2) return false
  const marks = Array.from(past.results.slice(-SHOWN).replace(/^\.+/, ''), statusOf)
  const said = marks.map(status => (status ? words[status] : 'not there')).join(', ')
  return html`<span class="strip" role="img" aria-label="The last results: ${said}"
    >${marks.map(status => html`<i class="${status ?? 'absent'}"></i>`)}</span
  >`
}

/** Since when there is a scenario, and how it has fared. */
export const pastLine = (past: PastScenario | undefined): Html | false =>
  past !== undefined &&
  html`<p class="quiet past">
    First run on ${moment(past.first)} ${strip(past)}
    ${isFlaky(past) && html`<strong>Now green, now red: do not trust it until that is explained.</strong>`}
  </p>`
