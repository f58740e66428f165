import { html } from '../html.ts'
import type { Joined } from '../join.ts'
import type { Page } from '../parts/layout.ts'
import { relationsOf } from '../relations.ts'
import { href } from '../slugs.ts'
import { plural } from '../../spec/index.ts'
import { capital } from '../words/fields.ts'
import { shownPath } from '../words/operations.ts'
import { counted } from '../words/counted.ts'

const path = 'resources.html'

/** What the API is about. */
export function resourcesPage({ resources, report: { model } }: Joined): Page {
  const body = html`<h1>Resources</h1>
    <p class="lead">What the API keeps, as the features describe it.</p>
    <h2 class="said">All of them</h2>
    <div class="cards">
      ${resources.map(({ resource, path: page }) => {
        const relations = relationsOf(resource, model)
        const named = (direction: 'up' | 'down') =>
          relations
            .filter(one => one.direction === direction)
            .map(({ other, many }) => (many ? plural(other) : other))
            .join(', ')
        return html`<article class="card">
          <h3><a href="${href(path, page)}">${capital(resource.name)}</a></h3>
          <p>
            ${counted(resource.fields.length, 'field')},
            ${counted(resource.operations.length, 'operation')}${named('up') && `; belongs to ${named('up')}`}${named('down') && `; has ${named('down')}`}
          </p>
          <p><code>${shownPath(resource.path)}</code></p>
        </article>`
      })}
    </div>`
  return { path, title: 'Resources', part: 'resources', body }
}
