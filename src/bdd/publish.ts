import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  openEnds,
  readHistory,
  remember,
  writeHistory,
  writeSite,
  type RunReport,
  type Source,
} from '../report/index.ts'
import type { Feature } from '../spec/index.ts'
import { explained } from '../write/index.ts'
import { documentsOf } from './documents.ts'
import type { Outcome } from './outcome.ts'
import { serviceCode } from './service-code.ts'
import { standingCode } from './standing-code.ts'
import type { Run } from './run.ts'

/** What a run has shown, as the documentation tells it. */
export async function reportOf(run: Run, backends: Outcome['backends'], started: Date): Promise<RunReport> {
  const { project } = run.options
  const { specification, model, vocabulary } = run.read
  const commit = commitOf(project.root)
  const generated = await standingCode(project, model) // while git is asked
  return {
    title: project.api.title ?? project.name,
    api: project.api,
    specification,
    words: vocabulary.phrases.filter(({ means }) => means),
    sources: await sourcesOf(project.root, specification.features),
    model,
    documents: await documentsOf(project),
    results: [...run.results.values()],
    run: {
      at: started.toISOString(),
      commit: await commit,
      seconds: (Date.now() - started.getTime()) / 1000,
      backends,
    },
    generated,
    diagnoses: Object.fromEntries(run.failures().map(failure => [failure.scenario.id, failure])),
    routes: run.routes,
    code: await serviceCode(project),
  }
}

/** Publishes the living documentation of a run. @returns its first page, or why there is none, and what of it leads nowhere */
export async function publish(
  run: Run,
  report: RunReport,
): Promise<{ readonly site?: string; readonly warning?: string }> {
  const { project } = run.options
  try {
    const file = join(project.root, `${project.site}.history.json`)
    const history = remember(await readHistory(file), report)
    await writeHistory(file, history)
    await writeSite({ ...report, history }, join(project.root, project.site))
    const open = openEnds(report)
    return { site: `${project.site}/index.html`, ...(open.length > 0 && { warning: open.join('\n') }) }
  } catch (error) {
    // the run itself is done and true; only its pages are missing
    return { warning: `The documentation was not published: ${reasonOf(explained(error, project.site))}` }
  }
}

/** In one line. */
export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\n/g, '. ')

export const sourcesOf = (root: string, features: readonly Feature[]): Promise<readonly Source[]> =>
  Promise.all(features.map(async ({ uri }) => ({ uri, text: await readFile(join(root, uri), 'utf8') })))

async function commitOf(root: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('git', ['rev-parse', '--short=12', 'HEAD'], { cwd: root })
    return stdout.trim()
  } catch {
    return undefined // no repository, or no git
  }
}
