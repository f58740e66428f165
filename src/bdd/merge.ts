import { UsageError } from './errors.ts'
import { verdict } from './outcome.ts'
import type { RunData } from './run-data.ts'

export interface NamedRun {
  /** The file that it was read from. */
  readonly name: string
  readonly data: RunData
}

/**
 * Several runs of the same features as one. A scenario that more than one of them ran counts once, and is red when it was
 * red anywhere.
 *
 * @throws {UsageError} for runs of other features, and for shards that are missing or there twice
 */
export function mergeRuns(runs: readonly NamedRun[]): RunData {
  const [first] = runs
  if (!first) throw new UsageError('there is no run to merge', 'Name the files that --json has written.')
  const other = runs.find(({ data }) => data.run.features !== first.data.run.features)
  if (other) throw new UsageError(`${other.name} is a run of other features than ${first.name}`, again)
  allShards(runs)
  const all = runs.map(({ data }) => data)
  const failures = distinct(all.flatMap(data => data.failures))
  // what is not green comes first, so that it is what stays
  const results = distinct(all.flatMap(data => data.results).toSorted((a, b) => isGreen(a) - isGreen(b)))
  const count = (...statuses: readonly string[]) => results.filter(({ status }) => statuses.includes(status)).length
  const [total, passed, stubbed, notRun] = [
    results.length,
    count('passed'),
    count('stubbed'),
    count('not run', 'skipped'),
  ]
  const tokens = all.flatMap(data => data.tokens ?? [])
  return {
    scenarios: { total, passed, failed: total - passed - stubbed - notRun, stubbed, notRun },
    run: { features: first.data.run.features, of: Math.max(total, ...all.map(({ run }) => run.of)) },
    generated: distinct(all.flatMap(({ generated }) => generated)),
    failures,
    results: results.toSorted((a, b) => (a.uri === b.uri ? a.line - b.line : a.uri < b.uri ? -1 : 1)),
    ...(tokens.length > 0 && { tokens: Math.max(...tokens) }),
    stubs: distinct(all.flatMap(({ stubs }) => stubs)),
    pending: distinct(all.flatMap(({ pending }) => pending)),
    suggestions: distinct(all.flatMap(({ suggestions }) => suggestions)),
    backends: first.data.backends,
    iterations: Math.max(...all.map(({ iterations }) => iterations)),
    seconds: Math.max(...all.map(({ seconds }) => seconds)),
  }
}

/** As for a single run: 0 all green, 1 red, 3 the surroundings failed. */
export const mergedExitCode = ({ scenarios, failures }: RunData): 0 | 1 | 3 => verdict(scenarios, failures)

const again = 'Run all shards on the same commit, and merge what each of them wrote with --json.'

function allShards(runs: readonly NamedRun[]): void {
  const shards = runs.flatMap(({ name, data }) => {
    const [index = 0, of = 0] = data.run.shard?.split('/').map(Number) ?? []
    return of > 0 ? [{ name, index, of }] : []
  })
  const [first] = shards
  if (!first) return
  const stranger = shards.find(({ of }) => of !== first.of)
  if (stranger)
    throw new UsageError(`${first.name} is one of ${first.of} shards, ${stranger.name} one of ${stranger.of}`, again)
  const twice = shards.find((one, n) => shards.findIndex(({ index }) => index === one.index) !== n)
  if (twice) throw new UsageError(`shard ${twice.index}/${first.of} is there twice (${twice.name})`, again)
  const missing = Array.from({ length: first.of }, (_, n) => n + 1).filter(n => !shards.some(it => it.index === n))
  if (missing.length > 0)
    throw new UsageError(`shard ${missing.map(n => `${n}/${first.of}`).join(' and ')} is missing`, again)
}

const isGreen = ({ status }: RunData['results'][number]) => Number(status === 'passed')

/** One of each: by its place, or by its path where it has no line. */
function distinct<T extends { readonly uri?: string; readonly path?: string; readonly line?: number }>(
  all: readonly T[],
): T[] {
  const first = new Map<string, T>()
  for (const one of all) {
    const key = `${one.uri ?? one.path}:${one.line ?? ''}`
    if (!first.has(key)) first.set(key, one)
  }
  return [...first.values()]
}
