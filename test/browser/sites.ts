import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { remember, writeSite, type RunReport } from '../../src/report/index.ts'
import { reportOf } from '../report/sample.ts'

const kit = join(import.meta.dirname, '../..')

/** A site on the disk, with the addresses of its pages. */
export interface Site {
  /** `file:///…/site/` */
  readonly address: string
  /** Relative to the address: `features/books.html`. */
  readonly pages: readonly string[]
  remove(): Promise<void>
}

/** Features with results of every kind that are made up, a history, and one file that was changed since. */
export async function siteOf(folder: string): Promise<Site> {
  const names = (await readdir(join(kit, folder))).filter(name => name.endsWith('.feature')).toSorted()
  const sources = await Promise.all(
    names.map(async name => ({ uri: `features/${name}`, text: await readFile(join(kit, folder, name), 'utf8') })),
  )
  const uris = ['docs/vocabulary.md', 'docs/guides/reference.md', 'CHANGELOG.md']
  const documents = await Promise.all(uris.map(async uri => ({ uri, text: await readFile(join(kit, uri), 'utf8') })))
  const report: RunReport = await reportOf(sources, {
    title: folder,
    changed: [sources[0]!.uri],
    documents: { sources: documents, files: new Map(), missing: [] },
  })
  const before = remember(undefined, { ...report, run: { ...report.run, at: '2026-11-22T07:35:12.000Z' } })
  const root = await mkdtemp(join(tmpdir(), 'brine-browser-'))
  await writeSite({ ...report, history: remember(before, report) }, join(root, 'site'))
  const files = await readdir(join(root, 'site'), { recursive: true })
  return {
    address: `${pathToFileURL(join(root, 'site')).href}/`,
    pages: files.filter(path => path.endsWith('.html')).toSorted(),
    remove: () => rm(root, { recursive: true }),
  }
}

/** One page of each kind. */
export const kinds = (pages: readonly string[]): readonly string[] => [
  ...pages.filter(path => !path.includes('/')),
  ...['features/', 'operations/', 'resources/'].map(part =>
    pages.find(path => path.startsWith(part) && path.split('/').length === 2)!,
  ),
  pages.find(path => /^features\/[^/]+\//.test(path))!,
  'documents/docs/vocabulary.html',
  'documents/docs/vocabulary/refusals.html',
  'documents/docs/guides/reference.html',
]
