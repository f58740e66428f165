import { html, type Html, type Piece } from '../html.ts'
import type { Joined } from '../join.ts'
import type { Run } from '../result.ts'
import { href } from '../slugs.ts'
import { counted } from '../words/counted.ts'
import { tally } from './status.ts'

export interface Page {
  /** The address, relative to the folder of the site. */
  readonly path: string
  readonly title: string
  /** Which part of the site it belongs to. */
  readonly part: 'features' | 'operations' | 'resources' | 'history' | 'words' | 'documents'
  readonly body: Html
  /** Where the same stands in Markdown. */
  readonly twin?: string
}

/** A whole page: what the run says stands on every one. */
export function layout(
  { path, title, part, body, twin }: Page,
  { report, counts, flaky, documents, title: site }: Joined,
): string {
  const to = (target: string) => href(path, target)
  const link = (target: string, text: string, here: Page['part']) =>
    html`<a href="${to(target)}" ${part === here && html` aria-current="true"`}>${text}</a>`
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title === site ? site : `${title} · ${site}`}</title>
        ${twin && html`<link rel="alternate" type="text/markdown" href="${to(twin)}" />`}
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${to('site.css')}" />
        <script src="${to('site.js')}"></script>
      </head>
      <body data-root="${to('')}">
        <a class="skip" href="#main">Skip to the content</a>
        <header>
          <div class="top">
            <a class="home" href="${to('index.html')}">${site}</a>
            <nav aria-label="Site">
              ${link('index.html', 'Features', 'features')} ${link('operations.html', 'Operations', 'operations')}
              ${link('resources.html', 'Resources', 'resources')}
              ${report.history && link('history.html', 'History', 'history')}
              ${report.words?.length ? link('words.html', 'Words', 'words') : ''}
              ${documents.firsts.length > 0 && link('documents.html', 'Documents', 'documents')}
            </nav>
            <span class="tools"></span>
          </div>
          <p class="truth">
            <span>${tally(counts)}${flaky > 0 && html` <span class="flaky">${flaky} flaky</span>`}</span>
            <span class="run">${runLine(report.run)}</span>${since(report.changed)}
          </p>
        </header>
        <main id="main" tabindex="-1">${body}</main>
        <footer>
          <p>
            ${site}, as proved by the run of ${moment(report.run.at)}. For machines:
            <a href="${to('openapi.json')}">openapi.json</a>,
            <a href="${to('living-doc.json')}">living-doc.json</a
            >${twin && html`, <a href="${to(twin)}">this page in Markdown</a>`}.
          </p>
        </footer>
      </body>
    </html> `
  return page.html
}

/** Where the Markdown of a page stands. */
export const twinOf = (path: string): string => path.replace(/\.html$/, '.md')

export const crumbs = (path: string, trail: readonly (readonly [string, string])[]): Html =>
  html`<nav class="crumbs" aria-label="Where this is">
    ${trail.map(([target, text]) => html`<a href="${href(path, target)}">${text}</a> `)}
  </nav>`

/** A page whose sources are not those of the run any more says so. */
export function changedSince(paths: readonly string[], { report: { changed = [] } }: Joined): Html | false {
  const found = changed.filter(path => paths.includes(path))
  return (
    found.length > 0 &&
    html`<p class="changed" role="note">
      <b>Changed since.</b> ${found.map(path => html`<code>${path}</code> `)}${found.length === 1 ? 'is' : 'are'} not
      what the run has seen. Results stand only where a scenario still says the same.
    </p>`
  )
}

/** A section with its heading, to be linked to. */
export const section = (id: string, heading: string, ...body: readonly Piece[]): Html =>
  html`<section aria-labelledby="${id}">
    <h2 id="${id}">${heading}</h2>
    ${body}
  </section>`

/** `23 November 2026, 07:35 UTC` */
export function moment(iso: string): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return iso
  const [day, time] = date.toISOString().split('T') as [string, string] // ISO 8601 has both
  const [year, month, of] = day.split('-').map(Number) as [number, number, number]
  return `${of} ${months[month - 1]} ${year}, ${time.slice(0, 5)} UTC`
}

/** On every page: the run speaks of what there was. */
const since = (changed: readonly string[] = []): Html | false =>
  changed.length > 0 &&
  html` <strong class="since" title="${changed.join(', ')}">${counted(changed.length, 'file')} changed since</strong>`

const runLine = ({ at, commit, seconds, backends }: Run): Html =>
  html`<time datetime="${at}">${moment(at)}</time> ·
    ${commit === undefined ? 'no commit' : html`commit <code>${commit.slice(0, 9)}</code>`} · ${seconds.toFixed(1)} s
    <span class="backends">· ${backends.postgres} · ${backends.redis}</span>`

const months = 'January February March April May June July August September October November December'.split(' ')
