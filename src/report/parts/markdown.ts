import { Marked, type RendererObject, type Token, type TokenizerAndRendererExtension, type Tokens } from 'marked'
import { escape, html, raw, type Html } from '../html.ts'

/** What a text leads to and shows is for its page to say. */
export interface Telling {
  /** The level of a heading, and the id by which it is linked to; nothing where there is no room for headings. */
  readonly heading: (heading: Tokens.Heading) => { readonly level: number; readonly id: string } | undefined
  /** Where a link leads; nothing where it leads nowhere that pages may lead: its text is shown then, and what it names. */
  readonly link: (href: string) => string | undefined
  /** The file of an image; nothing where none is shown. */
  readonly image: (href: string) => string | undefined
}

/** Markdown in pieces, as GitHub reads it. */
export const blocksOf = (text: string): readonly Token[] => reading.lexer(text)

/** Pieces of Markdown as HTML in which nothing runs: what is written as HTML is shown as it is written. */
export function markdown(telling: Telling): (blocks: readonly Token[]) => Html {
  const printer = new Marked({ extensions: [anchor], renderer: rendererOf(telling) })
  return blocks => raw(printer.parser([...blocks]))
}

/** The text of a heading or a link, without what marks it. */
export const plainText = (tokens: readonly Token[] = []): string =>
  tokens
    .map(token =>
      'tokens' in token && token.tokens ? plainText(token.tokens) : 'text' in token ? String(token.text) : '',
    )
    .join('')

/** `<a id="name"></a>`: how Markdown is given places to lead to. */
const anchor: TokenizerAndRendererExtension = {
  name: 'anchor',
  level: 'inline',
  start: source => source.indexOf('<a '),
  tokenizer(source) {
    const [found, id] = /^<a (?:id|name)="([^"\s]+)"(?:\s*\/>|\s*>\s*<\/a>)/.exec(source) ?? []
    return found === undefined ? undefined : { type: 'anchor', raw: found, id }
  },
  renderer: ({ id }) => html`<span id="${String(id)}"></span>`.html,
}

const reading = new Marked({ extensions: [anchor] })

function rendererOf({ heading, link, image }: Telling): RendererObject {
  return {
    heading(token) {
      const text = raw(this.parser.parseInline(token.tokens))
      const place = heading(token)
      if (!place) return html`<p><strong>${text}</strong></p> `.html
      const name = raw(`h${place.level}`)
      return html`<${name} id="${place.id}">${text}</${name}> `.html
    },
    paragraph({ tokens }) {
      const inner = raw(this.parser.parseInline(tokens))
      const isPlace = tokens.every(({ type }) => type === 'anchor' || type === 'space')
      return isPlace ? inner.html : html`<p>${inner}</p> `.html
    },
    link({ href, tokens }) {
      const text = raw(this.parser.parseInline(tokens))
      const to = link(href)
      if (to === undefined) return html`${text} (<code>${href}</code>)`.html
      return isWeb(to)
        ? html`<a href="${to}" rel="noopener noreferrer">${text}</a>`.html
        : html`<a href="${to}">${text}</a>`.html
    },
    image({ href, text }) {
      const source = image(href)
      if (source !== undefined) return html`<img src="${source}" alt="${text}" loading="lazy" />`.html
      return isWeb(href) ? html`<a href="${href}" rel="noopener noreferrer">${text || href}</a>`.html : escape(text)
    },
    code: ({ text }) => html`<pre data-copy>${text}</pre> `.html,
    html: ({ text }) => (/^<!--[^]*-->\s*$/.test(text) ? '' : escape(text)),
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
    table({ header, rows }) {
      const cell = ({ tokens, align }: Tokens.TableCell, name: 'th' | 'td') =>
        raw(
          `<${name}${name === 'th' ? ' scope="col"' : ''}${align ? ` class="${align}"` : ''}>${this.parser.parseInline(tokens)}</${name}>`,
        )
      return html`<div class="wide">
        <table>
          <thead>
            <tr>
              ${header.map(one => cell(one, 'th'))}
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              row =>
                html`<tr>
                  ${row.map(one => cell(one, 'td'))}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`.html
    },
  }
}

/** An address that a browser asks the net for, or a program for letters. */
export const isWeb = (href: string): boolean => /^(?:https?:|mailto:)/i.test(href)
