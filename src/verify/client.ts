import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { parseExact } from '../spec/index.ts'
import { EnvironmentError, ExpectationError } from './errors.ts'
import type { Answer, Exchange, Request } from './exchange.ts'
import { Agent, request as httpRequest } from './http.ts'

// idle sockets of the agent keep no process alive
const agent = new Agent({ keepAlive: true, maxSockets: 256 })

/** Milliseconds; as many as a timer can count are no limit. */
export const FOREVER = 2 ** 31 - 1

let usualPatience = 10_000

/** From now on no answer is late: somebody looks at the service through a debugger, and stops it. */
export const waitForAnswers = (): void => void (usualPatience = FOREVER)

/**
 * Sends one request and reads the whole answer.
 *
 * @param origin `http://127.0.0.1:4000`
 * @param patience milliseconds until an answer that has not come is given up
 * @throws {EnvironmentError} when there is no service, or it goes away in between
 * @throws {ExpectationError} when it does not answer in time
 */
export async function send(origin: string, request: Request, patience = usualPatience): Promise<Exchange> {
  const start = performance.now()
  const answer = await exchange(origin, request, patience)
  return { request, answer, duration: performance.now() - start }
}

function exchange(origin: string, { method, path, headers, body, bytes }: Request, patience: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin)
    // what HTTP cannot carry is sent percent-encoded, what is encoded already stays
    const wirePath = path.replace(/[^\x21-\x7e]+/g, encodeURIComponent)
    const outgoing = httpRequest({ hostname, port, method, path: wirePath, headers, agent })
    const timer = setTimeout(() => {
      const seconds = patience / 1000
      outgoing.destroy(new ExpectationError(`${method} ${path} was not answered within ${seconds} s`))
    }, patience)
    const fail = (error: Error) => {
      clearTimeout(timer)
      reject(error instanceof ExpectationError ? error : unreachable(method, path, error))
    }
    outgoing.on('error', fail)
    outgoing.on('response', incoming => {
      const chunks: Buffer[] = []
      incoming.on('error', fail)
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk)) // no encoding is set
      incoming.on('end', () => {
        clearTimeout(timer)
        resolve(answerOf(incoming, Buffer.concat(chunks)))
      })
    })
    outgoing.end(bytes ?? body)
  })
}

function answerOf(incoming: IncomingMessage, bytes: Buffer): Answer {
  const headers = joined(incoming.headers)
  const status = incoming.statusCode ?? 0
  const type = headers['content-type'] ?? ''
  if (headers['content-disposition'] !== undefined)
    return { status, headers, bytes, json: undefined, text: isText(type) ? bytes.toString() : told(bytes, type) }
  const text = bytes.toString()
  return { status, headers, text, json: parseJson(text, type) }
}

const isText = (type: string): boolean => /^text\/|json|xml/.test(type)
const told = ({ length }: Buffer, type: string): string => `(${type}, ${length} bytes)`

const joined = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value = '']) => [name, Array.isArray(value) ? value.join(', ') : value]),
  )

function parseJson(text: string, type = ''): unknown {
  if (!text || !type.includes('json')) return undefined
  try {
    return parseExact(text)
  } catch {
    return undefined
  }
}

function unreachable(method: string, path: string, error: Error): EnvironmentError {
  const code = 'code' in error ? String(error.code) : ''
  const what =
    code === 'ECONNREFUSED'
      ? 'there is no service at the other end'
      : code === 'ECONNRESET'
        ? 'the service went away before it answered'
        : error.message
  return new EnvironmentError(`${method} ${path}: ${what}`, { cause: error })
}
