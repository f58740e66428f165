import { html, type Html } from '../html.ts'
import type { Standing } from '../operations.ts'

export const standings: Readonly<Record<Standing, string>> = {
  proved: 'proved',
  failing: 'stated, and failing',
  unseen: 'stated, never seen',
  unstated: 'seen, never stated',
}

/** How a status of an operation stands, by shape, word and colour. */
export const standing = (is: Standing): Html => html`<span class="status ${shape[is]}">${standings[is]}</span>`

const shape = { proved: 'passed', failing: 'failed', unseen: 'notRun', unstated: 'undefined' } as const
