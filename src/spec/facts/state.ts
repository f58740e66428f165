import type { Cells } from './cells.ts'

/** What is there before the request. */
export type State =
  | {
      readonly is: 'rows'
      readonly resource: string
      readonly rows: readonly Cells[]
      /** They are users, who can sign in. */
      readonly registered?: true
    }
  | { readonly is: 'some'; readonly resource: string; readonly count: number }
  | { readonly is: 'none'; readonly resource: string }
