import { html, type Html, type Piece } from '../html.ts'
import { placeName } from '../../spec/index.ts'
import type { Failure } from '../result.ts'
import { exchangeBlock } from './exchange.ts'

interface Options {
  readonly heading?: string | undefined
  /** Where there is more to read; without it, everything is shown here. */
  readonly more?: string
  /** The anchor of the exchange, where it is the only one of the page. */
  readonly exchangeId?: string | undefined
}

/** What went wrong, where, and what was there instead. */
export function failureBlock(failure: Failure, { heading, more, exchangeId }: Options = {}): Html {
  const { step, place, message, expected, actual, exchange, stack, inner = [] } = failure
  return html`<div class="failure">
    ${heading !== undefined && html`<p class="of">${heading}</p>`}
    <p class="where">${step ?? 'It could not begin.'} <code>${placeName(place)}</code></p>
    ${
      inner.length > 0 &&
      html`<ol class="inner">
        ${inner.map(({ keyword, text, place: at }) => html`<li>${keyword} ${text} <code>${placeName(at)}</code></li>`)}
      </ol>`
    }
    <pre class="message">${message}</pre>
    ${(expected !== undefined || actual !== undefined) && html`<dl>${side('Expected', expected)}${side('Actual', actual)}</dl>`}
    ${more !== undefined && html`<p><a href="${more}">What was sent, and what came back</a></p>`}
    ${
      more === undefined &&
      exchange &&
      html`<h3>The exchange</h3>
        ${requestId(exchange)}
        <div${exchangeId !== undefined && html` id="${exchangeId}"`}>${exchangeBlock(exchange)}</div>`
    }
    ${
      more === undefined &&
      stack.length > 0 &&
      html`<details>
        <summary>Where it was raised</summary>
        <pre>${stack.join('\n')}</pre>
      </details>`
    }
  </div>`
}

const side = (word: string, value: unknown): Piece =>
  value !== undefined &&
  html`<div>
    <dt>${word}</dt>
    <dd><pre>${show(value)}</pre></dd>
  </div>`

/** Text as it stands, everything else as JSON. */
const show = (value: unknown) => (typeof value === 'string' && value !== '' ? value : JSON.stringify(value, null, 2))

/** The number under which the server's log has it. */
function requestId({ answer, request }: NonNullable<Failure['exchange']>): Html | false {
  const id = answer.headers['x-request-id'] ?? request.headers['x-request-id']
  return id !== undefined && html`<p class="quiet">Request id <code>${id}</code></p>`
}
