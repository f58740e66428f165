import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { outlineOf, type StepOutline } from './outline.ts'
import type { Attempt, RunReport, ScenarioResult, Source } from './result.ts'

/** What a run has shown, kept with its site: the site can be made again from it, and held against what is there now. */
export interface RunRecord extends Required<Pick<RunReport, 'run' | 'sources' | 'results' | 'routes' | 'code'>> {
  readonly format: typeof FORMAT
  readonly diagnoses?: RunReport['diagnoses'] | undefined
}

const FORMAT = 'brine-run/1'

/** Its name in the folder of the site. */
export const RECORD = 'run.json'

export function recordOf({ run, sources, results, diagnoses = {}, routes = [], code = {} }: RunReport): RunRecord {
  return {
    format: FORMAT,
    run,
    sources,
    results: results.map(slim),
    diagnoses: Object.fromEntries(
      Object.entries(diagnoses).map(([id, { kind, code: at }]) => [id, { kind, ...(at && { code: at }) }]),
    ),
    routes,
    code,
  }
}

/** @returns nothing where no run has left one that can be read */
export async function readRecord(site: string): Promise<RunRecord | undefined> {
  try {
    const found = JSON.parse(await readFile(join(site, RECORD), 'utf8')) as RunRecord // its format is checked
    return found.format === FORMAT ? found : undefined
  } catch {
    return undefined
  }
}

/** Features and code as they are now. */
export interface Present {
  readonly sources: readonly Source[]
  readonly code: Readonly<Record<string, string>>
}

/**
 * What a run has shown, as far as it still speaks of what is there: a scenario that was changed since counts as not run.
 * One that has only moved keeps its result.
 */
export function heldAgainst(
  { sources, results, diagnoses = {}, run, routes, code }: RunRecord,
  now: Present,
): Pick<RunReport, 'results' | 'diagnoses' | 'changed' | 'run' | 'routes' | 'code'> {
  const then = new Map(sources.map(({ uri, text }) => [uri, text]))
  const unchanged = new Set(now.sources.filter(({ uri, text }) => then.get(uri) === text).map(({ uri }) => uri))
  const byFile = Map.groupBy(results, ({ id }) => fileOf(id))
  const kept = now.sources.flatMap((source): readonly (readonly [was: string, is: ScenarioResult])[] => {
    const found = byFile.get(source.uri) ?? []
    if (unchanged.has(source.uri)) return found.map(result => [result.id, result])
    return moved(found, { uri: source.uri, text: then.get(source.uri) ?? '' }, source)
  })
  return {
    run,
    routes,
    code,
    results: kept.map(([, result]) => result),
    diagnoses: Object.fromEntries(kept.flatMap(([was, { id }]) => (diagnoses[was] ? [[id, diagnoses[was]]] : []))),
    changed: [
      ...now.sources.map(({ uri }) => uri).filter(uri => !unchanged.has(uri)),
      ...[...then.keys()].filter(uri => !now.sources.some(source => source.uri === uri)),
      ...[...new Set([...Object.keys(code), ...Object.keys(now.code)])].filter(path => code[path] !== now.code[path]),
    ].toSorted(),
  }
}

/** The results of scenarios that say the same as they did, under the lines at which they stand now. */
function moved(
  results: readonly ScenarioResult[],
  then: Source,
  now: Source,
): readonly (readonly [string, ScenarioResult])[] {
  const byText = Map.groupBy(scenariosOf(now), ({ text }) => text)
  const before = new Map(scenariosOf(then).map(scenario => [`${then.uri}:${scenario.line}`, scenario]))
  return results.flatMap(result => {
    const was = before.get(result.id)
    const is = was && byText.get(was.text)?.shift()
    return is ? [[result.id, at(result, was, is, now.uri)] as const] : []
  })
}

interface Written {
  readonly line: number
  /** What it says, steps of backgrounds included, wherever it stands. */
  readonly text: string
  readonly steps: readonly StepOutline[]
}

function scenariosOf(source: Source): readonly Written[] {
  const outline = outlineOf(source)
  return [...(outline?.steps ?? [])].map(([line, steps]) => ({
    line,
    steps,
    text: JSON.stringify(steps.map(({ line: _, ...said }) => said)),
  }))
}

function at(result: ScenarioResult, was: Written, is: Written, uri: string): ScenarioResult {
  const { failure } = result
  const failed = failure ? was.steps.findIndex(({ line }) => line === failure.place.line) : -1
  const line = is.steps[failed]?.line
  return {
    ...result,
    id: `${uri}:${is.line}`,
    ...(failure && line !== undefined && { failure: { ...failure, place: { ...failure.place, line } } }),
  }
}

const fileOf = (id: string): string => id.slice(0, id.lastIndexOf(':'))

/** Without what the pages do not show. */
const slim = ({
  id,
  exchanges,
  operations,
  output = [],
  attempts = [],
  ...result
}: ScenarioResult): ScenarioResult => ({
  id,
  ...slimAttempt(result),
  exchanges: exchanges.map(plain),
  operations,
  ...(output.length > 0 && { output }),
  ...(attempts.length > 0 && { attempts: attempts.map(slimAttempt) }),
})

const slimAttempt = ({ status, steps, duration, failure, attachments = [] }: Attempt): Attempt => ({
  status,
  steps: steps.map(step => ({ status: step.status, duration: step.duration })),
  duration,
  failure: failure && { ...failure, exchange: failure.exchange && plain(failure.exchange) },
  ...(attachments.length > 0 && { attachments }),
})

const plain = ({ request, answer, duration }: ScenarioResult['exchanges'][number]) => ({
  request,
  answer: { status: answer.status, headers: answer.headers, text: answer.text },
  duration,
})
