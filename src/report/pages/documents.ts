import type { DocumentPage } from '../documents/join.ts'
import { html, type Html } from '../html.ts'
import type { Joined } from '../join.ts'
import { plainText } from '../parts/markdown.ts'
import type { Page } from '../parts/layout.ts'
import { firstSentence } from '../parts/prose.ts'
import { href } from '../slugs.ts'

/** The page that lists them. */
export const DOCUMENTS = 'documents.html'

/** What people have written about the project, in the order in which it is to be read. */
export function documentsPage({ documents }: Joined): Page {
  const body = html`<h1>Documents</h1>
    <p class="lead">What is written about it beside the features.</p>
    <h2 class="said">All of them</h2>
    <div class="cards">${documents.firsts.map(card)}</div>`
  return { path: DOCUMENTS, title: 'Documents', part: 'documents', body }
}

const card = ({ path, title, document }: DocumentPage): Html => {
  const first = document.blocks.find(({ type }) => type === 'paragraph')
  return html`<article class="card">
    <h3><a href="${href(DOCUMENTS, path)}">${title}</a></h3>
    ${first && html`<p>${firstSentence(plainText([first]))}</p>`}
    <p class="quiet"><code>${document.uri}</code></p>
  </article>`
}
