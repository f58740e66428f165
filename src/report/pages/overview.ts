import { html, type Html } from '../html.ts'
import { type FeaturePage, type Joined, type ScenarioPage } from '../join.ts'
import { section, twinOf, type Page } from '../parts/layout.ts'
import { prose } from '../parts/prose.ts'
import { badge, bar, tally } from '../parts/status.ts'
import { counted } from '../words/counted.ts'
import { href } from '../slugs.ts'
import { article } from '../../spec/index.ts'

const path = 'index.html'

/** The front page: what the API promises, and what of it held. */
export function overview(site: Joined): Page {
  const { features, scenarios, counts, title, operations, report } = site
  const { problems } = report.specification
  const urgent = scenarios.filter(({ status }) => ['failed', 'undefined', 'stubbed'].includes(status))
  const body = html`<h1>${title}</h1>
    <p class="lead">
      ${counted(features.length, 'feature')}, ${counted(scenarios.length, 'scenario')},
      ${counted(operations.length, 'operation')}. ${verdict(site)}
    </p>
    ${bar(counts)}
    ${
      problems.length > 0 &&
      section(
        'problems',
        'What could not be read',
        html`<ul class="list">
          ${problems.map(
            ({ place, what, advice }) =>
              html`<li><code>${place.uri}:${place.line}</code> ${what}. <span class="quiet">${advice}</span></li>`,
          )}
        </ul>`,
      )
    }
    ${urgent.length > 0 && section('attention', 'What needs attention', attention(urgent))}
    ${section('features', 'Features', html`<div class="cards">${features.map(card)}</div>`)}
    ${section('words', 'Words', glossary(site))}`
  return { path, title, part: 'features', body, twin: twinOf(path) }
}

function verdict({ counts, scenarios }: Joined): string {
  if (scenarios.length === 0) return 'No scenario: nothing is proved.'
  if (counts.passed === scenarios.length) return 'Every scenario passed.'
  if (counts.notRun === scenarios.length) return 'None of the scenarios was run: nothing is proved.'
  const rest = scenarios.length - counts.passed
  return `${counts.passed} of the scenarios passed; of the other ${rest}, nothing is proved.`
}

const attention = (scenarios: readonly ScenarioPage[]): Html => {
  const order = ['failed', 'undefined', 'stubbed']
  const sorted = scenarios.toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status))
  const row = ({ scenario, status, path: page, result }: ScenarioPage) =>
    html`<li>
      ${badge(status)} <a href="${href(path, page)}">${scenario.name}</a>
      <span class="quiet">${scenario.feature.name}</span>${
        status === 'failed' &&
        result?.failure &&
        html`<br /><span class="why">${firstLine(result.failure.message)}</span>`
      }
    </li>`
  const [shown, more] = [sorted.slice(0, 12), sorted.slice(12)]
  return html`<ul class="list attention">
      ${shown.map(row)}
    </ul>
    ${
      more.length > 0 &&
      html`<details>
        <summary>${more.length} more</summary>
        <ul class="list attention">
          ${more.map(row)}
        </ul>
      </details>`
    }`
}

const card = ({ feature, path: page, outline, counts }: FeaturePage): Html => {
  const rules = outline?.rules.filter(({ name }) => name !== undefined) ?? []
  const link = href(path, page)
  return html`<article class="card">
    <h3><a href="${link}">${feature.name}</a></h3>
    ${prose(feature.description)}
    ${
      rules.length > 0 &&
      html`<ul class="rules">
        ${rules.map(({ id, name }) => html`<li><a href="${link}#${encodeURIComponent(id)}">${name}</a></li>`)}
      </ul>`
    }
    <p>${bar(counts)}${tally(counts)}</p>
  </article>`
}

function glossary({ resources }: Joined): Html {
  return html`<dl class="words">
    ${resources.map(({ resource, path: page }) => {
      const own = resource.fields.filter(({ type }) => type.is !== 'reference' && type.is !== 'links')
      const parents = resource.fields.flatMap(({ type }) => (type.is === 'reference' ? [article(type.resource)] : []))
      return html`<div>
        <dt><a href="${href(path, page)}">${resource.name}</a></dt>
        <dd>
          ${own
            .slice(0, 6)
            .map(({ name }) => name.replaceAll('_', ' '))
            .join(', ')}${own.length > 6 && ' …'}${parents.length > 0 && `; belongs to ${parents.join(' and ')}`}
        </dd>
      </div>`
    })}
  </dl>`
}

const firstLine = (text: string): string => text.split('\n')[0] ?? ''
