import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Specification } from '../spec/index.ts'
import type { Project } from './project.ts'

const FILE = '.brine/last-run.json'

/**
 * Compares a whole run with the one before it: fewer scenarios of the same features mean that some were lost on the way.
 *
 * @returns what is to be said about it; nothing where all is well
 */
export async function compareWithLastRun(
  project: Project,
  specification: Specification,
  ran: number,
): Promise<string | undefined> {
  const file = join(project.root, FILE)
  const now = { features: fingerprint(specification), scenarios: ran }
  const text = await readFile(file, 'utf8').catch(() => '')
  const next = `${JSON.stringify(now)}\n`
  if (text === next) return undefined
  const last = parse(text)
  if (last?.features === now.features && last.scenarios > ran)
    return `Only ${ran} scenarios ran, where the last run of the same features ran ${last.scenarios}: this is not green.`
  await mkdir(join(project.root, '.brine'), { recursive: true })
  await writeFile(file, next)
  return undefined
}

const fingerprint = ({ scenarios }: Specification): string =>
  createHash('sha256')
    .update(scenarios.map(({ id, name, steps }) => [id, name, ...steps.map(({ text }) => text)].join('\n')).join('\n'))
    .digest('base64url')

function parse(text: string): { readonly features?: unknown; readonly scenarios: number } | undefined {
  try {
    return JSON.parse(text) as { scenarios: number } // written by the run before
  } catch {
    return undefined
  }
}
