import type { Token, Tokens } from 'marked'
import type { DocumentPage } from '../documents/join.ts'
import { targetOf } from '../documents/links.ts'
import { isHeading } from '../documents/parse.ts'
import { html, type Html } from '../html.ts'
import type { Joined } from '../join.ts'
import { crumbs, twinOf, type Page } from '../parts/layout.ts'
import { markdown, plainText } from '../parts/markdown.ts'
import { href } from '../slugs.ts'
import { DOCUMENTS } from './documents.ts'

/** A document of the project, or a part of one that is too long for one page. */
export function documentPage(page: DocumentPage, site: Joined): Page {
  const { path, title, document, chunks, above } = page
  const headings = chunks.flatMap(chunk =>
    chunk.is === 'text' ? chunk.blocks.filter(isHeading) : chunk.parts.map(part => part.heading),
  )
  const highest = Math.min(...headings.map(({ depth }) => depth))
  const print = printerOf(page, site, ({ depth }) => Math.min(2 + depth - highest, 6))
  const trail = [[DOCUMENTS, 'Documents'] as const, ...above.map(one => [one.path, one.title] as const)]
  const body = html`${crumbs(path, trail)}
    <div class="beside">
      <div class="document">
        <h1>${title}</h1>
        ${chunks.map(chunk => (chunk.is === 'text' ? print(chunk.blocks) : partList(page, chunk.parts, site)))}
        <p class="quiet source">Written in <code>${document.uri}</code></p>
      </div>
      ${
        headings.length > 1 &&
        contents(
          page,
          headings.filter(({ depth }) => depth <= highest + 1),
          highest,
          site,
        )
      }
    </div>`
  const whole = above[0] ?? page
  return { path, title, part: 'documents', body, twin: twinOf(whole.path) }
}

function printerOf(
  { path, document }: DocumentPage,
  site: Joined,
  levelOf: (heading: Tokens.Heading) => number,
): (blocks: readonly Token[]) => Html {
  return markdown({
    heading(heading) {
      const id = document.ids.get(heading) // none within quotes and lists
      return id === undefined ? undefined : { level: levelOf(heading), id }
    },
    link(target) {
      const found = targetOf(target, document, site)
      if (found.is === 'web') return found.href
      return found.is === 'page' || found.is === 'image' ? href(path, found.path) : undefined
    },
    image(target) {
      const found = targetOf(target, document, site)
      return found.is === 'image' ? href(path, found.path) : undefined
    },
  })
}

const partList = (
  { path, document }: DocumentPage,
  parts: readonly { readonly heading: Tokens.Heading }[],
  site: Joined,
): Html =>
  html`<ul class="list">
    ${parts.map(({ heading }) => html`<li><a href="${addressOf(heading, path, document, site)}">${plainText(heading.tokens)}</a></li>`)}
  </ul>`

const contents = (
  { path, document }: DocumentPage,
  headings: readonly Tokens.Heading[],
  highest: number,
  site: Joined,
): Html =>
  html`<aside>
    <nav aria-label="On this page">
      <ul>
        ${headings.map(
          heading =>
            html`<li ${heading.depth > highest && html` class="inner"`}>
              <a href="${addressOf(heading, path, document, site)}">${plainText(heading.tokens)}</a>
            </li>`,
        )}
      </ul>
    </nav>
  </aside>`

/** On this page by the heading alone. */
function addressOf(
  heading: Tokens.Heading,
  at: string,
  { uri, ids }: DocumentPage['document'],
  { documents }: Joined,
): string {
  const id = ids.get(heading) ?? ''
  const to = documents.places.get(uri)?.get(id) ?? at
  return to === `${at}#${id}` ? `#${encodeURIComponent(id)}` : href(at, to)
}
