import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { axe, barriers, noBrowser, startBrowser } from './browser.ts'
import { kinds, siteOf, type Site } from './sites.ts'

let browser: Browser
let bookshop: Site

describe('the site in a browser, opened from the file system', { skip: noBrowser }, () => {
  before(async () => {
    ;[browser, bookshop] = await Promise.all([startBrowser(), siteOf('features')])
  })
  after(async () => {
    await Promise.all([browser.close(), bookshop.remove()])
  })

  const open = async (path: string, options: Parameters<Browser['newContext']>[0] = {}) => {
    const context = await browser.newContext(options)
    await context.addInitScript(axe)
    const page = await context.newPage()
    await page.goto(bookshop.address + encodeURI(path))
    return page
  }

  it('is as easy to read in the dark', async () => {
    for (const path of kinds(bookshop.pages)) {
      const page = await open(path, { colorScheme: 'dark' })
      const [paper] = await page.evaluate(() =>
        getComputedStyle(document.body).backgroundColor.match(/\d+/g)!.map(Number),
      )
      assert.ok(paper! < 60, `${path}: ${paper}`)
      assert.deepEqual(await barriers(page), [], path)
      await page.context().close()
    }
  })

  it('fits a phone: only tables and code are moved sideways, by themselves', async () => {
    for (const path of kinds(bookshop.pages)) {
      const page = await open(path, { viewport: { width: 360, height: 740 } })
      const { page: width, screen } = await page.evaluate(() => ({
        page: document.documentElement.scrollWidth,
        screen: document.documentElement.clientWidth,
      }))
      assert.ok(width <= screen, `${path} is ${width} wide`)
      assert.deepEqual(await barriers(page), [], path)
      await page.context().close()
    }
  })

  it('reads without scripts, down to what went wrong', async () => {
    for (const path of kinds(bookshop.pages)) {
      const page = await open(path, { javaScriptEnabled: false })
      assert.equal(await page.locator('h1').count(), 1, path)
      assert.ok((await page.locator('main').innerText()).length > 60, path)
      assert.equal(await page.locator('button').count(), 0, path)
      await page.context().close()
    }
    const page = await open('features/books.html', { javaScriptEnabled: false })
    assert.match(await page.locator('.failure').first().innerText(), /Expected[^]*Actual/)
    await page.locator('summary').first().click()
    assert.ok(await page.locator('details[open] .steps').first().isVisible())
  })

  it('is used with the keyboard alone: to the content, to what is looked for, through filters', async () => {
    const page = await open('index.html')
    await page.keyboard.press('Tab')
    assert.equal(await focused(page), 'Skip to the content')
    await page.keyboard.press('Enter')
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'main')

    await page.keyboard.press('/')
    await page.keyboard.type('isbn')
    await page.locator('dialog .results a').first().waitFor()
    await page.waitForURL(/q=isbn/)
    await page.keyboard.press('ArrowDown')
    assert.match(await focused(page), /isbn/i)
    const told = await page.locator('dialog .results .quiet').allInnerTexts()
    assert.ok(told.includes('field · book'), 'what was never run has no status')
    await page.keyboard.press('Escape')
    assert.equal(await page.locator('dialog[open]').count(), 0)

    await page.keyboard.press('/')
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('POST /api/v1/books')
    await page.locator('dialog .results a').first().waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(/operations\/post-books\.html/)

    await page.goto(`${bookshop.address}features/books.html`)
    const failed = page.locator('[data-filter=failed]')
    await failed.focus()
    await page.keyboard.press('Space')
    await page.waitForURL(/status=failed/)
    assert.equal(await page.locator('.scenario:visible:not([data-status~=failed])').count(), 0)
    assert.ok((await page.locator('.scenario:visible').count()) > 0)
  })

  it('keeps filter and theme in its address', async () => {
    const page = await open('features/books.html?status=failed&theme=dark')
    assert.equal(await page.locator('.scenario:visible:not([data-status~=failed])').count(), 0)
    assert.equal(await page.evaluate(() => document.documentElement.dataset['theme']), 'dark')
    await page.locator('button.turn').click()
    await page.waitForURL(/theme=light/)
  })

  it('copies a request as a command', async () => {
    const page = await open('operations/post-books.html')
    await page.locator('details.curl summary').first().click()
    const button = page.locator('button.copy').first()
    // it says so for two seconds, which may be over by the time that it is asked
    const said = page.evaluate(
      () =>
        new Promise<string>(resolve => {
          const seen = document.querySelector('button.copy')!
          new MutationObserver(() => resolve(seen.textContent)).observe(seen, { childList: true })
        }),
    )
    await button.click()
    assert.match(await said, /Copied|Selected/)
  })
})

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => (document.activeElement as HTMLElement | null)?.innerText ?? '')
