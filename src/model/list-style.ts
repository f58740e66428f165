import type { Condition, Place } from '../spec/index.ts'

/** What a member of a list's envelope says besides the rows and their total. */
export type PageMember = 'limit' | 'offset' | 'page' | 'size' | 'pages' | 'more' | 'next' | 'cursor'

export interface Sorting {
  readonly parameter: string
  /** What stands between a name and `asc` or `desc`; where nothing does, `-` stands before what descends. */
  readonly between?: string
  /** The parameter that says `asc` or `desc` of all that is named. */
  readonly order?: string
}

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
  /** The header that says how many rows there are, where one does. */
  readonly counted?: string
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
  /** How clients say what to sort by, where that is not `?sort=-price,title`. */
  readonly sorting?: Sorting
  /** Fields that rows have and lists leave out. */
  readonly without?: readonly string[]
  /** The parameter that holds words to search for, where it is not `q`. */
  readonly searchedBy?: string
  /** Parameters by equality on a field of that name. */
  readonly filters: readonly string[]
  /** Parameters by a condition. */
  readonly conditions: readonly {
    readonly parameter: string
    readonly condition: Condition
    readonly from: readonly Place[]
  }[]
}
