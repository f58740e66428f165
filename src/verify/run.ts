import type { ApiModel } from '../model/index.ts'
import type { Phrase, Specification } from '../spec/index.ts'
import { collector } from './collect.ts'
import type { ScenarioResult } from './result.ts'
import type { Service } from './service.ts'
import { inSession, type Session } from './session.ts'
import { configuration, loadSteps, surroundings } from './steps.ts'

export interface RunOptions {
  /** The project's folder, that the features' names are relative to. */
  readonly root: string
  readonly specification: Specification
  readonly model: ApiModel
  readonly service: Service
  /** Empties the database, and whatever else scenarios share; called before each. */
  readonly cleaner: { clean(): Promise<unknown> }
  /** What the first scenario waits for, while all is made ready for it. Where it is rejected, nothing is run. */
  readonly ready?: Promise<unknown> | undefined
  /** Ids of the scenarios to run; all without. */
  readonly only?: readonly string[]
  /** Of a random order; without, they run as they stand in the features. */
  readonly seed?: string | undefined
  /** How often a scenario that fails is tried again; never without. */
  readonly retry?: number | undefined
  /** The project's own step definitions: `steps/**\/*.ts`. */
  readonly steps?: readonly string[]
  readonly onProgress?: (result: ScenarioResult) => void
}

/** Loads what running needs, while there is something else to wait for. */
export const warmUp = (): void => void import('@cucumber/cucumber/api')

/**
 * Runs scenarios against the service, one after the other, and answers with what came of each, in their order.
 *
 * @throws {StepsError} when the project's own steps cannot be loaded
 * @throws {Error} when a hook of theirs fails outside of any scenario
 * @throws whatever `ready` is rejected with
 */
export async function runScenarios(options: RunOptions): Promise<readonly ScenarioResult[]> {
  const { root, specification, model, service, cleaner, only, steps = ['steps/**/*.ts'], onProgress } = options
  const wanted = new Set(only ?? specification.scenarios.map(it => it.id))
  const chosen = specification.scenarios.filter(it => wanted.has(it.id))
  const ready = options.ready ?? Promise.resolve()
  let isReady = true
  ready.catch(() => (isReady = false))
  if (chosen.length === 0) return ready.then(() => [])
  const { runCucumber } = await import('@cucumber/cucumber/api')
  const runConfiguration = await configuration(root, pathsOf(chosen, specification), steps, options)
  const session: Session = {
    root,
    model,
    service,
    ready,
    clean: async () => void (await cleaner.clean()),
    scenarios: new Map(chosen.map(scenario => [scenario.id, scenario])),
    current: undefined,
    prepared: undefined,
  }
  const results = new Map<string, ScenarioResult>()
  const { receive, broken } = collector(root, session, result => {
    results.set(result.id, result)
    if (isReady) onProgress?.(result)
  })
  const support = await loadSteps({ root, steps, words: wordsIn(specification) }, runConfiguration)
  await inSession(session, () => runCucumber({ ...runConfiguration, support }, surroundings(root), receive))
  await session.prepared?.catch(() => undefined)
  await ready
  const missing = chosen.find(({ id }) => !results.has(id))
  if (missing) throw new Error(`${missing.id} did not run: ${broken() ?? 'cucumber left it out'}`)
  return chosen.map(({ id }) => results.get(id)!)
}

/** `features/books.feature:12:30`; a file that runs as a whole goes without lines. */
function pathsOf(chosen: readonly { uri: string; line: number }[], { scenarios }: Specification): string[] {
  return Object.entries(Object.groupBy(chosen, it => it.uri)).map(([uri, some = []]) => {
    const all = scenarios.filter(it => it.uri === uri)
    return some.length === all.length ? uri : [uri, ...some.map(it => it.line)].join(':')
  })
}

/** The project's own words that the features use. */
export const wordsIn = ({ scenarios }: Specification): readonly Phrase[] => [
  ...new Set(scenarios.flatMap(({ steps }) => steps.flatMap(({ phrase }) => (phrase?.means ? phrase : [])))),
]
