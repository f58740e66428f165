import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Specification } from '../spec/index.ts'
import { keep, recall } from './own-folder.ts'
import type { Project } from './project.ts'

const LastRun = z.object({ features: z.string(), scenarios: z.number() })

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
  const now = { features: fingerprint(specification), scenarios: ran }
  const last = LastRun.safeParse(await recall(project.root, 'lastRun')).data
  if (last?.features === now.features && last.scenarios > ran)
    return `Only ${ran} scenarios ran, where the last run of the same features ran ${last.scenarios}: this is not green.`
  return undefined
}

/** Keeps how many scenarios a whole run has run. */
export const rememberLastRun = ({ root }: Project, specification: Specification, ran: number): Promise<void> =>
  keep(root, 'lastRun', { features: fingerprint(specification), scenarios: ran })

/** Tells features that say the same from others. */
export const fingerprint = ({ scenarios }: Specification): string =>
  createHash('sha256')
    .update(scenarios.map(({ id, name, steps }) => [id, name, ...steps.map(({ text }) => text)].join('\n')).join('\n'))
    .digest('base64url')
