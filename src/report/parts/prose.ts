import { html, raw, escape, type Html } from '../html.ts'

/** Prose of the features: paragraphs, lists with `-` or `*`, and `code`, **strong** and *stressed* words. */
export function prose(text: string): Html[] {
  return text
    .split(/\n\s*\n/)
    .map(block => block.trim())
    .filter(Boolean)
    .map(block => {
      const items = block.split(/\n(?=[-*] )|^(?=[-*] )/).filter(Boolean)
      return items.every(item => /^[-*] /.test(item))
        ? html`<ul>
            ${items.map(item => html`<li>${inline(item.slice(2))}</li>`)}
          </ul>`
        : html`<p>${inline(block)}</p>`
    })
}

/** The first sentence, for where there is no more room. */
export const firstSentence = (text: string): string => /^.*?[.!?](?=\s|$)/s.exec(text.trim())?.[0] ?? text.trim()

const inline = (text: string): Html =>
  raw(
    escape(text)
      .replace(/`([^`]+)`/g, '<code>$1</code>')
      .replace(/\*\*(\S(?:[^*]*\S)?)\*\*/g, '<strong>$1</strong>')
      .replace(/(?<![\w*])\*(\S(?:[^*]*\S)?)\*(?![\w*])/g, '<em>$1</em>'),
  )
