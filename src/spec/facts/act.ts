import type { Template } from '../template.ts'
import type { Cells } from './cells.ts'

/** The operations that a resource can have by convention; other words are acts of its own. */
export type Operation = 'create' | 'read' | 'list' | 'update' | 'replace' | 'delete'

export type PageRelation = 'first' | 'last' | 'next' | 'prev'

/** Whom the client is: nobody, a user by name, some user of a role, or one whose token is not as it should be. */
export type Who =
  | { readonly is: 'anonymous' }
  | { readonly is: 'user'; readonly name: string }
  | { readonly is: 'role'; readonly role: string }
  | { readonly is: 'token'; readonly wrong: 'expired' | 'key' }

/** What the client does. */
export type Act =
  | { readonly is: 'header'; readonly name: string; readonly value: string }
  | {
      readonly is: 'request'
      readonly method: string
      readonly path: string
      /** A JSON body with references, or text that is sent as it stands (a malformed body is a scenario too). */
      readonly body?: { readonly json: Template } | { readonly text: string } | { readonly cells: Cells }
      readonly mediaType?: string
      readonly query?: Cells
      /** A file that goes along in a form, as `testFile` reads it; the cells of the body are the form's other fields. */
      readonly upload?: string
      /** So many clients send it at the same time; one without. */
      readonly clients?: number
    }
  | {
      readonly is: 'act'
      readonly operation: Operation | 'perform'
      readonly resource: string
      /** The act that is performed, where it is none of the conventional ones. */
      readonly verb?: string
      /** The natural key of the item meant. */
      readonly key?: string
      readonly body?: Cells
      readonly filter?: { readonly field: string; readonly value: Template }
      readonly sort?: string
      readonly search?: string
      readonly page?: number
    }
  /** `tagged`: if it is not what the client has already, by the tag that came with it. */
  | { readonly is: 'again'; readonly times: number; readonly tagged?: true }
  /** Which version of the API the client asks for from here on, whatever the path. */
  | { readonly is: 'asks-version'; readonly version: string }
  /** Who the client is from here on. */
  | { readonly is: 'client'; readonly who: Who }
  /** The service's time goes on. */
  | { readonly is: 'passes'; readonly ms: number }
  /** The client asks for an access token, and presents it from here on. */
  | { readonly is: 'sign-in'; readonly login: string; readonly password: string }
  /** It asks for another access token by its refresh token, or by the one that it used for the last time. */
  | { readonly is: 'refresh'; readonly spent: boolean }
  | { readonly is: 'sign-out' }
  | { readonly is: 'follow'; readonly page: PageRelation }
