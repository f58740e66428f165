import { html, type Html } from '../html.ts'
import type { Exchange } from '../result.ts'
import { curl } from './curl.ts'
import { phrase } from './phrase.ts'

/** What was sent and what came back, with the request as a command to copy. */
export function exchangeBlock(exchange: Exchange): Html {
  const { request, response } = exchange
  return html`<div class="exchange">
    <figure><figcaption>Request</figcaption><pre><b>${request.method} ${request.path}</b>${headers(request.headers)}${body(request.body)}</pre></figure>
    <figure><figcaption>Response</figcaption><pre><b>${response.status} ${phrase(response.status)}</b>${headers(response.headers)}${body(response.body)}</pre></figure>
    <details class="curl"><summary>As a command</summary><pre data-copy>${curl(request)}</pre></details>
  </div>`
}

/** A body as it is read: JSON in lines, other text as it stands. */
export function bodyText(content: unknown): string {
  if (content === undefined || content === null || content === '') return ''
  if (typeof content !== 'string') return JSON.stringify(content, null, 2)
  try {
    const value: unknown = JSON.parse(content)
    return typeof value === 'object' ? JSON.stringify(value, null, 2) : content
  } catch {
    return content
  }
}

/** The longest body that is shown whole, in characters. */
const LONGEST = 6000

function body(content: unknown): Html | false {
  const text = bodyText(content)
  if (text === '') return false
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}\n… ${text.length - LONGEST} more characters` : text
  return html`

<span class="json">${shown}</span>`
}

/** Those that say nothing about the API stay out: they would be another each run, or the same on every page. */
const noise = new Set(['connection', 'keep-alive', 'date', 'accept-encoding', 'content-length', 'host', 'user-agent', 'vary'])

const headers = (all: Readonly<Record<string, string>>): Html[] =>
  Object.entries(all)
    .filter(([name]) => !noise.has(name.toLowerCase()))
    .map(([name, value]) => html`${'\n'}<span class="h">${name}:</span> ${value}`)
