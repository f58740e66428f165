import type { Phrase } from '../../spec/index.ts'
import { html, type Html } from '../html.ts'
import type { Joined } from '../join.ts'
import { section, type Page } from '../parts/layout.ts'
import { href } from '../slugs.ts'

const path = 'words.html'

/** The phrases of the project's own: how each is worded, what it means, and where it is said. */
export function wordsPage(site: Joined, words: readonly Phrase[]): Page {
  const body = html`<h1>Words of our own</h1>
    <p class="lead">Phrases that this project has beside the built-in ones, and the steps that say what they mean.</p>
    ${words.map((phrase, n) => section(`word-${n + 1}`, phrase.expression, ...about(phrase, site)))}`
  return { path, title: 'Words of our own', part: 'words', body }
}

function about(phrase: Phrase, { scenarios }: Joined): readonly Html[] {
  const saying = scenarios.filter(({ scenario }) => scenario.steps.some(step => step.phrase === phrase))
  const links = saying.map(
    page =>
      html`<li>
        <a href="${href(path, page.path)}">${page.scenario.name}</a>
        <span class="quiet">${page.scenario.feature.name}</span>
      </li>`,
  )
  return [
    html`<p><code class="quiet">${phrase.id}</code></p>`,
    html`<pre>${meaning(phrase)}</pre>`,
    saying.length > 0
      ? html`<ul class="list">
          ${links}
        </ul>`
      : html`<p class="quiet">No scenario says it.</p>`,
  ]
}

/** The steps, as they are written. */
const meaning = ({ means }: Phrase): string =>
  (means?.steps ?? [])
    .flatMap(({ keyword, text, argument }) => [
      `${keyword} ${text}`,
      ...(argument?.dataTable?.rows.map(({ cells }) => `  | ${cells.map(({ value }) => value).join(' | ')} |`) ?? []),
      ...(argument?.docString
        ? ['"""', ...argument.docString.content.split('\n'), '"""'].map(line => `  ${line}`)
        : []),
    ])
    .join('\n')
