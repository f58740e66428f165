import type { PastRun } from '../history.ts'
import { html, type Html } from '../html.ts'
import { statuses } from '../join.ts'

/** A column for each run: what passed below, what needs attention above. The table of the runs says the same. */
export function outcomes(runs: readonly PastRun[]): Html {
  const most = Math.max(1, ...runs.map(total))
  const [first, last] = [runs[0], runs.at(-1)]
  const says =
    first && last
      ? `From ${first.counts.passed} of ${total(first)} scenarios passed to ${last.counts.passed} of ${total(last)}`
      : 'No run yet'
  return chart(runs, 140, says, run =>
    statuses.toReversed().map(status => [status, run.counts[status] / most] as const),
  )
}

/** A column for each run: how long it took. */
export function durations(runs: readonly PastRun[]): Html {
  const most = Math.max(...runs.map(({ seconds }) => seconds))
  const [first, last] = [runs[0], runs.at(-1)]
  const says = first && last ? `From ${first.seconds.toFixed(1)} s to ${last.seconds.toFixed(1)} s` : 'No run yet'
  return chart(runs, 60, says, ({ seconds }) => [['took', most > 0 ? seconds / most : 0]])
}

const [BAR, GAP] = [16, 4]

/** @param of what a column is made of, from below: each with its share of the height */
function chart(
  runs: readonly PastRun[],
  height: number,
  says: string,
  of: (run: PastRun) => readonly (readonly [kind: string, share: number])[],
): Html {
  const width = runs.length * (BAR + GAP)
  const columns = runs.map((run, n) => {
    let y = height
    return of(run).map(([kind, share]) => {
      const part = rounded(share * height)
      y = rounded(y - part)
      return part > 0 && html`<rect class="${kind}" x="${n * (BAR + GAP)}" y="${y}" width="${BAR}" height="${part}" />`
    })
  })
  return html`<svg
    class="chart"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    role="img"
    aria-label="${says}"
  >
    ${columns}
  </svg>`
}

const rounded = (length: number) => Math.round(length * 10) / 10

const total = ({ counts }: PastRun): number => statuses.reduce((all, status) => all + counts[status], 0)
