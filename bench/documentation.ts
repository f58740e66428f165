import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { siteFiles } from '../src/report/site-files.ts'
import { writeSite } from '../src/report/write-site.ts'
import { bookshop, reportOf } from '../test/report/sample.ts'

/*
 * The site of a thousand scenarios, five times the greater part of the bookshop: how long it takes to build and to open, and how
 * large it is. At most 2 s, 1 s, 20 MB, and 100 kB a page.
 * Run it with: node --conditions=brine:source bench/documentation.ts
 */

const { sources } = await bookshop()
const copies = [0, 1, 2, 3, 4].flatMap(n =>
  sources.map(({ uri, text }) => ({ uri: uri.replace('.feature', `-${n}.feature`), text })),
)
const report = await reportOf(copies)
const folder = await mkdtemp(join(tmpdir(), 'brine-site-'))

const start = performance.now()
await writeSite(report, folder)
const built = performance.now() - start

const files = [...siteFiles(report, { style: '', script: '' })]
const total = files.reduce((sum, [, text]) => sum + Buffer.byteLength(text), 0)
const [largest = ['', ''] as const] = files
  .filter(([path]) => path.endsWith('.html'))
  .toSorted(([, a], [, b]) => b.length - a.length)

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
const page = await browser.newPage()
const opening = performance.now()
await page.goto(`file://${folder}/index.html`)
const opened = performance.now() - opening
await browser.close()
await rm(folder, { recursive: true })

console.log(`${report.specification.scenarios.length} scenarios`)
console.log(`built in ${(built / 1000).toFixed(2)} s, opened in ${(opened / 1000).toFixed(2)} s`)
console.log(
  `${(total / 1e6).toFixed(1)} MB; the largest page is ${largest[0]}, ${Math.round(largest[1].length / 1000)} kB`,
)
