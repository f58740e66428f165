import { createInstance, getHttpOperationsFromSpec, type IHttpRequest, type IHttpResponse } from '@stoplight/prism-http'
import type { Exchange, RunRecord } from '../../src/report/index.ts'

/**
 * Hands all that was sent in scenarios that passed to Prism as a validating proxy, with what the service has answered.
 *
 * @returns what Prism has to say of answers, and of requests that the service took
 */
export async function violations(
  document: object,
  { results }: RunRecord,
): Promise<{ readonly sent: number; readonly found: readonly string[] }> {
  const operations = await getHttpOperationsFromSpec(document)
  const exchanges = results
    .filter(({ status }) => status === 'passed')
    .flatMap(({ id, exchanges: all }) => all.map(exchange => ({ id, exchange })))
    // what is about the API itself, and what browsers ask before they ask, is none of its operations; Prism trips over HEAD
    .filter(({ exchange: { request } }) => !/^(?:HEAD|OPTIONS)$/.test(request.method))
    .filter(({ exchange: { request } }) => !/^\/api\/(?:docs|redoc|openapi)/.test(request.path))
  const found = new Set<string>()
  for (const { id, exchange } of exchanges) {
    const { request, answer } = exchange
    // the service has been asked already: what it said then is what it says now
    const forward = () => () => async () => ({ _tag: 'Right' as const, right: responseOf(exchange) })
    const prism = createInstance(proxy, { logger: silent, forward })
    const came = await prism.request(requestOf(exchange), operations)()
    const said =
      came._tag === 'Left'
        ? [`no operation: ${came.left.message}`]
        : [
            ...came.right.validations.output.map(told),
            ...(answer.status < 400 ? came.right.validations.input.map(told) : []),
          ]
    for (const one of said) found.add(`${id}: ${request.method} ${request.path} ${answer.status}: ${one}`)
  }
  return { sent: exchanges.length, found: [...found] }
}

const told = ({ path = [], message }: { readonly path?: readonly string[]; readonly message: string }): string =>
  `${path.join('.')}: ${message}`

const proxy = {
  isProxy: true,
  upstream: new URL('http://service.example'),
  upstreamProxy: undefined,
  validateRequest: true,
  validateResponse: true,
  checkSecurity: true,
  errors: false,
  mock: { dynamic: false },
} as const

/** Longer than any password has to be. */
const SECRET = 'a secret that nobody else knows'

function requestOf({ request: { method, path, headers, body } }: Exchange): IHttpRequest {
  const { pathname, searchParams } = new URL(path, proxy.upstream)
  const query = [...new Set(searchParams.keys())].map((name): [string, string | string[]] => {
    const all = searchParams.getAll(name)
    return [name, all.length === 1 ? all[0]! : all]
  })
  const sent = method === 'GET' ? undefined : body?.replaceAll('[redacted]', SECRET)
  return {
    method: method.toLowerCase() as IHttpRequest['method'], // those of scenarios are HTTP's
    url: { path: pathname, query: Object.fromEntries(query) },
    headers: {
      ...headers,
      // credentials are not recorded: that there were some is
      ...('authorization' in headers && { authorization: `Bearer ${SECRET.replaceAll(' ', '.')}` }),
      ...(sent !== undefined && { 'content-length': String(Buffer.byteLength(sent)) }),
    },
    ...(sent !== undefined && { body: contentOf(headers, sent) }),
  }
}

const responseOf = ({ answer: { status, headers, text } }: Exchange): IHttpResponse => ({
  statusCode: status,
  headers,
  ...(text !== '' && { body: contentOf(headers, text) }),
})

/** As Prism's own server and client read bodies; what is no JSON although it says so is refused by the service, too. */
function contentOf(headers: Readonly<Record<string, string>>, text: string): unknown {
  if (!/[/+]json\b/.test(headers['content-type'] ?? '')) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const nothing = () => undefined
const silent = Object.assign(Object.create(null) as never, {
  ...Object.fromEntries(
    ['trace', 'debug', 'info', 'success', 'note', 'warn', 'error', 'fatal'].map(name => [name, nothing]),
  ),
  child: () => silent,
})
