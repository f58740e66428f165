import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { explained } from './errors.ts'

/**
 * Writes one file beside those of a plan: it is the old one or the new one, whatever happens, and nothing else is left.
 * @throws WriteError
 */
export async function writeWhole(root: string, path: string, text: string): Promise<void> {
  const file = join(root, path)
  const aside = `${file}.next`
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(aside, text)
    await rename(aside, file)
  } catch (error) {
    await rm(aside, { force: true }).catch(() => undefined)
    throw explained(error, path)
  }
}
