import { html, type Html } from '../html.ts'
import { statuses, type Counts } from '../join.ts'
import type { Status } from '../result.ts'

/** What each status is called on the pages. */
export const words: Readonly<Record<Status, string>> = {
  passed: 'passed',
  failed: 'failed',
  stubbed: 'yours to write',
  undefined: 'not understood',
  skipped: 'skipped',
  notRun: 'not run',
}

/** Status by shape, word and colour; the shape comes from the style sheet. */
export const badge = (status: Status): Html => html`<span class="status ${status}">${words[status]}</span>`

/** Beside the status of a scenario that has passed only when it was tried again. */
export const flakyMark = (isFlaky: boolean): Html | false => isFlaky && html` <span class="flaky">flaky</span>`

/** The shape alone, its word for who does not see it. */
export const dot = (status: Status): Html =>
  html`<span class="status dot ${status}" title="${words[status]}"><span class="said">${words[status]}</span></span>`

/** `✓ 12 passed ✕ 1 failed`: those that there are, what needs attention first. */
export const tally = (counts: Counts): Html =>
  html`<span class="tally"
    >${statuses
      .filter(status => counts[status] > 0)
      .map(status => html`<span class="status ${status}"><b>${counts[status]}</b> ${words[status]}</span> `)}</span
  >`

/** The shares of a whole as a bar; nothing that the tally does not say. */
export function bar(counts: Counts): Html {
  const order = statuses.toReversed().filter(status => counts[status] > 0)
  return html`<span class="bar" aria-hidden="true"
    >${order.map(status => html`<i class="${status}" style="flex-grow:${counts[status]}"></i>`)}</span
  >`
}

/** `12 ms`, `1.25 s` */
export const time = (ms: number): string =>
  ms < 999.5 ? `${ms < 9.95 && ms % 1 ? ms.toFixed(1) : Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`
