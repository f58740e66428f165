import type { Template } from '../template.ts'
import type { PageRelation } from './act.ts'
import type { Cells } from './cells.ts'

/** What can be observed of the last request. */
export type Expectation =
  | { readonly is: 'status'; readonly status: number }
  | { readonly is: 'some-status'; readonly count: number; readonly status: number }
  | { readonly is: 'body'; readonly value: Template; readonly exact: boolean }
  | { readonly is: 'body-cells'; readonly cells: Cells }
  | { readonly is: 'field'; readonly path: string; readonly value: Template }
  | { readonly is: 'format'; readonly path: string; readonly format: string }
  | { readonly is: 'lacks'; readonly path: string }
  | { readonly is: 'lists'; readonly resource: string; readonly count: number }
  | { readonly is: 'lists-rows'; readonly resource: string; readonly rows: readonly Cells[]; readonly ordered: boolean }
  | { readonly is: 'answer-header'; readonly name: string; readonly value: string; readonly whole: boolean }
  /** The answer is this file, to the byte. */
  | { readonly is: 'content'; readonly file: string }
  | { readonly is: 'only-fields'; readonly fields: readonly string[] }
  | { readonly is: 'rejected'; readonly status: number; readonly error?: string }
  | { readonly is: 'reports'; readonly message: string; readonly field: string }
  | { readonly is: 'names-request' }
  /** Whether the answer was kept from before. */
  | { readonly is: 'from-cache'; readonly hit: boolean }
  /** How many more requests the answer says there may be. */
  | { readonly is: 'remaining'; readonly count: number }
  /** The request came too early: when the answer says to come again. */
  | { readonly is: 'retry-after'; readonly seconds: number }
  /** The answer hands out an access token that lives so many seconds. */
  | { readonly is: 'token-lasts'; readonly seconds: number }
  | { readonly is: 'holds'; readonly resource: string; readonly count: number; readonly total: number }
  | { readonly is: 'links'; readonly page: PageRelation; readonly present: boolean }
  | { readonly is: 'kept'; readonly resource: string; readonly row: Cells; readonly present: boolean }
