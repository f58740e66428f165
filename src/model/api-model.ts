import type { Cells, Condition, ErrorKind, ErrorShape, Place, Plain } from '../spec/index.ts'
import type { ApiVersions } from './api-versions/api-version.ts'
import type { Field } from './field.ts'
import type { ListStyle } from './list-style.ts'
import type { Operation } from './operation.ts'

export type { Field, FieldType, Scalar } from './field.ts'
export type { ListStyle, PageMember, Sorting } from './list-style.ts'
export { isNow, isSent, type Operation, type Target, type Touch } from './operation.ts'
export type { ApiVersion, ApiVersions, Deprecation, ShownField, VersionView } from './api-versions/api-version.ts'

/** What the features say that the API is: everything that is generated and everything that the verifier must know. */
export interface ApiModel {
  readonly resources: readonly Resource[]
  readonly errors: {
    readonly statuses: Readonly<Partial<Record<ErrorKind, number>>>
    readonly messages: Readonly<Record<string, string>>
    /** The body of every error, where it is not the usual envelope. */
    readonly shape?: ErrorShape
  }
  /** Who users are and how they sign in, where clients do. */
  readonly identity?: Identity
  /** Whose pages may call the API: the origins, or any. */
  readonly origins?: readonly string[] | 'any'
  /** Clients ask by a tag whether something is still as they know it. */
  readonly conditional?: true
  /** How often clients may come, where that is said. */
  readonly limits?: {
    /** For all that lies under a path. */
    readonly groups: readonly (Limit & { readonly path: string })[]
    /**
     * Headers of examples besides those of the standard, by what their names begin with: what `-Reset` says, a moment or seconds
     * until then.
     */
    readonly headers: Readonly<Record<string, 'time' | 'seconds'>>
  }
  /** Headers for browsers, where they are not the usual ones; `false` for one that is not sent. */
  readonly securityHeaders?: Readonly<Record<string, string | false>>
  /** Where the API has more than one version. */
  readonly versions?: ApiVersions
}

export interface Identity {
  /** The resource, and its fields: what users sign in with, and what they may. */
  readonly user: string
  readonly login: string
  readonly password: string
  readonly role?: string
  readonly roles: readonly string[]
  /** All that a role may besides: what these roles may. */
  readonly includes: Readonly<Record<string, readonly string[]>>
  readonly signIn: {
    readonly method: string
    readonly path: string
    /** What the credentials stand under. */
    readonly wrapped?: string
    /** Where the tokens stand in the answer: `user.token`. None where it goes by a cookie. */
    readonly token?: string
    readonly refresh?: string
    readonly refusal?: Refusal
  }
  /** How clients go on when an access token has ended, if they do. */
  readonly refresh?: {
    readonly method: string
    readonly path: string
    readonly wrapped?: string
    /** The name of the refresh token in what is sent. */
    readonly field: string
    readonly token?: string
    readonly refresh?: string
    /** The refresh token stays good: an answer that is shown whole holds no other. */
    readonly keeps: boolean
    readonly unknown?: Refusal
    readonly reused?: Refusal
  }
  readonly signOut?: {
    readonly method: string
    readonly path: string
    /** The name of a refresh token that may be sent along, or has to be. */
    readonly field?: string
    readonly required?: true
    /** How one is refused that nobody knows; otherwise there is nothing to end. */
    readonly unknown?: Refusal
  }
  /** How clients change their password: the names of the one before and of the other. */
  readonly change?: { readonly before: string; readonly after: string; readonly refusal?: Refusal }
  /** The cookie that clients keep the access token in. */
  readonly cookie?: string
  readonly header: string
  /** Empty where the token stands alone. */
  readonly scheme: string
  /** Seconds that an access token lives. */
  readonly lifetime: number
}

/** So many requests in a time, `5/minute`, of a user (of an address where nobody is signed in) or of an address. */
export interface Limit {
  readonly rate: string
  readonly per: 'user' | 'address'
  readonly from: readonly Place[]
}

/** Who may do something: one of these roles, or the owner; with neither, whoever is signed in. */
export interface Access {
  readonly roles: readonly string[]
  readonly owner: boolean
  /** Nobody: no rule opens it. */
  readonly closed: boolean
}

/**
 * An answer that hands out tokens: the user's own row with them, or an object of its own, with members by their paths
 * (`tokens.access`). Without members it has no body, and the token goes by a cookie.
 */
export type Session =
  | { readonly is: 'row'; readonly token?: string; readonly refresh?: string }
  | { readonly is: 'object'; readonly members: readonly SessionMember[] }

export interface SessionMember {
  readonly name: string
  /** `expires` in so many seconds, `until` a moment; of the refresh token, these are `patience` and `ends`. */
  readonly is: 'token' | 'refresh' | 'type' | 'expires' | 'until' | 'patience' | 'ends' | 'user'
}

/** A refusal as an example shows it, where it is not the usual one. */
export interface Refusal {
  readonly status: number
  readonly code: string
}

/** What clients mark items with. */
export interface Mark {
  readonly verb: string
  /** The property that keeps who has. */
  readonly property: string
  /** The resource of those who mark. */
  readonly by: string
  /** The names of what rows show: whether the client has, and how many have. */
  readonly flag?: string
  readonly count?: string
  /** Only views of the row show them. */
  readonly hidden: boolean
  readonly from: readonly Place[]
}

export interface Resource {
  /** Canonical: lower case, singular, words divided by a space. */
  readonly name: string
  /** What it was called before. */
  readonly was?: string
  /** The path of its collection, e.g. `/api/v1/books`; parameters as `{book}` for a resource that lives under another. */
  readonly path: string
  /** The primary key. */
  readonly key: { readonly name: string; readonly type: 'uuid' | 'integer'; readonly hidden: boolean }
  /** The field that stands in paths: the key, or a natural key such as a slug. */
  readonly address: string
  /** Own fields in the order of the features; not the key and the times. */
  readonly fields: readonly Field[]
  /** Names of the times that rows carry, if any: `created_at` first, then `updated_at` where that is shown. */
  readonly times?: readonly string[]
  readonly operations: readonly Operation[]
  readonly list: ListStyle
  /** The name that an item is wrapped in, in bodies and answers: `{ "article": {…} }`. */
  readonly wrapped?: string
  /** What clients send stands without the wrapper. */
  readonly bareBodies?: boolean
  /** Unknown fields of a body are ignored instead of refused. */
  readonly lenient: boolean
  /** Other resources whose rows keep a row of this one from being deleted. */
  readonly keptBy: readonly string[]
  /** The field that says when a row was thrown away, where deleted rows are kept. */
  readonly trash?: string
  /** What must hold of its rows besides the rules of single fields. */
  readonly rules?: readonly RowRule[]
  /** Changes say which version they are of; `required`: they are refused where they do not. */
  readonly versioned?: { readonly required: boolean; readonly from: readonly Place[] }
  /** Rows that some do not see: only rows that fulfil it for `only`, none that fulfil it for all but `unless`. */
  readonly sight?: readonly Sight[]
  /** Rows that are there from the start. */
  readonly seeds?: readonly { readonly cells: Cells; readonly from: readonly Place[] }[]
  /** The field that refers to the user who made a row; the key for users themselves. */
  readonly owner?: string
  /** There is one row, of the service or of each row of a parent; from the start, with its defaults, where it `begins`. */
  readonly single?: { readonly begins: boolean }
  /** It is some fields of another one. */
  readonly view?: { readonly of: string; readonly fields: readonly string[] }
  readonly marks?: readonly Mark[]
  /** Has rows. A resource without is only a home for paths that no idiom explains. */
  readonly stored: boolean
  readonly from: readonly Place[]
}

export interface Sight {
  readonly only?: string
  readonly unless?: readonly string[]
  readonly where: Condition
  readonly from: readonly Place[]
}

export type RowRule =
  | {
      /** Whatever is written and however much at once, the field stays on this side of the bound: 409. */
      readonly is: 'always'
      readonly field: string
      readonly by: 'at least' | 'at most'
      /** A number, or another field: of the row itself, or of the one that a reference leads to. */
      readonly bound: number | { readonly reference?: string; readonly field: string }
      /** The code of the refusal, where an example shows one. */
      readonly error?: string
      /** The status of the refusal, where it is not 409. */
      readonly status?: number
      readonly from: readonly Place[]
    }
  | {
      /** While the condition holds, the field is above or below the bound: 422. */
      readonly is: 'bound'
      readonly field: string
      readonly direction: 'above' | 'below'
      readonly bound: Plain
      readonly when: Condition
      readonly from: readonly Place[]
    }
  | {
      /** Of the rows that refer to one row, at most one fulfils the condition: 409 with the code. */
      readonly is: 'only'
      readonly reference: string
      readonly where: Condition
      readonly error: string
      readonly from: readonly Place[]
    }
  | {
      /** Of the rows that refer to one row, and fulfil the condition, no two overlap: 409 with the code. */
      readonly is: 'apart'
      readonly reference: string
      /** The fields that hold from when, and until when, a row is there; that one ends when another begins is no overlap. */
      readonly begins: string
      readonly ends: string
      readonly where?: Condition
      readonly error: string
      readonly from: readonly Place[]
    }
  | {
      /** The row that is referred to fulfils the condition when the reference is written: 409 with the code. */
      readonly is: 'needs'
      readonly reference: string
      readonly where: Condition
      readonly error: string
      readonly from: readonly Place[]
    }
