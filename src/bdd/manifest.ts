import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { manifestPath, type Manifest } from '../write/index.ts'

/** What was generated last, as far as it can be read: whether the manifest is a sound one, the next plan finds out. */
export async function generatedBefore(root: string): Promise<Manifest['files']> {
  const text = await readFile(join(root, manifestPath), 'utf8').catch(() => '{}')
  try {
    return (JSON.parse(text) as Partial<Manifest>).files ?? {}
  } catch {
    return {}
  }
}
