import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { serveSite, type ServedSite } from '../../src/report/index.ts'

let root: string
let site: ServedSite
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'brine-serve-'))
  await mkdir(join(root, 'site/features'), { recursive: true })
  await writeFile(join(root, 'site/index.html'), '<h1>All</h1>')
  await writeFile(join(root, 'site/features/hôtels.html'), '<h1>Hôtels</h1>')
  await writeFile(join(root, 'secret.txt'), 'secret')
  site = await serveSite(join(root, 'site'))
})
after(async () => {
  await site.close()
  await rm(root, { recursive: true })
})

describe('serving a site', () => {
  it('is for this machine only', () => {
    assert.match(site.address, /^http:\/\/127\.0\.0\.1:\d+\/$/)
  })

  it('answers its pages, also by names of other scripts, and the first one for the folder', async () => {
    const first = await fetch(site.address)
    assert.equal(await first.text(), '<h1>All</h1>')
    assert.equal(first.headers.get('content-type'), 'text/html; charset=utf-8')
    assert.equal(await (await fetch(`${site.address}features/h%C3%B4tels.html?theme=dark`)).text(), '<h1>Hôtels</h1>')
  })

  it('answers nothing from outside of the folder', async () => {
    for (const path of [
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/features/..%2f..%2fsecret.txt',
      '/..%5csecret.txt',
      '/%00',
      '/%',
    ])
      assert.equal(await statusOf(path), 404, path)
  })

  it('only reads', async () => {
    const { status, headers } = await fetch(site.address, { method: 'POST' })
    assert.equal(status, 405)
    assert.equal(headers.get('allow'), 'GET, HEAD')
    assert.equal((await fetch(site.address, { method: 'HEAD' })).status, 200)
  })
})

/** As it is written: `fetch` would tidy the path up. */
const statusOf = (path: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(site.address)
    request({ hostname, port, path }, answer => resolve(answer.resume().statusCode))
      .on('error', reject)
      .end()
  })
