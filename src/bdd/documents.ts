import { glob, readFile, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { namedFiles, type Documents } from '../report/index.ts'
import { UsageError } from './errors.ts'
import type { Project } from './project.ts'

/**
 * The Markdown files that the site has as pages, in the order in which the configuration names them.
 *
 * @throws {UsageError} where one that is named is not there
 */
export async function documentsOf(project: Project): Promise<Documents> {
  const uris = await documentUris(project)
  const sources = await Promise.all(
    uris.map(async uri => ({ uri, text: await readFile(join(project.root, uri), 'utf8') })),
  )
  const files = await Promise.all(
    namedFiles(sources).map(async ({ uri, shown }) => {
      const path = join(project.root, uri)
      const found = await stat(path).catch(() => undefined)
      return found ? [[uri, shown && found.isFile() ? await readFile(path) : undefined] as const] : []
    }),
  )
  return { sources, files: new Map(files.flat()) }
}

/** @throws {UsageError} where one that is named is not there */
export async function documentUris({
  root,
  documents,
}: Pick<Project, 'root' | 'documents'>): Promise<readonly string[]> {
  const found = await Promise.all(documents.map(pattern => matching(root, pattern)))
  const none = documents.filter((_, n) => found[n]!.length === 0)
  if (none.length > 0)
    throw new UsageError(
      none.map(pattern => `documents: no Markdown file is found at ${pattern}`).join('\n'),
      'Write it, or take it out of the documents in brine.config.ts. Their names end in .md.',
    )
  return [...new Set(found.flat())]
}

async function matching(root: string, pattern: string): Promise<readonly string[]> {
  const found: string[] = []
  for await (const path of glob(pattern, { cwd: root })) if (/\.(?:md|markdown)$/i.test(path)) found.push(path)
  return found.map(path => path.split(sep).join('/').replace(/^\.\//, '')).toSorted()
}
