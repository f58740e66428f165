import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import Router from '@koa/router'
import Koa from 'koa'
import { documentation, problems, routed } from '../../src/runtime/index.ts'
import { client, originOf, type Call } from './bookshop.ts'

const servers: Server[] = []
let folder: string
let call: Call
let off: Call

async function serve(on: boolean): Promise<Call> {
  const routes = new Router().get('/api/redoc', ctx => void (ctx.body = { own: true }))
  const app = new Koa()
    .use(problems())
    .use(routed(routes))
    .use(documentation(on, pathToFileURL(join(folder, 'app.ts')).href))
  app.silent = true
  const server = app.listen(0)
  await once(server, 'listening')
  servers.push(server)
  return client(server)
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brine-documentation-'))
  await writeFile(join(folder, 'openapi.json'), '{ "openapi": "3.1.1" }')
  call = await serve(true)
  off = await serve(false)
})
after(async () => {
  for (const server of servers) server.close().closeAllConnections()
  await rm(folder, { recursive: true })
})

describe("the service's own documentation", () => {
  it('hands out the document that lies beside the service, as it is now', async () => {
    const { status, headers, body } = await call('GET', '/api/openapi.json')
    assert.equal(status, 200)
    assert.match(headers.get('content-type')!, /^application\/json/)
    assert.equal(body.openapi, '3.1.1')
    await writeFile(join(folder, 'openapi.json'), '{ "openapi": "3.1.2" }')
    assert.equal((await call('GET', '/api/openapi.json')).body.openapi, '3.1.2')
  })

  it('is shown by a page that may load nothing from elsewhere, and hold no script in its text', async () => {
    const { status, headers, text } = await call('GET', '/api/docs')
    assert.equal(status, 200)
    assert.match(headers.get('content-type')!, /^text\/html/)
    const policy = headers.get('content-security-policy')!
    assert.match(policy, /default-src 'none'/)
    assert.match(policy, /script-src 'self';/)
    assert.doesNotMatch(policy, /unsafe|https?:|\*/)
    assert.doesNotMatch(text, /https?:\/\/|<style|style=|\son\w+=|<script[^>]*>[^<]/)
  })

  it('has everything that its page names, compressed for whoever takes it so', async () => {
    const { text } = await call('GET', '/api/docs')
    const named = [...text.matchAll(/(?:src|href)="(docs\/[^"]+)"/g)].map(([, path]) => path!)
    assert.equal(named.length, 3)
    for (const path of named) {
      const packed = await raw(`/api/${path}`, 'gzip')
      const plain = await raw(`/api/${path}`, 'identity')
      assert.equal(packed.status, 200, path)
      assert.equal(plain.encoding, undefined)
      assert.ok(plain.length >= packed.length, path)
      if (plain.length > 10_000) assert.equal(packed.encoding, 'gzip')
    }
  })

  it('leaves the path to a route of the API, and other methods alone', async () => {
    assert.deepEqual((await call('GET', '/api/redoc')).body, { own: true })
    assert.equal((await call('POST', '/api/docs')).status, 404)
    assert.equal((await call('GET', '/api/docs/../secret')).status, 404)
  })

  it('is not there where it is switched off', async () => {
    for (const path of ['/api/openapi.json', '/api/docs', '/api/docs/start.js'])
      assert.equal((await off('GET', path)).status, 404, path)
  })
})

/** Of what comes over the wire: `fetch` would unpack it. */
const raw = (path: string, encoding: string) =>
  new Promise<{ status: number; encoding: string | undefined; length: number }>((resolve, reject) => {
    request(originOf(servers[0]!) + path, { headers: { 'accept-encoding': encoding } }, answer => {
      let length = 0
      answer.on('data', (chunk: Buffer) => (length += chunk.length))
      answer.on('end', () =>
        resolve({ status: answer.statusCode!, encoding: answer.headers['content-encoding'], length }),
      )
    })
      .on('error', reject)
      .end()
  })
