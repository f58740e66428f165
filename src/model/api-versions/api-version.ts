import type { Place, ShownSource } from '../../spec/index.ts'
import type { ListStyle } from '../list-style.ts'

/** The versions that the API has side by side. */
export interface ApiVersions {
  /** By which clients ask for a version whatever the path. */
  readonly header: string
  /** The code of the refusal of an unknown version, where an example shows one. */
  readonly error?: string
  /** The first one first: that is what the rest of the model describes. */
  readonly all: readonly ApiVersion[]
}

export interface ApiVersion {
  /** `2` */
  readonly name: string
  /** The beginnings of its paths, and of the first version's in their place: `/api/v2` → `/api/v1`. */
  readonly paths: readonly (readonly [own: string, first: string])[]
  readonly views: readonly VersionView[]
  /** Operations that it does not have: method and path. */
  readonly without: readonly { readonly method: string; readonly path: string }[]
  readonly deprecated?: Deprecation
}

export interface Deprecation {
  /** A date; true where none is said, and answers show that form. */
  readonly since?: string | true
  /** The time at which it ends, in ISO 8601. */
  readonly until?: string
  readonly from: readonly Place[]
}

/** What a version shows of a resource otherwise than the first version does. */
export interface VersionView {
  readonly resource: string
  readonly shows: readonly ShownField[]
  /** Fields that rows have and that it does not show. */
  readonly hides: readonly string[]
  /** Those of them that clients send all the same. */
  readonly accepts: readonly string[]
  /** What an item stands under, `bare` in answers only; absent where that is as in the first version. */
  readonly wrapping?: { readonly name?: string; readonly bare: boolean }
  /** How lists are answered, where that differs. */
  readonly list?: Pick<ListStyle, 'shape' | 'paging'>
  readonly from: readonly Place[]
}

export interface ShownField {
  /** A path: `price.amount`. */
  readonly field: string
  readonly source: ShownSource
  readonly from: readonly Place[]
}
