import { parseExact } from '../../spec/index.ts'
import { html, type Html } from '../html.ts'
import type { OperationPage, Recorded } from '../operations.ts'
import type { Exchange } from '../result.ts'
import { curl } from './curl.ts'
import { phrase } from './phrase.ts'

/** What was sent and what came back, with the request as a command to copy. */
export function exchangeBlock(exchange: Exchange): Html {
  const { request, answer } = exchange
  return html`<div class="exchange">
    <figure>
      <figcaption>Request</figcaption>
      <pre><b>${request.method} ${request.path}</b>${headers(request.headers)}${body(request.body)}</pre>
    </figure>
    <figure>
      <figcaption>Response</figcaption>
      <pre><b>${answer.status} ${phrase(answer.status)}</b>${headers(answer.headers)}${body(answer.text)}</pre>
    </figure>
    <details class="curl">
      <summary>As a command</summary>
      <pre data-copy>${curl(request)}</pre>
    </details>
  </div>`
}

/** A body as it is read: JSON in lines, other text as it stands. */
export function bodyText(text: string | undefined): string {
  if (!text) return ''
  try {
    const value = parseExact(text)
    return typeof value === 'object' ? JSON.stringify(value, null, 2) : text
  } catch {
    return text
  }
}

/** The longest body that is shown whole, in characters. */
const LONGEST = 6000

function body(content: string | undefined): Html | false {
  const text = bodyText(content)
  if (text === '') return false
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}\n… ${text.length - LONGEST} more characters` : text
  return html`${'\n\n'}<span class="json">${shown}</span>`
}

/** Those that say nothing about the API stay out: they would be another each run, or the same on every page. */
const noise = new Set([
  'connection',
  'keep-alive',
  'date',
  'accept-encoding',
  'content-length',
  'host',
  'user-agent',
  'vary',
])

/** The same on every answer: where an operation is shown, they hide what it is about. */
const everywhere =
  /^(?:content-security-policy|cross-origin-resource-policy|referrer-policy|strict-transport-security|x-content-type-options|x-frame-options|x-request-id)$/i

/** An exchange without what is the same on every answer. */
export const brief = (exchange: Exchange): Exchange => ({
  ...exchange,
  answer: {
    ...exchange.answer,
    headers: Object.fromEntries(Object.entries(exchange.answer.headers).filter(([name]) => !everywhere.test(name))),
  },
})

const headers = (all: Readonly<Record<string, string>>): Html[] =>
  told(all).map(([name, value]) => html`${'\n'}<span class="h">${name}:</span> ${value}`)

/** The headers that say something about the API. */
export const told = (all: Readonly<Record<string, string>>): readonly (readonly [string, string])[] =>
  Object.entries(all).filter(([name]) => !noise.has(name.toLowerCase()))

/**
 * The exchange that shows best what an operation is for: a success that a scenario has proved, the fullest that is
 * still read at a glance.
 */
export function exampleOf({ recorded, operation }: OperationPage): Recorded | undefined {
  const good = recorded.filter(
    ({ scenario, exchange }) => scenario.status === 'passed' && exchange.answer.status === operation.status,
  )
  // a later version has its own path
  const plain = good.filter(({ exchange }) => exchange.request.path.startsWith(operation.path.split('{')[0]!))
  const size = ({ exchange: { request, answer } }: Recorded) => answer.text.length + (request.body?.length ?? 0)
  const short = (plain.length > 0 ? plain : good).filter(one => size(one) <= GLANCE)
  return (
    short.reduce<Recorded | undefined>((best, one) => (best && size(best) >= size(one) ? best : one), undefined) ??
    plain[0] ??
    good[0]
  )
}

/** Characters of two bodies that are read at a glance. */
const GLANCE = 1800
