import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from '../write/index.ts'

/** What is kept of the last run, and of the features as they were read; the manifest beside it belongs into version control, this does not. */
const MEMORY = { lastRun: 'last-run.json', red: 'red.json', reading: 'reading.json' } as const

/** Reads what an earlier run has kept; undefined where there is nothing, or nothing that can be read. */
export async function recall(root: string, what: keyof typeof MEMORY): Promise<unknown> {
  try {
    return JSON.parse(await readFile(join(root, '.brine', MEMORY[what]), 'utf8'))
  } catch {
    return undefined
  }
}

/** Keeps something for the next run, out of version control. @throws {WriteError} where nothing can be written */
export async function keep(root: string, what: keyof typeof MEMORY, value: unknown): Promise<void> {
  await writeWhereOther(root, '.brine/.gitignore', `${Object.values(MEMORY).join('\n')}\n`)
  await writeWhereOther(root, `.brine/${MEMORY[what]}`, `${JSON.stringify(value)}\n`)
}

async function writeWhereOther(root: string, path: string, text: string): Promise<void> {
  if ((await readFile(join(root, path), 'utf8').catch(() => undefined)) !== text) await writeWhole(root, path, text)
}
