import { join } from 'node:path'
import {
  contradicts,
  drift,
  heldAgainst,
  readHistory,
  readRecord,
  serveSite,
  tellFinding,
  type Finding,
  writeSite,
  type RunReport,
  type ServedSite,
} from '../report/index.ts'
import type { Vocabulary } from '../spec/index.ts'
import { planDocument } from './document.ts'
import { documentsOf } from './documents.ts'
import { isGenerated } from './generated-operations.ts'
import { UsageError } from './errors.ts'
import type { Project } from './project.ts'
import { sourcesOf } from './publish.ts'
import { readProject } from './read-project.ts'
import { serviceCode } from './service-code.ts'
import { standingCode } from './standing-code.ts'

/** The living documentation, made again of the last run and of what is there now. */
export interface Docs {
  /** Its first page. */
  readonly site: string
  /** When the run was: ISO 8601. */
  readonly at: string
  /** Files that are other than they were in the run. */
  readonly changed: readonly string[]
  readonly drift: Drift
}

/** What `--check` and verifying runs find where every scenario is green. */
export interface Drift {
  /** Why nothing can be said: scenarios that the run has not proved, code that is another. */
  readonly unproved: readonly string[]
  /** Where features, service and documents say different things. */
  readonly contradictions: readonly string[]
  /** What nobody has looked at: operations that no scenario exercises, fields that none shows. */
  readonly gaps: readonly string[]
  /** Of the contradictions, the links of documents that lead nowhere. */
  readonly deadLinks: readonly string[]
}

/**
 * Makes the site of the last run again, with the features as they are now: what was changed since says so.
 *
 * @throws {UsageError} where there was no run, or a document is missing
 * @throws {SpecificationError} when something is wrong in the features
 */
export async function docs(project: Project, vocabulary: Vocabulary): Promise<Docs> {
  const { root, site, name, api } = project
  const documents = await documentsOf(project)
  if (documents.missing.length > 0)
    throw new UsageError(
      documents.missing.map(pattern => `documents: no Markdown file is found at ${pattern}`).join('\n'),
      'Write it, or take it out of the documents in brine.config.ts. Their names end in .md.',
    )
  const record = await readRecord(join(root, site))
  if (!record) throw new UsageError(`no run has left its results in ${site}/`, 'Run the features first: npm run bdd')
  const { specification, model, vocabulary: words } = await readProject(project, { paths: [] }, vocabulary)
  const [sources, code, history] = await Promise.all([
    sourcesOf(root, specification.features),
    serviceCode(project),
    readHistory(join(root, `${site}.history.json`)),
  ])
  const report: RunReport = {
    title: api.title ?? name,
    api,
    specification,
    words: words.phrases.filter(({ means }) => means),
    sources,
    model,
    documents,
    generated: await standingCode(project, model),
    ...(history && { history }),
    ...heldAgainst(record, { sources, code }),
  }
  await writeSite(report, join(root, site), record)
  const { changed = [] } = report
  return { site: `${site}/index.html`, at: record.run.at, changed, drift: await driftOf(report, project) }
}

/**
 * Serves the documentation to this machine only, until `close`.
 *
 * @throws {UsageError} when the port cannot be had
 */
export async function serveDocs(folder: string, port: number): Promise<ServedSite> {
  try {
    return await serveSite(folder, port)
  } catch (error) {
    throw new UsageError(
      `port ${port} cannot be had: ${error instanceof Error ? error.message : String(error)}`,
      'Name another one, or none: any free one is taken then.',
    )
  }
}

/** Whether scenarios, routes and documents agree. */
export async function driftOf(report: RunReport, project: Project): Promise<Drift> {
  const findings = await drift(report, await isGenerated(project))
  const told = (which: (finding: Finding) => boolean) => findings.filter(which).map(tellFinding)
  const document = await planDocument(project, report)
  const stale = document ? [`${document.path} is not what the features say: run brine bdd`] : []
  return {
    unproved: [...unproved(report), ...stale],
    contradictions: told(contradicts),
    gaps: told(finding => !contradicts(finding)),
    deadLinks: told(({ is }) => is === 'dead link'),
  }
}

function unproved({ specification, results, changed = [] }: RunReport): readonly string[] {
  const passed = new Set(results.filter(({ status }) => status === 'passed').map(({ id }) => id))
  const open = specification.scenarios.filter(({ id }) => !passed.has(id)).length
  return [
    ...(open > 0 ? [`of ${open} of ${specification.scenarios.length} scenarios, the run proves nothing`] : []),
    ...changed.map(path => `${path} is not what it was in the run`),
  ]
}
