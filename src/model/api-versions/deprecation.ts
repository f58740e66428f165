import type { Deprecation } from '../api-model.ts'
import { policiesOf, type Demand, type Evidence } from '../evidence.ts'

/**
 * From when on a version is not to be used any more, and when it ends: as stated. A day ends with its first second unless an
 * answer shows another time; an answer may also show the older form of `Deprecation`, which is `true`.
 */
export function deprecationOf(version: string, evidence: Evidence): Deprecation | undefined {
  const stated = policiesOf(evidence, 'deprecated').filter(({ fact }) => fact.version === version)
  if (stated.length === 0) return undefined
  const [since] = stated.flatMap(({ fact }) => fact.since ?? []).toSorted()
  const [until] = stated.flatMap(({ fact }) => fact.until ?? []).toSorted()
  const shown = [...evidence.demands, ...evidence.later]
  const form = since ?? sinceShown(shown)
  return {
    ...(form !== undefined && { since: form }),
    ...(until !== undefined && { until: timeOf(until, shown) }),
    from: stated.map(({ place }) => place),
  }
}

const valuesOf = (demands: readonly Demand[], header: string): readonly string[] =>
  demands.flatMap(({ example }) =>
    example.expected.flatMap(({ fact }) =>
      fact.is === 'answer-header' && fact.name.toLowerCase() === header ? [fact.value] : [],
    ),
  )

function sinceShown(demands: readonly Demand[]): string | true | undefined {
  const values = valuesOf(demands, 'deprecation')
  if (values.includes('true')) return true
  const [seconds] = values.flatMap(value => /^@(\d+)$/.exec(value)?.[1] ?? []).toSorted()
  return seconds === undefined ? undefined : new Date(Number(seconds) * 1000).toISOString()
}

function timeOf(date: string, demands: readonly Demand[]): string {
  const shown = valuesOf(demands, 'sunset')
    .map(value => new Date(value))
    .filter(time => !Number.isNaN(time.getTime()) && time.toISOString().startsWith(date))
  return (shown.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? new Date(`${date}T00:00:00Z`)).toISOString()
}
