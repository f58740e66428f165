import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { manifestPath, type Plan } from '../write/index.ts'

/**
 * Remembers the files that a plan is about to write, so that they can be put back as they were.
 * @returns what puts them back
 */
export async function takeBack(root: string, { files }: Plan): Promise<() => Promise<void>> {
  const paths = [...files.filter(({ change }) => change !== 'same').map(({ path }) => path), manifestPath]
  const before = await Promise.all(
    paths.map(async path => [path, await readFile(join(root, path), 'utf8').catch(() => undefined)] as const),
  )
  return async () => {
    for (const [path, text] of before) {
      const file = join(root, path)
      if (text === undefined) await rm(file, { force: true })
      else {
        await mkdir(dirname(file), { recursive: true })
        await writeFile(file, text)
      }
    }
  }
}
