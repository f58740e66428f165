import { html, type Html } from '../html.ts'
import { isRescued, type Joined, type ScenarioPage } from '../join.ts'
import type { Diagnosis } from '../result.ts'
import { attachmentList } from '../parts/attachments.ts'
import { attemptsBlock } from '../parts/attempts.ts'
import { exchangeBlock } from '../parts/exchange.ts'
import { failureBlock } from '../parts/failure.ts'
import { stretch } from '../parts/generated.ts'
import { pastLine } from '../parts/past.ts'
import { pastOf } from '../history.ts'
import { changedSince, crumbs, section, type Page } from '../parts/layout.ts'
import { badge, flakyMark, time } from '../parts/status.ts'
import { stepList } from '../parts/steps.ts'
import { href } from '../slugs.ts'
import { placeName } from '../../spec/index.ts'

const MEANINGS = {
  passed: '',
  failed: '',
  stubbed: 'The service answers 501: the method that this asks for is yours to write.',
  undefined: 'No phrase and no step definition says what a step of it means.',
  skipped: 'It was skipped: nothing is known about it.',
  notRun: 'The run did not come to it: nothing is known about it.',
}

/** What to do about a scenario that is not green. */
const advice: Readonly<Record<Diagnosis['kind'], string>> = {
  undefined: 'Word the step as one of the vocabulary, or write a step definition for it.',
  absent: 'The code for it is not there: a run that may generate writes it.',
  behaviour: 'The service does something else than the scenario says. One of the two has to change.',
  stub: 'The method for it is yours to write.',
  environment: 'The service or its database was not there, so this says nothing about the scenario.',
  'not run': 'Run it again.',
}

/** One scenario with all that was seen of it: its steps with times, its exchanges, its failure. */
export function scenarioPage(page: ScenarioPage, site: Joined): Page {
  const { scenario, path, status, result, featurePath } = page
  const place = `${scenario.uri}:${scenario.line}`
  const meaning = MEANINGS[status]
  const { exchanges = [], output = [], attachments = [] } = result ?? {}
  const only = exchanges.length === 1 && result?.failure?.exchange !== undefined
  const diagnosis = site.report.diagnoses?.[scenario.id]
  const body = html`${crumbs(path, [
      ['index.html', 'Features'],
      [featurePath, scenario.feature.name],
      ...(scenario.rule === undefined ? [] : [[page.rulePath, scenario.rule] as const]),
    ])}
    <h1>${scenario.name}</h1>
    <p>
      ${badge(status)}${flakyMark(isRescued(page))}
      ${result && status !== 'notRun' && html`<span class="quiet">in ${time(result.duration)}</span> `}<code
        class="quiet"
        >${place}</code
      >
    </p>
    ${changedSince([scenario.uri], site)} ${pastLine(pastOf(site.report.history, page))}
    ${meaning && html`<p class="lead">${meaning}</p>`}
    ${result?.failure && section('failure', 'What went wrong', failureBlock(result.failure, { exchangeId: only ? 'exchange-1' : undefined }), diagnosis && told(diagnosis))}
    ${section('steps', 'Steps', stepsOf(page))} ${attemptsBlock(page)}
    ${attachments.length > 0 && section('attachments', 'Attached', attachmentList(path, attachments, page.steps))}
    ${
      exchanges.length > 0 &&
      !only &&
      section(
        'exchanges',
        exchanges.length === 1 ? 'The exchange' : 'The exchanges',
        exchanges.map((exchange, n) => html`<div id="exchange-${n + 1}">${exchangeBlock(exchange)}</div>`),
      )
    }
    ${output.length > 0 && section('output', 'What the service printed', html`<pre>${output.join('\n')}</pre>`)}
    ${related(page, site)}`
  return { path, title: scenario.name, part: 'features', body }
}

const told = ({ kind, code }: Diagnosis): Html =>
  html`<p>
    ${advice[kind]}${code && html` Answered by <code>${code.method}</code> in <code>${code.path}:${code.line}</code>.`}
  </p>`

/** The steps of the backgrounds are folded, unless it is one of them that failed. */
function stepsOf({ steps, given, result }: ScenarioPage): Html {
  const results = result?.steps
  if (given === 0) return stepList(steps, results)
  const open = results?.slice(0, given).some(({ status }) => status === 'failed' || status === 'undefined')
  return html`<details class="background" ${open && html` open`}>
      <summary>${given} given for each scenario</summary>
      ${stepList(steps.slice(0, given), results?.slice(0, given))}
    </details>
    ${stepList(steps.slice(given), results?.slice(given))}`
}

function related(page: ScenarioPage, { operations, trace }: Joined): Html | false {
  const called = operations.filter(({ exercised }) => exercised.has(page))
  const files = trace({
    steps: page.scenario.steps.map(({ place }) => placeName(place)),
    operations: called,
  })
  return (
    (called.length > 0 || files.length > 0) &&
    section(
      'code',
      'What it goes through',
      html`<ul class="list">
        ${called.map(
          ({ path, operation, shown, intent }) =>
            html`<li>
              <a href="${href(page.path, path)}"
                ><code><b>${operation.method}</b> ${shown}</code></a
              >
              <span class="quiet">${intent}</span>
            </li>`,
        )}${files.map(file => html`<li>${stretch(file)}</li>`)}
      </ul>`,
    )
  )
}
