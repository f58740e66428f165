import { isUtf8 } from 'node:buffer'
import { isBig, parseExact } from '../spec/index.ts'

/** What the client sends. */
export interface Request {
  readonly method: string
  /** With its query, as it goes on the wire. */
  readonly path: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
  /** What is sent where the body is a form with a file: `body` tells of it. */
  readonly bytes?: Buffer | undefined
}

/** What the service answers. */
export interface Answer {
  readonly status: number
  /** Names in lower case; several of one name are joined by a comma. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  /** The body of an answer that is a file: `text` tells of it. */
  readonly bytes?: Buffer | undefined
  /** The body as JSON; undefined where it is none. */
  readonly json: unknown
}

export interface Exchange {
  readonly request: Request
  readonly answer: Answer
  /** Milliseconds until the whole answer was there. */
  readonly duration: number
}

const SECRET_HEADER = /authorization|cookie|token|secret|password|api-?key/i
const SECRET_FIELD = /password|secret|^(?:access_?|refresh_?|id_?)?token$/i
const HIDDEN = '[redacted]'

/** The exchange as it may be published: no credentials in headers and bodies. */
export function redact({ request: { bytes: _, ...request }, answer, duration }: Exchange): Exchange {
  const text = redactText(answer.text)
  return {
    request: {
      ...request,
      headers: redactHeaders(request.headers),
      ...(request.body !== undefined && { body: redactText(request.body) }),
    },
    answer: {
      status: answer.status,
      headers: redactHeaders(answer.headers),
      text,
      json: text === answer.text ? answer.json : redactValue(answer.json),
    },
    duration,
  }
}

const redactHeaders = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.keys(headers).some(name => SECRET_HEADER.test(name))
    ? Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, SECRET_HEADER.test(name) ? withScheme(value) : value]),
      )
    : headers

/** How a credential is presented is no secret. */
const withScheme = (value: string): string => `${/^(?:bearer|token|basic) (?=\S+$)/i.exec(value)?.[0] ?? ''}${HIDDEN}`

/** The same for what a step of the project's own has attached, where its bytes are text. */
export function redactAttachment(body: string, encoding: 'utf8' | 'base64'): string {
  if (encoding === 'utf8') return redactFree(body)
  const bytes = Buffer.from(body, encoding)
  if (!isUtf8(bytes)) return body
  const text = bytes.toString()
  const redacted = redactFree(text)
  return redacted === text ? body : Buffer.from(redacted).toString(encoding)
}

/** Text of any kind may tell headers, too. */
const redactFree = (text: string): string =>
  redactText(text)
    .replace(/\b(bearer)\s+[\w.~+/-]{6,}=*/gi, `$1 ${HIDDEN}`)
    .replace(/^(\s*(?:[\w-]*authorization|cookie|set-cookie|x-api-key)\s*:\s*).+$/gim, `$1${HIDDEN}`)

/** Text without a secret in it comes back as it is, to the byte. */
function redactText(text: string): string {
  if (!/password|secret|token/i.test(text)) return text
  try {
    return JSON.stringify(redactValue(parseExact(text)))
  } catch {
    return text.replace(/((?:password|secret|token)"?\s*[:=]\s*"?)[^"&\s,}]+/gi, `$1${HIDDEN}`)
  }
}

/** JSON without what its secret fields hold. */
export function redactValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redactValue)
  if (typeof value !== 'object' || value === null || isBig(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      SECRET_FIELD.test(name) && typeof inner === 'string' ? HIDDEN : redactValue(inner),
    ]),
  )
}
