import { z } from 'zod'
import { countsOf, failureKinds, type Outcome } from './outcome.ts'

const Place = { path: z.string(), line: z.number() }

/** A run as data: what `--json` writes and `brine merge` reads. */
export const RunData = z.object({
  scenarios: z.object({
    total: z.number(),
    passed: z.number(),
    failed: z.number(),
    stubbed: z.number(),
    notRun: z.number(),
  }),
  /** What the run was about. `features` tells them from others; `of`: scenarios in all shards together. */
  run: z.object({
    features: z.string(),
    of: z.number(),
    shard: z.string().optional(),
    order: z.string().optional(),
  }),
  generated: z.array(z.object({ path: z.string(), change: z.enum(['create', 'update', 'delete']) })),
  failures: z.array(
    z.object({
      scenario: z.string(),
      uri: z.string(),
      line: z.number(),
      kind: z.enum(failureKinds),
      message: z.string(),
    }),
  ),
  /** Every scenario that was chosen, in the order of the features; milliseconds. */
  results: z.array(
    z.object({
      uri: z.string(),
      line: z.number(),
      scenario: z.string(),
      status: z.string(),
      duration: z.number(),
      /** How often it was tried, where that is more than once. */
      attempts: z.number().optional(),
    }),
  ),
  tokens: z.number().optional(),
  /** Where features, service and documents say different things; looked into where nothing is generated. */
  drift: z.array(z.string()).optional(),
  stubs: z.array(z.object({ ...Place, scenario: z.string() })),
  pending: z.array(z.object({ ...Place, step: z.string() })),
  suggestions: z.array(z.object({ ...Place, unit: z.string(), proposed: z.string() })),
  backends: z.object({ postgres: z.string(), redis: z.string() }),
  iterations: z.number(),
  seconds: z.number(),
})

export type RunData = z.infer<typeof RunData>

export function asJson(outcome: Outcome): RunData {
  const { choice, features, ofAll, selected, results } = outcome
  const { shard, seed } = choice
  return {
    scenarios: countsOf(outcome),
    run: {
      features,
      of: ofAll,
      ...(shard && { shard: `${shard.index}/${shard.of}` }),
      ...(seed !== undefined && { order: `random:${seed}` }),
    },
    generated: outcome.changes.map(({ path, change }) => ({ path, change })),
    failures: outcome.failures.map(({ scenario, kind, message }) => ({
      scenario: scenario.name,
      uri: scenario.uri,
      line: scenario.line,
      kind,
      message,
    })),
    results: selected.map(({ id, uri, line, name }) => {
      const result = results.get(id)
      return {
        uri,
        line,
        scenario: name,
        status: result?.status ?? 'not run',
        duration: result?.duration ?? 0,
        ...(result?.attempts && { attempts: result.attempts.length + 1 }),
      }
    }),
    ...(outcome.tokens && { tokens: outcome.tokens.count }),
    ...(outcome.drift && { drift: [...outcome.drift.contradictions] }),
    stubs: [...outcome.stubs],
    pending: [...outcome.pending],
    suggestions: [...outcome.suggestions],
    backends: outcome.backends,
    iterations: outcome.iterations,
    seconds: outcome.seconds,
  }
}
