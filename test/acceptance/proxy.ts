import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Exchange, RunRecord } from '../../src/report/index.ts'

/** What is used of Prism, which is no dependency: it weighs as much as all that Brine needs at run time. */
interface Prism {
  readonly createServer: (operations: unknown, options: object) => Proxy
}

interface Proxy {
  readonly listen: (port: number, host: string) => Promise<string>
  readonly close: () => Promise<void>
}

interface Violation {
  readonly location: readonly string[]
  readonly message: string
}

const names = ['@stoplight/prism-http-server', '@stoplight/prism-http'] as const

/** Prism's parts, where they were installed beside the rest. */
export const prism = async (): Promise<readonly [server: Prism, http: Operations] | undefined> => {
  try {
    const [server, http] = await Promise.all(names.map(async name => ((await import(name)) as Module).default))
    return [server as Prism, http as Operations] // by their documentation
  } catch {
    return undefined
  }
}

/** They are CommonJS. */
interface Module {
  readonly default: unknown
}

interface Operations {
  readonly getHttpOperationsFromSpec: (document: object) => Promise<unknown>
}

/**
 * Sends all that was sent in scenarios that passed through Prism's validating proxy, with the answers of the service behind it.
 *
 * @returns what Prism has to say of answers, and of requests that the service took
 */
export async function violations(
  [{ createServer: proxyOf }, { getHttpOperationsFromSpec }]: NonNullable<Awaited<ReturnType<typeof prism>>>,
  document: object,
  { results }: RunRecord,
): Promise<{ readonly sent: number; readonly found: readonly string[] }> {
  const exchanges = results
    .filter(({ status }) => status === 'passed')
    .flatMap(({ id, exchanges: all }) => all.map(exchange => ({ id, exchange })))
    // what is about the API itself, and what browsers ask before they ask, is none of its operations; Prism trips over HEAD
    .filter(({ exchange: { request } }) => !/^(?:HEAD|OPTIONS)$/.test(request.method))
    .filter(({ exchange: { request } }) => !/^\/api\/(?:docs|redoc|openapi)/.test(request.path))
  const current: { exchange?: Exchange } = {}
  const service = await answering(current)
  const upstream = new URL(`http://127.0.0.1:${(service.address() as AddressInfo).port}`) // it listens
  const proxy = proxyOf(await getHttpOperationsFromSpec(document), {
    cors: false,
    config: { isProxy: true, upstream, ...all, mock: { dynamic: false } },
    components: { logger: silent },
  })
  const address = await proxy.listen(0, '127.0.0.1')
  const found = new Set<string>()
  for (const { id, exchange } of exchanges) {
    const { request, answer } = exchange
    current.exchange = exchange
    const { headers } = await fetch(address + request.path, {
      method: request.method,
      headers: headersOf(request.headers),
      ...(request.body && request.method !== 'GET' && { body: request.body.replaceAll('[redacted]', SECRET) }),
    })
    const said = JSON.parse(headers.get('sl-violations') ?? '[]') as readonly Violation[] // as Prism documents it
    for (const { location, message } of said)
      if (location[0] !== 'request' || answer.status < 400)
        found.add(`${id}: ${request.method} ${request.path} ${answer.status}: ${location.join('.')}: ${message}`)
  }
  await proxy.close()
  service.closeAllConnections()
  service.close()
  return { sent: exchanges.length, found: [...found] }
}

const all = { validateRequest: true, validateResponse: true, checkSecurity: true, errors: false }

/** Longer than any password has to be. */
const SECRET = 'a secret that nobody else knows'

async function answering(current: { readonly exchange?: Exchange }): Promise<Server> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const { status = 500, headers = {}, text = '' } = current.exchange?.answer ?? {}
      response.writeHead(status, withoutTransport(headers)).end(text)
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return server
}

/** Credentials are not recorded: that there were some is. */
const headersOf = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(withoutTransport(headers)).map(([name, value]) => [
      name,
      name === 'authorization' ? `Bearer ${SECRET.replaceAll(' ', '.')}` : value,
    ]),
  )

const withoutTransport = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !transport.has(name)))

const transport = new Set(['connection', 'content-length', 'date', 'host', 'keep-alive', 'transfer-encoding'])

const silent: Readonly<Record<string, unknown>> = Object.fromEntries([
  ...['trace', 'debug', 'info', 'success', 'note', 'warn', 'error', 'fatal'].map(name => [name, () => undefined]),
  ['child', () => silent],
])
