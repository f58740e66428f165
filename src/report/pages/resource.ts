import { html, type Html, type Piece } from '../html.ts'
import type { Joined, ResourcePage } from '../join.ts'
import { crumbs, section, twinOf, type Page } from '../parts/layout.ts'
import { relationsOf, type Relation } from '../relations.ts'
import { table } from '../parts/steps.ts'
import { href } from '../slugs.ts'
import { capital, givenFields, rulesInWords, typeInWords, withInner } from '../words/fields.ts'
import { shownPath } from '../words/operations.ts'
import { factsOf } from '../words/resources.ts'
import { plural } from '../../spec/index.ts'

/** One resource: its fields with their rules, what it belongs to, and its operations. */
export function resourcePage({ resource, path }: ResourcePage, site: Joined): Page {
  const operations = site.operations.filter(page => page.resource === resource)
  const relations = relationsOf(resource, site.report.model)
  const body = html`${crumbs(path, [['resources.html', 'Resources']])}
    <h1>${capital(resource.name)}</h1>
    <p class="endpoint"><code>${shownPath(resource.path)}</code></p>
    <ul class="facts">
      ${factsOf(resource).map(fact => html`<li>${fact}</li>`)}
    </ul>
    ${section('fields', 'Fields', fieldTable(resource))}
    ${relations.length > 0 && section('relations', 'Relations', relationList(relations, resource.name, path, site))}
    ${
      operations.length > 0 &&
      section(
        'operations',
        'Operations',
        html`<ul class="list">
          ${operations.map(
            ({ path: page, operation, shown, intent }) =>
              html`<li>
                <a href="${href(path, page)}"
                  ><code><b>${operation.method}</b> ${shown}</code></a
                >
                <span class="quiet">${intent}</span>
              </li>`,
          )}
        </ul>`,
      )
    }`
  return { path, title: capital(resource.name), part: 'resources', body, twin: twinOf(path) }
}

const fieldTable = (resource: ResourcePage['resource']): Html =>
  table(
    [
      ...resource.fields
        .flatMap(withInner)
        .map((field): Piece[] => [
          html`<code>${field.name}</code>`,
          typeInWords(field.type),
          rulesInWords(field).join(' · '),
        ]),
      ...givenFields(resource).map(({ name, type, rules }): Piece[] => [html`<code>${name}</code>`, type, rules]),
    ],
    ['Name', 'Type', 'Rules'],
  )

function relationList(relations: readonly Relation[], name: string, path: string, { resources }: Joined): Html {
  const link = (other: string, text: string) => {
    const page = resources.find(({ resource }) => resource.name === other)
    return page ? html`<a href="${href(path, page.path)}">${text}</a>` : text
  }
  const column = (direction: Relation['direction']) => relations.filter(one => one.direction === direction)
  const node = ({ other, many, words }: Relation) =>
    html`<li>${link(other, many ? plural(other) : other)} <span class="quiet">${words}</span></li>`
  return html`<div class="relations">
    ${
      column('up').length > 0 &&
      html`<ul class="up">
        ${column('up').map(node)}
      </ul>`
    }
    <p class="self"><b>${name}</b></p>
    ${
      column('down').length > 0 &&
      html`<ul class="down">
        ${column('down').map(node)}
      </ul>`
    }
  </div>`
}
