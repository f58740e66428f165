import { selectScenarios, type Scenario } from '../spec/index.ts'
import { UsageError } from './errors.ts'
import type { Selection } from './project.ts'

/** Which scenarios a run is about, and in which order it takes them. */
export interface Choice {
  /** Feature files, folders or `file:line`; the project's features without. */
  readonly paths: readonly string[]
  /** A tag expression: `@orders and not @slow`. */
  readonly tags?: string | undefined
  /** What a scenario's name holds, or `/a regular expression/`; one of them is enough. */
  readonly names?: readonly string[] | undefined
  /** Only what was red the last time that it ran. */
  readonly failed?: boolean | undefined
  /** One of several equal parts, for machines that share a run. */
  readonly shard?: Shard | undefined
  /** The seed of a random order; without, scenarios run as they stand in the features. */
  readonly seed?: string | undefined
  /** How often a scenario that fails is tried again. */
  readonly retry?: number | undefined
}

export interface Shard {
  /** From 1. */
  readonly index: number
  readonly of: number
}

/** A scenario as a later run finds it again, also where lines have moved. */
export interface Remembered {
  readonly uri: string
  readonly line: number
  readonly name: string
}

export interface Chosen {
  readonly selected: readonly Scenario[]
  /** How many scenarios all shards have together. */
  readonly ofAll: number
}

/** Is a run about everything that the project has? Only then it can be said that something is missing. */
export const isWhole = ({ paths, tags, names, failed, shard }: Choice): boolean =>
  paths.length === 0 && tags === undefined && !names?.length && !failed && !shard

/**
 * The scenarios of a run, in the order of the features.
 *
 * @param red what failed the last time
 * @throws {UsageError} when none is left, and says by what
 */
export function choose(
  scenarios: readonly Scenario[],
  { uris, lines }: Selection,
  choice: Choice,
  red: readonly Remembered[],
): Chosen {
  const { tags, names = [], failed, shard } = choice
  let selected = some(byTags(scenarios, uris, lines, tags), tags && `no scenario has the tags ${tags}`)
  if (names.length > 0) selected = some(byNames(selected, names), `no scenario's name holds ${names.join(' or ')}`)
  if (failed) selected = some(whatFailed(selected, red), 'none of these scenarios was red the last time')
  const ofAll = selected.length
  if (shard)
    selected = some(
      selected.filter((_, n) => n % shard.of === shard.index - 1),
      `shard ${shard.index} of ${shard.of} is empty: there are only ${ofAll} scenarios`,
    )
  return { selected, ofAll }
}

function some(selected: readonly Scenario[], what = 'there is no scenario there'): readonly Scenario[] {
  if (selected.length > 0) return selected
  throw new UsageError(what, 'A run without scenarios proves nothing, so it is never green.')
}

function byTags(
  scenarios: readonly Scenario[],
  uris: readonly string[],
  lines: Selection['lines'],
  tags: string | undefined,
): readonly Scenario[] {
  try {
    return selectScenarios(scenarios, new Set(uris), lines, tags)
  } catch (error) {
    throw new UsageError(
      `the tag expression "${tags}" cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      'Write it as in: --tags "@orders and not @slow"',
    )
  }
}

/** @throws {UsageError} for an expression that cannot be read */
export function byNames(scenarios: readonly Scenario[], names: readonly string[]): readonly Scenario[] {
  const tests = names.map(nameTest)
  return scenarios.filter(({ name }) => tests.some(test => test(name)))
}

function nameTest(wanted: string): (name: string) => boolean {
  const [, pattern] = /^\/(.+)\/$/.exec(wanted) ?? []
  if (pattern === undefined) return name => name.toLowerCase().includes(wanted.toLowerCase())
  try {
    const expression = new RegExp(pattern)
    return name => expression.test(name)
  } catch (error) {
    throw new UsageError(
      `the name ${wanted} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      'Between slashes stands a regular expression, as in: --name "/^A book/"; without them, a part of the name.',
    )
  }
}

/** By its name and file; of several with one name, the one that has not moved where there is one. */
function whatFailed(scenarios: readonly Scenario[], red: readonly Remembered[]): readonly Scenario[] {
  const wanted = new Set(
    red.flatMap(({ uri, name, line }) => {
      const named = scenarios.filter(one => one.uri === uri && one.name === name)
      const unmoved = named.filter(one => one.line === line)
      return unmoved.length > 0 ? unmoved : named
    }),
  )
  return scenarios.filter(one => wanted.has(one))
}
