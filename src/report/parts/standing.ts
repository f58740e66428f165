import { html, type Html } from '../html.ts'
import type { Standing } from '../operations.ts'

export const standings: Readonly<Record<Standing, string>> = {
  proved: 'proved',
  failing: 'stated, and failing',
  unseen: 'stated, never seen',
  unstated: 'seen, never stated',
}

/** How a status of an operation stands, by shape, word and colour. */
export const standing = (is: Standing, said = standings[is]): Html =>
  html`<span class="status ${shape[is]}">${said}</span>`

/** In a word, for a table. */
export const brief: Readonly<Record<Standing, string>> = {
  proved: 'proved',
  failing: 'failing',
  unseen: 'not seen',
  unstated: 'not stated',
}

const shape = { proved: 'passed', failing: 'failed', unseen: 'notRun', unstated: 'undefined' } as const
