import { glob, readFile, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { namedFiles, type Documents } from '../report/index.ts'
import type { Project } from './project.ts'

/** The Markdown files that the site has as pages, in the order in which the configuration names them. */
export async function documentsOf({ root, documents }: Pick<Project, 'root' | 'documents'>): Promise<Documents> {
  const found = await Promise.all(documents.map(async pattern => ({ pattern, uris: await matching(root, pattern) })))
  const sources = await Promise.all(
    [...new Set(found.flatMap(({ uris }) => uris))].map(async uri => ({
      uri,
      text: await readFile(join(root, uri), 'utf8'),
    })),
  )
  const files = await Promise.all(
    namedFiles(sources).map(async ({ uri, shown }) => {
      const path = join(root, uri)
      const is = await stat(path).catch(() => undefined)
      return is ? [[uri, shown && is.isFile() ? await readFile(path) : undefined] as const] : []
    }),
  )
  const missing = found.filter(({ uris }) => uris.length === 0).map(({ pattern }) => pattern)
  return { sources, files: new Map(files.flat()), missing }
}

async function matching(root: string, pattern: string): Promise<readonly string[]> {
  const found: string[] = []
  for await (const path of glob(pattern, { cwd: root })) if (/\.(?:md|markdown)$/i.test(path)) found.push(path)
  return found.map(path => path.split(sep).join('/').replace(/^\.\//, '')).toSorted()
}
