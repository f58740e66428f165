import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import type { Status } from '../../src/report/index.ts'
import { siteFiles } from '../../src/report/site-files.ts'
import { badgeSvg } from '../../src/report/twins/badge.ts'
import { examplesTable, gherkin } from '../../src/report/twins/gherkin.ts'
import { code, fenced, plain } from '../../src/report/twins/markdown.ts'
import { bookshop } from './sample.ts'

describe('what other tools read', () => {
  let files: ReadonlyMap<string, string>
  before(async () => {
    files = siteFiles(await bookshop(), { style: '', script: '' })
  })

  it('has a twin in Markdown for each page about the API, and the page names it', () => {
    for (const path of ['index', 'features/books', 'operations/post-books', 'resources/book']) {
      assert.ok(files.has(`${path}.md`), path)
      const up = '../'.repeat(path.split('/').length - 1)
      assert.ok(
        files.get(`${path}.html`)!.includes(`<link rel="alternate" type="text/markdown" href="${up}${path}.md"`),
        path,
      )
      assert.match(
        files.get(`${path}.md`)!,
        /^# .*\n\n> Bookshop · .*202 passed · 23 November 2026, 07:35 UTC · commit 1b776d34f\n/,
      )
    }
  })

  it('links the Markdown of the front page to that of the others', () => {
    const links = [...files.get('index.md')!.matchAll(/\]\(([^)]*)\)/g)].map(([, path]) => path!)
    assert.ok(links.length > 40)
    for (const path of links) assert.ok(files.has(decodeURI(path)), path)
  })

  it('writes steps in Markdown as they stand in the feature', () => {
    assert.ok(
      files
        .get('features/books.md')!
        .includes(
          '### A book can be added to the catalogue\n\npassed · `features/books.feature:34`\n\n```gherkin\nWhen the client creates a book with:\n  | title     | Emma               |\n',
        ),
    )
    assert.equal(
      gherkin([{ keyword: 'Then', text: 'x:', line: 1, doc: '{\n}', table: [['a|b', 'c\nd']] }]),
      'Then x:\n  | a\\|b | c\\nd |\n  """\n  {\n  }\n  """',
    )
    assert.equal(
      examplesTable({ name: '', head: ['n', 'name'], rows: [{ line: 1, cells: ['10', 'x'] }] }),
      '| n  | name |\n| 10 | x    |',
    )
  })

  it('keeps Markdown from taking the text of people for its own', () => {
    assert.equal(plain('a <b> *c* [d](e) | f'), String.raw`a \<b> \*c\* \[d\](e) \| f`)
    assert.equal(code('a`b'), '`` a`b ``')
    assert.equal(fenced('```', 'x'), '````x\n```\n````')
  })

  it('tells CI systems about each scenario in JUnit XML', () => {
    const xml = files.get('junit.xml')!
    assert.match(
      xml,
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites tests="216" failures="7" errors="2" skipped="5" time="12.34"/,
    )
    assert.equal(xml.match(/<testcase /g)?.length, 216)
    assert.equal(xml.match(/<failure /g)?.length, 7)
    assert.match(xml, /<failure message="the status is 500 where 200 is stated" type="failed">/)
  })

  it('says in the badge what is least good', () => {
    const none = { failed: 0, undefined: 0, stubbed: 0, skipped: 0, notRun: 0, passed: 0 }
    const badge = (counts: Partial<Record<Status, number>>) =>
      /aria-label="([^"]*)"/.exec(badgeSvg({ ...none, ...counts }))?.[1]
    assert.equal(badge({ passed: 12 }), 'scenarios: 12 passed')
    assert.equal(badge({ passed: 12, failed: 1 }), 'scenarios: 1 failed')
    assert.equal(badge({ passed: 12, stubbed: 3 }), 'scenarios: 12 of 15 passed')
    assert.equal(badge({ notRun: 3 }), 'scenarios: not run')
    assert.equal(badge({}), 'scenarios: not run')
  })

  it('says the same as data', () => {
    const data = JSON.parse(files.get('living-doc.json')!)
    assert.equal(data.counts.passed, 202)
    assert.equal(data.features[1].scenarios[0].id, 'features/books.feature:34')
    assert.ok(
      data.operations.some(
        ({ path, answers }: { path: string; answers: { is: string }[] }) =>
          path === '/api/v1/books' && answers.some(({ is }) => is === 'proved'),
      ),
    )
  })
})
