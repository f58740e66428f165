import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startBackends } from '../../src/backends/index.ts'
import { migrate } from '../../src/runtime/index.ts'
import { createService } from '../../fixtures/golden/app.ts'
import { loadConfig } from '../../fixtures/golden/core/config.ts'

interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // what a service answers is whatever the test says it is
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any
}

export type Call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>

/** The golden service on a PostgreSQL of its own. */
export async function startBookshop() {
  const backends = await startBackends('embedded', process.env)
  const service = await createService(loadConfig({ DATABASE_URL: backends.postgres.url }))
  await migrate(service.orm)
  service.app.silent = true
  const server = service.app.listen(0)
  await once(server, 'listening')
  return {
    ...service,
    url: backends.postgres.url,
    call: client(server, '/api/v1'),
    at: client(server),
    origin: originOf(server),
    async stop() {
      server.close()
      server.closeAllConnections()
      await service.close()
      await backends.stop()
    },
  }
}

export const originOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

export const client =
  (server: Server, prefix = ''): Call =>
  async (method, path, body, headers = {}) => {
    const raw = body instanceof Uint8Array || typeof body === 'string' ? Buffer.from(body) : undefined
    const response = await fetch(originOf(server) + prefix + path, {
      method,
      headers: { ...(body !== undefined && !raw && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: raw ?? JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson && text ? JSON.parse(text) : undefined,
    }
  }

let isbn = 9_780_000_000_000

export const anAuthor = async (call: Call, name = 'George Eliot'): Promise<string> =>
  (await call('POST', '/authors', { name, email: `${isbn++}@example.org` })).body.id

export const aBook = (author_id: string, fields: object = {}) => ({
  title: 'Silas Marner',
  isbn: String(isbn++),
  price: '8.99',
  author_id,
  ...fields,
})
