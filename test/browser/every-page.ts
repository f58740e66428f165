import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, BrowserContext } from 'playwright-core'
import { axe, barriers, noBrowser, startBrowser, watch } from './browser.ts'
import { siteOf, type Site } from './sites.ts'

/** Every page of a site, for everybody. In a file of its own for each: there are many. */
export function everyPage(name: string, folder: string): void {
  describe(`every page of ${name}, opened from the file system`, { skip: noBrowser }, () => {
    let browser: Browser
    let site: Site
    before(async () => {
      ;[browser, site] = await Promise.all([startBrowser(), siteOf(folder)])
    })
    after(() => Promise.all([browser.close(), site.remove()]))

    it('puts nothing in the way of anybody, complains of nothing, and asks for nothing from elsewhere', async t => {
      const { address, pages } = site
      const context = await browser.newContext()
      await context.addInitScript(axe)
      const lanes = [0, 1].map(lane =>
        visit(
          context,
          address,
          pages.filter((_, n) => n % 2 === lane),
        ),
      )
      const found = await Promise.all(lanes)
      t.diagnostic(`${pages.length} pages`)
      assert.ok(pages.length > 50)
      assert.deepEqual(found.flat(), [])
    })
  })
}

async function visit(context: BrowserContext, address: string, paths: readonly string[]): Promise<readonly string[]> {
  const page = await context.newPage()
  const { complaints, requests } = watch(page)
  const found: string[] = []
  for (const path of paths) {
    await page.goto(address + encodeURI(path))
    for (const barrier of await barriers(page)) found.push(`${path}: ${barrier}`)
  }
  const elsewhere = requests.filter(url => !url.startsWith(address) && url !== 'data:,')
  await page.close()
  return [...found, ...complaints, ...elsewhere]
}
