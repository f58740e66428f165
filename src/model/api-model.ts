import type {
  Cells,
  Condition,
  Derivation,
  ErrorKind,
  ErrorShape,
  Operation as Convention,
  Place,
  Plain,
} from '../spec/index.ts'

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
    /** Where the token stands in the answer: `user.token`. */
    readonly token: string
  }
  readonly header: string
  /** Empty where the token stands alone. */
  readonly scheme: string
  /** Seconds that an access token lives. */
  readonly lifetime: number
}

/** Who may do something: one of these roles, or the owner; with neither, whoever is signed in. */
export interface Access {
  readonly roles: readonly string[]
  readonly owner: boolean
  /** Nobody: no rule opens it. */
  readonly closed: boolean
}

/** An answer that hands out an access token: the user's own row with it, or an object of its own. */
export type Session =
  | { readonly is: 'row'; readonly token: string }
  | {
      readonly is: 'object'
      readonly members: readonly { readonly name: string; readonly is: 'token' | 'type' | 'expires' | 'user' }[]
    }

/** What clients mark items with. */
export interface Mark {
  readonly verb: string
  /** The property that keeps who has. */
  readonly property: string
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
  /** Rows that are there from the start. */
  readonly seeds?: readonly { readonly cells: Cells; readonly from: readonly Place[] }[]
  /** The field that refers to the user who made a row; the key for users themselves. */
  readonly owner?: string
  /** It is some fields of another one. */
  readonly view?: { readonly of: string; readonly fields: readonly string[] }
  readonly marks?: readonly Mark[]
  /** Has rows. A resource without is only a home for paths that no idiom explains. */
  readonly stored: boolean
  readonly from: readonly Place[]
}

export type RowRule =
  | {
      /** Whatever is written and however much at once, the field stays on this side of the bound: 409. */
      readonly is: 'always'
      readonly field: string
      readonly by: 'at least' | 'at most'
      /** A number, or a field of the row that is referred to. */
      readonly bound: number | { readonly reference: string; readonly field: string }
      /** The code of the refusal, where an example shows one. */
      readonly error?: string
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
      /** The row that is referred to fulfils the condition when the reference is written: 409 with the code. */
      readonly is: 'needs'
      readonly reference: string
      readonly where: Condition
      readonly error: string
      readonly from: readonly Place[]
    }

export interface Field {
  /** As it is spelled on the wire. */
  readonly name: string
  readonly type: FieldType
  readonly required: boolean
  readonly unique: boolean
  readonly min?: number | undefined
  readonly max?: number | undefined
  readonly pattern?: string | undefined
  readonly when?: 'past' | 'future' | undefined
  /** The field that this one comes after. */
  readonly after?: string | undefined
  readonly default?: string | undefined // as written
  /** What it was called before. */
  readonly was?: string | undefined
  readonly readOnly: boolean
  readonly refused: boolean
  readonly hidden: boolean
  readonly indexed: boolean
  readonly searchable: boolean
  readonly sortable: boolean
  readonly sorted: boolean
  readonly derived?: Derivation | undefined
  /** Of a reference: the view that is shown in place of the key. */
  readonly embeds?: string | undefined
  /** Of a reference, or of many: under which name which fields of the related row are shown, in place of the key or beside it. */
  readonly embedded?: { readonly as: string; readonly fields: readonly string[]; readonly beside: boolean } | undefined
  readonly from: readonly Place[]
}

export type Scalar =
  | 'string'
  | 'text'
  | 'integer'
  | 'decimal'
  | 'money'
  /** Money that the examples show as a JSON number. */
  | 'amount'
  | 'boolean'
  | 'date'
  | 'timestamp'
  | 'uuid'
  | 'email'
  | 'url'
  | 'json'
  | 'password'

export type FieldType =
  | { readonly is: 'scalar'; readonly of: Scalar }
  | { readonly is: 'enum'; readonly values: readonly string[] }
  | { readonly is: 'list'; readonly of: FieldType }
  | { readonly is: 'object'; readonly fields: readonly Field[] }
  /** A reference by key, belongs to: `author_id`. `relation` is the word of it: `author`. */
  | { readonly is: 'reference'; readonly resource: string; readonly relation: string }
  /** Many to many: a list of keys. */
  | { readonly is: 'links'; readonly resource: string }
  /** Rows of another resource that are written and read with their parent. */
  | { readonly is: 'parts'; readonly resource: string }

export interface Operation {
  /**
   * `create` … `delete`; `bulk` creates many, `clear` deletes all; `distinct` lists the values of a field;
   * `link` and `unlink` join and part two resources of which each can have many of the other; `transition` moves an item
   * from one state to another, `restore` fetches it back; `stub` is one that no idiom explains.
   */
  readonly kind:
    | Convention
    | 'bulk'
    | 'clear'
    | 'distinct'
    | 'link'
    | 'unlink'
    | 'transition'
    | 'restore'
    | 'sign-in'
    | 'mark'
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
  /** For a list: only the rows that fulfil it. */
  readonly where?: Condition
  /** For distinct values: the field that has them. */
  readonly field?: string
  /** The name that a list of values or of new rows stands under, in what is sent and in what is answered. */
  readonly envelope?: { readonly sent?: string; readonly shown?: string }
  /** For a transition. */
  readonly transition?: {
    readonly field: string
    readonly moves: readonly { readonly from: readonly Plain[]; readonly to: Plain }[]
    /** The code of the refusal. */
    readonly error: string
  }
  /** The header whose value tells repeated requests: they are answered with the first answer. */
  readonly once?: string
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

/** What a member of a list's envelope says besides the rows and their total. */
export type PageMember = 'limit' | 'offset' | 'page' | 'size' | 'pages' | 'more' | 'next' | 'cursor'

export interface ListStyle {
  /** `envelope`: an object that holds the rows under `items` and, where named, the count of all under `total`: paths. */
  readonly shape:
    | { readonly is: 'array' }
    | {
        readonly is: 'envelope'
        readonly items: string
        readonly total?: string
        /** Further members: what each is, and its name. */
        readonly extra: readonly { readonly is: PageMember; readonly name: string }[]
      }
  readonly paging: {
    /** `cursor`: a page begins after a row, wherever that stands by now. */
    readonly by: 'offset' | 'page' | 'cursor'
    readonly names: readonly [size: string, position: string]
    readonly size: number
    readonly max: number
  }
  /** Default order: field names, `-` = descending. */
  readonly order: readonly string[]
  readonly sorts: readonly string[]
  /** Fields that rows have and lists leave out. */
  readonly without?: readonly string[]
  /** Parameters by equality on a field of that name. */
  readonly filters: readonly string[]
  /** Parameters by a condition. */
  readonly conditions: readonly {
    readonly parameter: string
    readonly condition: Condition
    readonly from: readonly Place[]
  }[]
}
