import { stepFinder, undefinedStep, type Scenario, type Step } from '../spec/index.ts'
import { diagnose, type ScenarioResult, type ServedRoute, type StepDefinition } from '../verify/index.ts'
import type { Plan, PlannedFile } from '../write/index.ts'
import type { BddEvent, BddOptions, Round } from './bdd.ts'
import { changesOf, type FileChange } from './changes.ts'
import { fingerprint } from './last-run.ts'
import type { Failure, FailureKind, Outcome, Stub, Suggestion } from './outcome.ts'
import { stepsOf } from './own-steps.ts'
import type { ReadProject } from './read-project.ts'
import { servicePlace } from './service-place.ts'

/** What a run has come to so far. */
export class Run {
  readonly options: BddOptions
  readonly read: ReadProject
  readonly tell: (event: BddEvent) => void
  readonly results = new Map<string, ScenarioResult>()
  readonly #written: Plan[] = []
  #latest: Plan | undefined
  #document: FileChange | undefined
  #done = 0
  /** The project's own, once they are loaded. */
  definitions: readonly StepDefinition[] = []
  iterations = 0
  /** What the service served in the end. */
  routes: readonly ServedRoute[] = []

  constructor(options: BddOptions, read: ReadProject, tell: (event: BddEvent) => void) {
    this.options = options
    this.read = read
    this.tell = tell
  }

  begin(round: Round, scenarios: number, _service: boolean): void {
    this.#done = 0
    this.tell({ is: 'running', round, scenarios })
  }

  progress(round: Round, result: ScenarioResult): void {
    this.#done += 1
    this.tell({ is: 'result', round, result, done: this.#done })
  }

  end(round: Round, results: readonly ScenarioResult[], service: boolean): void {
    for (const result of results) this.results.set(result.id, result)
    const passed = results.filter(({ status }) => status === 'passed').length
    this.tell({ is: 'ran', round, passed, of: results.length, service })
  }

  /** The code as it stands with the latest plan. */
  planned(plan: Plan): void {
    this.#latest = plan
  }

  /** Keeps what has been written, over all rounds; the OpenAPI document is no part of a plan. */
  written(plans: readonly Plan[], document: FileChange | undefined): void {
    this.#written.push(...plans)
    this.documented(document)
    const changes = changesOf(plans, this.read.specification.scenarios)
    this.tell({ is: 'written', changes: document ? [...changes, document] : changes })
  }

  /** Keeps that the OpenAPI document was written, or would be. */
  documented(change: FileChange | undefined): void {
    this.#document ??= change
  }

  /** What has been written, by path; empty where a file was removed. */
  writtenFiles(): ReadonlyMap<string, string> {
    return new Map(
      this.#written.flatMap(({ files }) =>
        files.filter(({ change }) => change !== 'same').map(({ path, after }) => [path, after] as const),
      ),
    )
  }

  failing(): readonly Scenario[] {
    return this.read.selected.filter(({ id }) => this.results.get(id)?.status !== 'passed')
  }

  /** Is one of these steps (`features/books.feature:12`), or any, part of a scenario that fails? */
  isFailing(from: readonly string[] | 'all'): boolean {
    if (from === 'all') return this.failing().length > 0
    const failing = new Set(
      this.failing().flatMap(({ steps }) => steps.map(({ place }) => `${place.uri}:${place.line}`)),
    )
    const find = stepFinder(this.read.specification.scenarios)
    return from.some(place => {
      const step = find(place)?.step
      return step !== undefined && failing.has(`${step.place.uri}:${step.place.line}`)
    })
  }

  /** The files of the service, as the latest plan leaves them. */
  files(): readonly PlannedFile[] {
    return this.#latest?.files ?? []
  }

  /** What is not green, and why. */
  failures(): readonly Failure[] {
    return this.failing().map(scenario => this.#failure(scenario))
  }

  outcome(
    backends: Outcome['backends'],
    started: Date,
    said: Pick<Partial<Outcome>, 'tokens' | 'site' | 'warning' | 'fewer' | 'pending' | 'drift'>,
  ): Outcome {
    const plans = this.options.dryRun && this.#latest ? [this.#latest] : this.#written
    return {
      choice: this.options,
      features: fingerprint(this.read.specification),
      selected: this.read.selected,
      ofAll: this.read.ofAll,
      results: this.results,
      failures: this.failures(),
      undefined: this.unknownSteps().map(step => undefinedStep(step, this.read.vocabulary)),
      pending: said.pending ?? [],
      changes: [...changesOf(plans, this.read.specification.scenarios), ...(this.#document ? [this.#document] : [])],
      suggestions: (this.#latest?.files ?? []).flatMap(file => suggestionsOf(file, this.options.generate)),
      stubs: stubsIn(this.#latest?.files ?? []),
      backends,
      iterations: this.iterations,
      seconds: (Date.now() - started.getTime()) / 1000,
      site: said.site,
      tokens: said.tokens,
      warning: said.warning,
      fewer: said.fewer,
      drift: said.drift,
    }
  }

  #failure(scenario: Scenario): Failure {
    const result = this.results.get(scenario.id)
    const kind = this.#kindOf(result)
    const code = result && servicePlace(result, this.read.model, this.#latest?.files ?? [])
    return { scenario, result, kind, message: result?.failure?.message ?? fallback[kind], ...(code && { code }) }
  }

  #kindOf(result: ScenarioResult | undefined): FailureKind {
    if (!result) return 'not run'
    if (result.status === 'stubbed') return 'stub'
    const absent = (this.#latest?.files ?? []).filter(({ change }) => change !== 'same').map(({ path }) => path)
    return diagnose(result, this.options.generate ? [] : absent)
  }

  /** Steps that neither a phrase nor a definition of the project's own matches, each once. */
  unknownSteps(): readonly Step[] {
    const steps = stepsOf(this.read.selected).filter(
      ({ phrase, text }) => !phrase && !this.definitions.some(({ matches }) => matches(text)),
    )
    return [...new Map(steps.map(step => [`${step.place.uri}:${step.place.line}`, step])).values()]
  }

  /** Steps whose definitions of the project's own are still to be filled in. */
  pendingSteps(): readonly Step[] {
    return this.read.selected.flatMap(({ id, steps }) =>
      steps.filter(
        (step, n) =>
          this.results.get(id)?.steps[n]?.status === 'undefined' &&
          this.definitions.some(({ matches }) => matches(step.text)),
      ),
    )
  }
}

const fallback: Readonly<Record<FailureKind, string>> = {
  undefined: 'a step of it means nothing yet',
  absent: 'the code for it is not written yet',
  behaviour: 'the service behaves otherwise',
  stub: 'the method for it is yours to write',
  environment: 'there was nothing to run it against',
  'not run': 'it was not run',
}

/** Where nothing is to be written, what was never generated is nobody's to change. */
const suggestionsOf = ({ path, kept }: PlannedFile, generate: boolean): Suggestion[] =>
  kept
    .filter(({ why }) => generate || why !== 'yours')
    .map(({ unit, line, proposed }) => ({ path, line, unit, proposed }))

/** Methods that still throw `notImplemented`. */
function stubsIn(files: readonly PlannedFile[]): Stub[] {
  return files.flatMap(({ path, after }) =>
    after.split('\n').flatMap((text, n) => {
      const [, scenario] = /notImplemented\((['"`])(.*)\1\)/.exec(text)?.slice(1) ?? []
      return scenario === undefined ? [] : [{ path, line: n + 1, scenario }]
    }),
  )
}
