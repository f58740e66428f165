import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import Router from '@koa/router'
import Koa from 'koa'
import type { Browser } from 'playwright-core'
import { serviceDocument } from '../../src/report/index.ts'
import { documentation, routed } from '../../src/runtime/index.ts'
import { bookshop } from '../report/sample.ts'
import { originOf } from '../runtime/bookshop.ts'
import { noBrowser, startBrowser, watch } from './browser.ts'

describe("the service's own documentation in a browser", { skip: noBrowser }, () => {
  let browser: Browser
  let folder: string
  let server: Server
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'brine-documentation-'))
    const { specification, model } = await bookshop()
    const document = serviceDocument(specification, model, { title: 'Bookshop' }, 'shop')
    await writeFile(join(folder, 'openapi.json'), JSON.stringify(document))
    const routes = new Router().get(
      '/api/v1/authors',
      ctx => void (ctx.body = { items: [], answered: 'by the service' }),
    )
    const app = new Koa().use(routed(routes)).use(documentation(true, pathToFileURL(join(folder, 'app.ts')).href))
    server = app.listen(0, '127.0.0.1')
    await once(server, 'listening')
    browser = await startBrowser()
  })
  after(async () => {
    await browser.close()
    server.close().closeAllConnections()
    await rm(folder, { recursive: true })
  })

  const open = async (path: string) => {
    const page = await browser.newPage()
    const watched = watch(page)
    await page.goto(originOf(server) + path)
    const elsewhere = () =>
      watched.requests.filter(url => !new RegExp(`^(?:blob:)?${originOf(server)}/|^data:`).test(url))
    return { page, watched, elsewhere }
  }

  it('is shown by Swagger UI under its policy, which asks the service, and nobody else', async () => {
    const { page, watched, elsewhere } = await open('/api/docs')
    await page.locator('.info h1, .info h2').filter({ hasText: 'Bookshop' }).first().waitFor()
    const operation = page.locator('.opblock', { hasText: 'List authors' }).first()
    await operation.locator('button').first().click()
    await operation.getByText('Try it out').click()
    await operation.getByText('Execute').click()
    await operation.getByText('by the service').first().waitFor()
    assert.deepEqual(watched.complaints, [])
    assert.deepEqual(elsewhere(), [])
  })

  it('is shown by ReDoc under its policy, and searched', async () => {
    const { page, watched, elsewhere } = await open('/api/redoc')
    await page.locator('h1', { hasText: 'Bookshop' }).waitFor()
    await page.locator('input[type=text]').first().fill('gift')
    await page.locator('[data-role="search:results"] li').first().waitFor()
    assert.deepEqual(watched.complaints, [])
    assert.deepEqual(elsewhere(), [])
  })
})
