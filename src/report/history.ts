import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { join, type Counts, type ScenarioPage } from './join.ts'
import type { RunReport, Status } from './result.ts'

/** The last runs, oldest first: small enough to be kept in one file. */
export interface History {
  readonly format: typeof FORMAT
  readonly runs: readonly PastRun[]
  readonly scenarios: Readonly<Record<string, PastScenario>>
}

export interface PastRun {
  readonly at: string
  readonly commit?: string | undefined
  readonly seconds: number
  readonly counts: Counts
}

/** A scenario, known by the address of its page: it survives reordering, not renaming. */
export interface PastScenario {
  /** When it was first run with. */
  readonly first: string
  /** A letter for each run, the last for the latest: `ppfp`; a dot where it was not there. */
  readonly results: string
}

const FORMAT = 'brine-history/1'

/** How many runs are kept. */
const KEPT = 50

/** The history with one more run. The same run is not counted twice. */
export function remember(history: History | undefined, report: RunReport): History {
  const { run } = report
  const { scenarios, counts } = join(report)
  const before = history?.runs.at(-1)?.at === run.at ? withoutLast(history) : history
  const runs = [...(before?.runs ?? []), { at: run.at, commit: run.commit, seconds: run.seconds, counts }].slice(-KEPT)
  const now = new Map(scenarios.map(page => [keyOf(page), page]))
  const names = [...new Set([...Object.keys(before?.scenarios ?? {}), ...now.keys()])].toSorted()
  const past = names.map((name): [string, PastScenario] => {
    const { first = run.at, results = '.'.repeat(runs.length - 1) } = before?.scenarios[name] ?? {}
    const page = now.get(name)
    return [name, { first, results: `${results}${page ? letters[page.status] : '.'}`.slice(-runs.length) }]
  })
  return { format: FORMAT, runs, scenarios: Object.fromEntries(past.filter(([, { results }]) => /[^.]/.test(results))) }
}

export const pastOf = (history: History | undefined, page: ScenarioPage): PastScenario | undefined =>
  history?.scenarios[keyOf(page)]

/** Has gone from green to red more than once, and came back: nobody changes code that often. */
export const isFlaky = ({ results }: PastScenario): boolean => /(?:p+f+){2,}p/.test(results.replace(/[^pf]/g, ''))

/** @returns nothing where there is no history, or none that can be read: it begins anew */
export async function readHistory(file: string): Promise<History | undefined> {
  try {
    const found = JSON.parse(await readFile(file, 'utf8')) as Partial<History> // its format is checked
    return found.format === FORMAT && found.runs && found.scenarios ? (found as History) : undefined
  } catch {
    return undefined
  }
}

/** Writes by rename, so that a run that is cut off leaves the history as it was. */
export async function writeHistory(file: string, history: History): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  try {
    await writeFile(`${file}.next`, `${JSON.stringify(history, null, 1)}\n`)
    await rename(`${file}.next`, file)
  } catch (error) {
    await rm(`${file}.next`, { force: true }).catch(() => undefined)
    throw error
  }
}

const letters: Readonly<Record<Status, string>> = {
  passed: 'p',
  failed: 'f',
  stubbed: 's',
  undefined: 'u',
  skipped: 'k',
  notRun: 'n',
}

/** The status that a letter stands for; nothing for a run that the scenario was not part of. */
export const statusOf = (letter: string): Status | undefined =>
  (Object.keys(letters) as Status[]).find(status => letters[status] === letter) // the keys are those of the type

const keyOf = ({ path }: ScenarioPage): string => path.replace(/^features\//, '').replace(/\.html$/, '')

const withoutLast = ({ runs, scenarios, format }: History): History => ({
  format,
  runs: runs.slice(0, -1),
  scenarios: Object.fromEntries(
    Object.entries(scenarios).flatMap(([name, { first, results }]) => {
      const earlier = results.slice(0, -1)
      return /[^.]/.test(earlier) ? [[name, { first, results: earlier }]] : []
    }),
  ),
})
