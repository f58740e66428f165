import { rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { UsageError } from '../bdd/index.ts'

/** Tells before the run that its data would find no place after it. @throws {UsageError} */
export async function canHold(file: string): Promise<void> {
  const [itself, folder] = await Promise.all([file, dirname(file)].map(path => stat(path).catch(() => undefined)))
  if (itself?.isDirectory()) throw noPlace(file, 'it is a folder')
  if (!folder?.isDirectory()) throw noPlace(file, 'its folder is not there')
}

/** @throws {UsageError} where that cannot be */
export async function writeJson(file: string, data: unknown): Promise<void> {
  try {
    await writeFile(file, `${JSON.stringify(data, null, 2)}\n`)
  } catch (error) {
    // half a file is worse than none; what is no file (a pipe) is not ours
    if ((await stat(file).catch(() => undefined))?.isFile()) await rm(file, { force: true }).catch(() => undefined)
    throw noPlace(file, error instanceof Error ? error.message : String(error))
  }
}

const noPlace = (file: string, why: string) =>
  new UsageError(
    `the run cannot be written to ${file}: ${why}`,
    'Name a file in a folder that is there and that you may write to.',
  )
