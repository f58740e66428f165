import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, posix } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { documentsOf } from '../../src/bdd/documents.ts'
import { writeSite, type RunReport } from '../../src/report/index.ts'
import { bookshop, reportOf } from './sample.ts'

describe('the site of a run', () => {
  let folder: string
  let report: RunReport
  let files: ReadonlyMap<string, string>
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'brine-site-'))
    const documents = {
      root: join(import.meta.dirname, '../..'),
      site: 'site',
      documents: ['README.md', 'docs/vocabulary.md', 'docs/guides/*.md'],
    }
    report = { ...(await bookshop()), documents: await documentsOf(documents) }
    await writeSite(report, join(folder, 'site'))
    files = await readAll(join(folder, 'site'))
  })
  after(async () => await rm(folder, { recursive: true }))

  const pages = () => [...files].filter(([path]) => path.endsWith('.html'))

  it('has a page for each feature, scenario, operation and resource', () => {
    for (const path of [
      'index.html',
      'features/books.html',
      'features/books/a-book-can-be-added-to-the-catalogue.html',
      'operations/post-books.html',
      'operations/get-books-book-reviews.html',
      'resources/gift-card.html',
      'documents/docs/vocabulary.html',
      'documents/docs/vocabulary/refusals.html',
      'openapi.json',
      'living-doc.json',
    ])
      assert.ok(files.has(path), path)
  })

  it('says on every page when it ran, on which commit, and how many scenarios came out how', () => {
    for (const [path, text] of pages()) {
      assert.match(text, /23 November 2026, 07:35 UTC/, path)
      assert.match(text, /1b776d34f/, path)
      for (const word of ['passed', 'failed', 'yours to write', 'not run'])
        assert.ok(text.includes(`</b> ${word}`), path)
    }
  })

  it('has no link that leads nowhere', () => {
    for (const [path, text] of pages())
      for (const [, target] of text.matchAll(/(?:href|src)="([^"]*)"/g)) {
        if (target === 'data:,' || target!.startsWith('https:')) continue
        const [to = '', hash] = target!.split('#').map(decodeURIComponent)
        const found = to === '' ? path : posix.join(posix.dirname(path), to)
        assert.ok(files.has(found), `${path} links to ${target}`)
        if (hash) assert.ok(files.get(found)!.includes(`id="${hash}"`), `${path} links to ${target}`)
      }
  })

  it('fetches nothing from elsewhere', () => {
    for (const [path, text] of files) {
      if (!/\.(?:html|css|js)$/.test(path)) continue
      // a link is followed by who reads it
      assert.doesNotMatch(text.replace(/<a href="https:[^>]*>/g, ''), /(?:href|src)="(?:https?:)?\/\//, path)
      assert.doesNotMatch(text, /@import|@font-face|url\("?(?!data:)['"]?(?:https?:)?\/\/|\bfetch\(/, path)
    }
  })

  it('keeps its pages small', () => {
    for (const [path, text] of pages()) assert.ok(Buffer.byteLength(text) < 100_000, path)
  })

  it('gives the same bytes for the same report', async () => {
    await writeSite(report, join(folder, 'again'))
    assert.deepEqual(await readAll(join(folder, 'again')), files)
  })

  it('takes the place of the site before it, page by page', async () => {
    const target = join(folder, 'replaced')
    await writeSite(report, target)
    const small = await reportOf([
      {
        uri: 'features/one.feature',
        text: 'Feature: One\n  Scenario: First\n    When the client sends GET /api/v1/ones\n    Then the response status is 200\n',
      },
    ])
    await writeSite(small, target)
    assert.ok(!existsSync(join(target, 'features/books.html')))
    assert.deepEqual(
      (await readdir(folder)).filter(name => name.startsWith('.')),
      [],
    )
  })

  it('mends what a run that was cut off has left', async () => {
    const target = join(folder, 'broken')
    await mkdir(join(folder, '.broken.next'))
    await writeSite(report, target)
    await rename(target, join(folder, '.broken.last'))
    await writeSite(report, target)
    assert.deepEqual(await readAll(target), files)
    assert.ok(!existsSync(join(folder, '.broken.last')))
  })

  it('leaves a folder alone that is no site', async () => {
    const target = join(folder, 'mine')
    await mkdir(target)
    await writeFile(join(target, 'notes.txt'), 'mine')
    await assert.rejects(writeSite(await bookshop(), target), /holds files that are no site/)
    assert.deepEqual(await readdir(target), ['notes.txt'])
  })
})

async function readAll(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  return new Map(
    await Promise.all(
      paths
        .toSorted()
        .map(async path => [posix.normalize(path.slice(folder.length + 1)), await readFile(path, 'utf8')] as const),
    ),
  )
}
