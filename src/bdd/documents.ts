import { glob, readFile, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { namedFiles, type Documents } from '../report/index.ts'
import type { Project } from './project.ts'

/** The Markdown files that the site has as pages, in the order in which the configuration names them. */
export async function documentsOf(project: Place): Promise<Documents> {
  const { root, documents } = project
  const found = await Promise.all(documents.map(async pattern => ({ pattern, uris: await matching(project, pattern) })))
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

type Place = Pick<Project, 'root' | 'site' | 'documents'>

/** What is installed is meant where the pattern says so; what is published never is. */
async function matching({ root, site }: Place, pattern: string): Promise<readonly string[]> {
  const installed = /(?:^|\/)node_modules\//.test(pattern)
  const found: string[] = []
  for await (const path of glob(pattern, { cwd: root, exclude: name => !installed && name === 'node_modules' }))
    if (/\.(?:md|markdown)$/i.test(path)) found.push(path.split(sep).join('/').replace(/^\.\//, ''))
  return found.filter(path => !path.startsWith(`${site}/`)).toSorted()
}
