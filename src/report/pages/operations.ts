import { html, type Html } from '../html.ts'
import { permissionsOf, type Permission, type Permissions } from '../permissions.ts'
import { accessInWords } from '../words/access.ts'
import type { Joined, ScenarioPage } from '../join.ts'
import type { OperationPage } from '../operations.ts'
import { section, type Page } from '../parts/layout.ts'
import { phrase } from '../parts/phrase.ts'
import { brief, standing, standings } from '../parts/standing.ts'
import { href } from '../slugs.ts'

const path = 'operations.html'

/** Every operation against every status: what is proved, and what is only said. */
export function operationsPage(site: Joined): Page {
  const { operations } = site
  const permissions = permissionsOf(site)
  const statuses = [...new Set(operations.flatMap(({ answers }) => answers.map(({ status }) => status)))].toSorted(
    (a, b) => a - b,
  )
  const byResource = Map.groupBy(operations, ({ resource }) => resource)
  const body = html`<h1>Operations</h1>
    <p class="lead">Each cell is a promise about one status of one operation, and leads to the scenarios behind it.</p>
    <p class="legend">${(Object.keys(standings) as (keyof typeof standings)[]).map(is => html`${standing(is)} `)}</p>
    ${section('matrix', 'Operation by status', matrix(byResource, statuses))}
    ${permissions && section('permissions', 'Who may', permissionTable(permissions, site))}`
  return { path, title: 'Operations', part: 'operations', body }
}

function matrix(byResource: ReadonlyMap<unknown, readonly OperationPage[]>, statuses: readonly number[]): Html {
  const head = html`<tr>
    <th scope="col">Operation</th>
    ${statuses.map(status => html`<th scope="col"><abbr title="${phrase(status)}">${status}</abbr></th>`)}
  </tr>`
  return html`<div class="wide">
    <table class="matrix">
      <thead>
        ${head}
      </thead>
      ${[...byResource.values()].map(
        pages =>
          html`<tbody>
            <tr>
              <th scope="rowgroup" colspan="${statuses.length + 1}">${pages[0]!.resource.name}</th>
            </tr>
            ${pages.map(page => matrixRow(page, statuses))}
          </tbody>`,
      )}
    </table>
  </div>`
}

/** Whether somebody was let in or turned away, with a scenario behind each. */
function permissionTable({ actors, rows }: Permissions, { report: { model } }: Joined): Html {
  const cell = (permission: Permission | undefined) => {
    if (!permission) return html`<td></td>`
    const { may, mayNot } = permission
    const [first] = mayNot.length ? mayNot : may
    const is = may.length && mayNot.length ? 'depends' : may.length ? 'may' : 'mayNot'
    return html`<td><a href="${first && href(path, first.path)}">${answerOf(is, may, mayNot)}</a></td>`
  }
  return html`<div class="wide">
    <table class="matrix">
      <thead>
        <tr>
          <th scope="col">Operation</th>
          <th scope="col">Rule</th>
          ${actors.map(actor => html`<th scope="col">${actor}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ operation: { path: page, operation, shown }, cells }) =>
            html`<tr>
              <th scope="row">
                <a href="${href(path, page)}"
                  ><code><b>${operation.method}</b> ${shown}</code></a
                >
              </th>
              <td class="quiet">${accessInWords(operation.access, model)}</td>
              ${actors.map(actor => cell(cells.get(actor)))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

const permissionWords = { may: 'may', mayNot: 'may not', depends: 'depends' } as const

/** In the colour of what is proved only where a scenario that says so has passed. */
function answerOf(
  is: keyof typeof permissionWords,
  may: readonly ScenarioPage[],
  mayNot: readonly ScenarioPage[],
): Html {
  const sides = [may, mayNot].filter(side => side.length > 0)
  const proved = sides.every(side => side.some(({ status }) => status === 'passed'))
  const failed = !proved && sides.flat().some(({ status }) => status === 'failed')
  const shape = failed ? 'failed' : !proved ? 'notRun' : is === 'may' ? 'passed' : 'skipped'
  return html`<span class="status ${shape}"
    >${permissionWords[is]}${failed && ': failing'}${!failed && !proved && ': not proved'}</span
  >`
}

const matrixRow = (
  { path: page, operation, shown, intent, answers }: OperationPage,
  statuses: readonly number[],
): Html =>
  html`<tr>
    <th scope="row">
      <a href="${href(path, page)}"
        ><code><b>${operation.method}</b> ${shown}</code></a
      ><span class="quiet">${intent}</span>
    </th>
    ${statuses.map(status => {
      const answer = answers.find(one => one.status === status)
      return answer
        ? html`<td>
            <a href="${href(path, `${page}#status-${status}`)}" title="${status}: ${standings[answer.is]}"
              >${standing(answer.is, brief[answer.is])}</a
            >
          </td>`
        : html`<td></td>`
    })}
  </tr>`
