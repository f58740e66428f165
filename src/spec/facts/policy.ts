import type { ErrorShape } from '../expressions/error-shape.ts'
import type { Cells, Plain } from './cells.ts'

export type ErrorKind = 'unknown' | 'malformed' | 'duplicate' | 'unauthenticated' | 'forbidden' | 'invalid'

/** A line of a field table. `rules` is the text of the cell, read by the model. */
export interface FieldStatement {
  readonly field: string
  readonly type: string
  readonly rules: string
  readonly line: number
}

/** A parameter that lists take, and the condition it puts on each row (`price is at most it`). */
export interface FilterStatement {
  readonly parameter: string
  readonly condition: string
  readonly line: number
}

/** A field as a version shows it, and what it comes from: `author.name | author_name`. */
export interface ShownStatement {
  readonly field: string
  readonly from: string
  readonly line: number
}

/** What holds for the whole API, wherever it stands. */
export type Policy =
  | { readonly is: 'fields'; readonly resource: string; readonly fields: readonly FieldStatement[] }
  | { readonly is: 'belongs'; readonly child: string; readonly parent: string }
  | { readonly is: 'many'; readonly resource: string; readonly others: string }
  | { readonly is: 'served'; readonly resource: string; readonly path: string }
  | { readonly is: 'addressed'; readonly resource: string; readonly by: string }
  | { readonly is: 'kept-by'; readonly resource: string; readonly by: string }
  | { readonly is: 'ordered'; readonly resource: string; readonly by: string }
  | { readonly is: 'filtered'; readonly resource: string; readonly filters: readonly FilterStatement[] }
  | { readonly is: 'lenient'; readonly resource: string }
  | {
      readonly is: 'paginated'
      readonly resource: string
      readonly size: number
      readonly max: number
      readonly names?: readonly [string, string]
    }
  | { readonly is: 'soft-deleted'; readonly resource: string }
  | { readonly is: 'bulk'; readonly resource: string; readonly path: string }
  | { readonly is: 'listed-where'; readonly resource: string; readonly path: string; readonly condition: string }
  | { readonly is: 'distinct'; readonly resource: string; readonly path: string; readonly field: string }
  | {
      /** To `verb` changes the field from one value to another. */
      readonly is: 'changes'
      readonly resource: string
      readonly verb: string
      readonly field: string
      readonly from: Plain
      readonly to: Plain
    }
  | {
      /** The field is above or below the bound while `when` has the value. */
      readonly is: 'bound-when'
      readonly resource: string
      readonly field: string
      readonly direction: 'above' | 'below'
      readonly bound: Plain
      readonly when: string
      readonly value: Plain
    }
  | { readonly is: 'at-most-one'; readonly resource: string; readonly of: string; readonly condition: string }
  | { readonly is: 'needs'; readonly resource: string; readonly of: string; readonly condition: string }
  | {
      /** Of the rows of one other row, no two are under way at the same time. */
      readonly is: 'apart'
      readonly resource: string
      readonly of: string
      readonly from: string
      readonly to: string
      readonly condition?: string
    }
  | {
      /** Whatever is written, and however much at once, the field stays on this side of the bound. */
      readonly is: 'bounded'
      readonly resource: string
      readonly field: string
      readonly by: 'at least' | 'at most'
      readonly bound: number | { readonly of: string; readonly field: string }
    }
  /** Who changes a row says which version of it: a newer one is not overwritten. */
  | { readonly is: 'versioned'; readonly resource: string }
  /** Its rows were those of a resource of another name. */
  | { readonly is: 'was-called'; readonly resource: string; readonly was: string }
  | { readonly is: 'idempotent'; readonly method: string; readonly path: string; readonly header: string }
  | { readonly is: 'by-cursor'; readonly resource: string }
  /** What reads its rows is answered from what is kept, for so many milliseconds at most. */
  | { readonly is: 'cached'; readonly resource: string; readonly ms: number }
  /** The same of one path. */
  | { readonly is: 'cached-path'; readonly path: string; readonly ms: number }
  | {
      /** So many requests of a client in a time: `5/minute`. Without a method all requests that lie under the path. */
      readonly is: 'limited'
      readonly method?: string
      readonly path: string
      readonly rate: string
      readonly per: 'user' | 'address'
    }
  /** Rows that are there from the start, in every scenario. */
  | { readonly is: 'seeds'; readonly resource: string; readonly rows: readonly Cells[] }
  /** Who may do it: one of several alternatives. `shown` where requests say so, and no statement. */
  | {
      readonly is: 'allowed'
      readonly resource: string
      readonly operation: string
      readonly to: Grant
      readonly shown?: true
    }
  | { readonly is: 'role-includes'; readonly role: string; readonly other: string }
  | { readonly is: 'signs-in'; readonly method: string; readonly path: string }
  /** Rows that clients of the role see only if they fulfil the condition. */
  | { readonly is: 'sees-only'; readonly role: string; readonly resource: string; readonly condition: string }
  /** Rows that fulfil the condition are hidden from all others. */
  | { readonly is: 'hidden-from'; readonly role: string; readonly resource: string; readonly condition: string }
  /** Where clients do something else about being signed in. */
  | { readonly is: 'door'; readonly door: Door; readonly method: string; readonly path: string }
  /** Where clients present their access token: a header with a scheme in front, or a cookie. */
  | { readonly is: 'presented'; readonly header: string; readonly scheme: string; readonly cookie?: string }
  /** The client's own row of the resource. */
  | { readonly is: 'own'; readonly resource: string; readonly path: string }
  /** Some fields of another resource, under a name of their own. */
  | { readonly is: 'view'; readonly resource: string; readonly of: string; readonly fields: readonly string[] }
  /** Clients can mark an item, and take the mark back. */
  | { readonly is: 'marked'; readonly resource: string; readonly verb: string }
  | { readonly is: 'has-role'; readonly resource: string; readonly field: string; readonly role: string }
  | { readonly is: 'answered'; readonly kind: ErrorKind; readonly status: number }
  | { readonly is: 'worded'; readonly message: string; readonly text: string }
  | { readonly is: 'error-body'; readonly shape: ErrorShape }
  /** Pages of this origin may call the API; of any, where none is named. */
  | { readonly is: 'cross-origin'; readonly origin?: string }
  /** A version of the API has the resource under a path of its own. */
  | { readonly is: 'version-served'; readonly version: string; readonly resource: string; readonly path: string }
  | {
      /** What a version shows otherwise than the first. */
      readonly is: 'version-shows'
      readonly version: string
      readonly resource: string
      readonly shows: readonly ShownStatement[]
    }
  /** `since` and `until` are dates: from when on it is not to be used any more, and when it ends. */
  | { readonly is: 'deprecated'; readonly version: string; readonly since?: string; readonly until?: string }

/** What clients do about being signed in, besides signing in. */
export type Door = 'register' | 'refresh' | 'sign-out' | 'password'

/** To whom an operation is open. */
export type Grant =
  | { readonly is: 'signed-in' }
  | { readonly is: 'owner' }
  | { readonly is: 'role'; readonly role: string }

export const policies = [
  'fields',
  'belongs',
  'many',
  'served',
  'addressed',
  'kept-by',
  'ordered',
  'filtered',
  'lenient',
  'paginated',
  'soft-deleted',
  'bulk',
  'listed-where',
  'distinct',
  'changes',
  'bound-when',
  'at-most-one',
  'needs',
  'apart',
  'bounded',
  'versioned',
  'was-called',
  'idempotent',
  'by-cursor',
  'cached',
  'cached-path',
  'limited',
  'seeds',
  'allowed',
  'role-includes',
  'signs-in',
  'door',
  'sees-only',
  'hidden-from',
  'presented',
  'own',
  'view',
  'marked',
  'has-role',
  'answered',
  'worded',
  'error-body',
  'cross-origin',
  'version-served',
  'version-shows',
  'deprecated',
] as const satisfies readonly Policy['is'][]
