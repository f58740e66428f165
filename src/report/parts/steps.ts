import { html, raw, escape, type Html, type Piece } from '../html.ts'
import { known } from '../join.ts'
import type { StepOutline } from '../outline.ts'
import type { StepResult } from '../result.ts'
import { dot, time } from './status.ts'

/** Steps as they were written. With their results, each shows what became of it. */
export function stepList(steps: readonly StepOutline[], results?: readonly StepResult[]): Html {
  return html`<ol class="steps">
    ${steps.map((step, n) => stepItem(step, results?.[n]))}
  </ol>`
}

/** A table; the head is that of an example or of a list of rows, and absent where the first column names fields. */
export function table(rows: readonly (readonly Piece[])[], head?: readonly Piece[]): Html {
  return html`<div class="wide">
    <table>
      ${
        head &&
        html`<thead>
          <tr>
            ${head.map(cell => html`<th scope="col">${cell}</th>`)}
          </tr>
        </thead>`
      }
      <tbody>
        ${rows.map(
          row =>
            html`<tr>
              ${row.map(cell => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

function stepItem({ keyword, text, table: rows, doc }: StepOutline, result?: StepResult): Html {
  return html`<li${result && raw(` class="${known(result.status)}"`)}>${result && dot(known(result.status))}<b>${keyword}</b> ${values(text)}${
    result && result.duration >= 1 && html` <span class="time">${time(result.duration)}</span>`
  }${rows && stepTable(rows, text)}${doc !== undefined && html`<pre>${doc}</pre>`}</li>`
}

/** Whether the first row is a head is not written in the table: steps about several things have one. */
function stepTable(rows: readonly (readonly string[])[], text: string): Html {
  const headed = (rows[0]?.length ?? 0) !== 2 || /\bthese\b/.test(text) || /\bhas these fields\b/.test(text)
  const shown = rows.map(row => row.map(values))
  return headed ? table(shown.slice(1), rows[0]) : table(shown)
}

/** The values in a text stand out: quoted ones, and the parameters of an outline. */
export const values = (text: string): Html =>
  raw(escape(text).replace(/&quot;(?:(?!&quot;).)*&quot;|&lt;[^&]+&gt;/g, '<span class="v">$&</span>'))
