import { attachmentPath, inBytes, nameOf, shown, sizeOf } from '../attachments.ts'
import { html, type Html } from '../html.ts'
import { leftOut } from '../left-out.ts'
import type { StepOutline } from '../outline.ts'
import type { Attachment } from '../result.ts'
import { href } from '../slugs.ts'
import { bodyText } from './exchange.ts'

/** What was attached, each with the step that has done it. */
export const attachmentList = (
  path: string,
  attachments: readonly Attachment[],
  steps: readonly StepOutline[],
): Html | false =>
  attachments.length > 0 &&
  html`<ul class="attachments">
    ${attachments.map(
      one =>
        html`<li>
          ${figure(path, one)}
          <p class="quiet">
            ${one.mediaType.startsWith('image/') && one.name !== undefined && html`<code>${one.name}</code> · `}${
              one.step === undefined ? 'attached by a hook' : (steps[one.step]?.text ?? '')
            }
          </p>
        </li>`,
    )}
  </ul>`

/** Text of that many characters is shown whole. */
const LONGEST = 6000

function figure(path: string, attachment: Attachment): Html {
  const found = shown(attachment)
  switch (found.as) {
    case 'image':
      return html`<a href="${href(path, found.source)}"
        ><img src="${href(path, found.source)}" alt="${nameOf(attachment)}"
      /></a>`
    case 'drawing':
      return html`<img src="${found.data}" alt="${nameOf(attachment)}" />`
    case 'links':
      return html`<p>${found.links.map(link => html`${linkTo(link)} `)}</p>`
    case 'text': {
      const text = found.isJson ? bodyText(found.text) : found.text
      const rest = text.length - LONGEST
      return html`<p>${rest > 0 ? fileLink(path, attachment) : html`<code>${nameOf(attachment)}</code>`}</p>
        <pre>${rest > 0 ? `${text.slice(0, LONGEST)}\n… ${rest} more characters` : text}</pre>`
    }
    case 'nothing':
      return html`<p><code>${nameOf(attachment)}</code> ${leftOut(attachment)}</p>`
    case 'file':
      return html`<p>${fileLink(path, attachment)}</p>`
  }
}

/** To the web and nowhere else: a page that runs nothing of its own runs nothing of another's. */
const linkTo = (link: string): Html =>
  /^https?:\/\/\S+$/i.test(link)
    ? html`<a href="${link}" rel="noopener noreferrer nofollow">${link}</a>`
    : html`<code>${link}</code>`

const fileLink = (path: string, attachment: Attachment): Html =>
  html`<a href="${href(path, attachmentPath(attachment))}" download="${attachment.name ?? ''}">${nameOf(attachment)}</a>
    <span class="quiet">${inBytes(sizeOf(attachment))}</span>`
