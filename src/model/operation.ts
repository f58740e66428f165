import type { Condition, Operation as Convention, Place, Plain } from '../spec/index.ts'
import type { Access, Limit, Session } from './api-model.ts'
import type { Field } from './field.ts'

/** What an act makes of an item. */
export interface Transition {
  readonly field: string
  /** Without a start: from wherever it is. */
  readonly moves: readonly { readonly from?: readonly Plain[]; readonly to: Target }[]
  /** The code of the refusal. */
  readonly error: string
  /** The status of the refusal, where it is not 409. */
  readonly status?: number
  /** What else it gives the item. */
  readonly sets?: readonly { readonly field: string; readonly to: Target }[]
}

/** A value, the moment at which it happens, or what the body holds. */
export type Target = Plain | { readonly now: true } | Sent

/** A field of the body: what the row has from then on, or what is added to its field or taken from it. */
export interface Sent {
  readonly sent: string
  readonly by?: 'plus' | 'minus'
}

export const isNow = (to: Target): to is { readonly now: true } => typeof to === 'object' && to !== null && 'now' in to

export const isSent = (to: Target): to is Sent => typeof to === 'object' && to !== null && 'sent' in to

/** What a new row makes of the row that it refers to. */
export interface Touch {
  readonly resource: string
  readonly reference: string
  readonly sets: readonly { readonly field: string; readonly to: Target }[]
}

export interface Operation {
  /**
   * `create` … `delete`; `bulk` creates many, `clear` deletes all; `distinct` lists the values of a field,
   * `counts` says how many rows have each of them;
   * `link` and `unlink` join and part two resources of which each can have many of the other; `transition` moves an item
   * from one state to another, `restore` fetches it back; `password` changes the client's own; `upload`, `download` and
   * `detach` are about a file of an item; `redirect` leads on to what a field holds; `stub` is one that no idiom explains.
   */
  readonly kind:
    | Convention
    | 'bulk'
    | 'clear'
    | 'distinct'
    | 'counts'
    | 'link'
    | 'unlink'
    | 'transition'
    | 'restore'
    | 'sign-in'
    | 'refresh'
    | 'sign-out'
    | 'password'
    | 'mark'
    | 'upload'
    | 'download'
    | 'detach'
    | 'redirect'
    | 'stub'
  /** The method's name in the controller and the service: `list`, `listOfAuthor`, `cancel`. */
  readonly name: string
  readonly method: string
  /** `/api/v1/books/{book}/reviews/{review}`: a parameter is named for the resource whose address it holds. */
  readonly path: string
  /** Resources of the path before this one, outermost first. */
  readonly parents: readonly string[]
  /** The status of success. */
  readonly status: number
  /** A read that answers with the fields that `?fields=` names. Lists always do. */
  readonly projected: boolean
  /** A replacement that makes the row where there is none under that name: the status with which it does. */
  readonly puts?: number
  /** A delete that answers with the row that there was. */
  readonly shows?: true
  /** For a list: only the rows that fulfil it. */
  readonly where?: Condition
  /** For distinct values and counts of them: the field that has them. For files: the field that holds one; for redirects: the address. */
  readonly field?: string
  /** The name that a list of values or of new rows stands under, in what is sent and in what is answered. */
  readonly envelope?: { readonly sent?: string; readonly shown?: string }
  /** The member under which the answer to many rows says how many they were, in place of them. */
  readonly tally?: string | undefined
  /** For a redirect: the field whose value stands in the path, and the one that counts how often it is asked for. */
  readonly by?: string
  readonly counter?: string
  /** For a transition. */
  readonly transition?: Transition
  /** For a transition that takes a body: its fields. */
  readonly takes?: readonly Field[]
  /** For a create: what a new row makes of the one that it belongs to. */
  readonly touches?: Touch
  /** The header whose value tells repeated requests: they are answered with the first answer. */
  readonly once?: string
  /** Its answers are kept for so many milliseconds, unless something that they are made of changes. */
  readonly cached?: number
  /** How often a client may. */
  readonly limits?: readonly Limit[]
  /** Who may; absent where anyone may. */
  readonly access?: Access
  /** It is about the client's own row. */
  readonly own?: true
  /** Its answer hands out an access token. */
  readonly session?: Session
  /** For a mark. */
  readonly mark?: { readonly property: string; readonly on: boolean }
  /** For a stub: the scenario that asks for it. */
  readonly scenario?: string
  readonly from: readonly Place[]
}
