import type { IndexHints, Primary } from '@mikro-orm/core'
import type { FileDescription, StoredFile } from '../files/stored-file.ts'

// `defineEntity` leaves the property builders on the entity's type, under this symbol. They tell what the entity's own
// properties do not: what is hidden, and whether a collection is of children (1:m) or of references (m:n).
type Properties<Entity> = Entity extends { [IndexHints]?: [infer Builders] } ? Builders : never
type Built<Builder> = Builder extends (...args: never) => infer Lazy ? Lazy : Builder
type Options<Builder> = Built<Builder> extends { '~options': infer Options } ? Options : never
type Value<Builder> = Built<Builder> extends { '~type'?: { value: infer Value } } ? Value : never
type Has<Builder, Option extends string> = Options<Builder> extends Readonly<Record<Option, true>> ? true : false
type Visible<Builders> = { [K in keyof Builders]: Has<Builders[K], 'hidden'> extends true ? never : K }[keyof Builders]

export type Key<Entity> = Primary<Entity> extends number ? number : string
type Scalar<Value> = Value extends Date ? string : Value extends bigint ? number | bigint : Value
type Read<Value, Options> = Options extends { kind: 'm:n' }
  ? Key<Value>[]
  : Options extends { kind: '1:m' }
    ? Row<Value>[]
    : Options extends { kind: 'embedded' }
      ? Row<Value>
      : Options extends { kind: string }
        ? Value extends StoredFile
          ? FileDescription
          : Key<Value>
        : Options extends { array: true }
          ? Scalar<Value>[]
          : Scalar<Value>
type Written<Value, Options> = Options extends { kind: 'm:n' }
  ? readonly Key<Value>[]
  : Options extends { kind: '1:m' }
    ? readonly Fields<Value>[]
    : Options extends { kind: 'embedded' }
      ? Fields<Value>
      : Value extends Date
        ? Date | string
        : Value extends StoredFile
          ? string
          : Read<Value, Options>
type Null<Builder> = Has<Builder, 'nullable'> extends true ? null : never

/** A row as it goes over the wire: what is not hidden, moments as ISO 8601 text, relations as keys, children as rows. */
export type Row<Entity> = {
  -readonly [K in Visible<Properties<Entity>> & string]:
    | Read<Value<Properties<Entity>[K]>, Options<Properties<Entity>[K]>>
    | Null<Properties<Entity>[K]>
}

/** A row with what is hidden. */
export type Whole<Entity> = {
  -readonly [K in keyof Properties<Entity> & string]:
    | Read<Value<Properties<Entity>[K]>, Options<Properties<Entity>[K]>>
    | Null<Properties<Entity>[K]>
}

/** What may be written to, or asked of, a row; `null` empties a nullable column, `undefined` says nothing. */
export type Fields<Entity> = {
  readonly [K in keyof Properties<Entity> & string]?:
    | Written<Value<Properties<Entity>[K]>, Options<Properties<Entity>[K]>>
    | null
    | undefined
}

/** Refuses the names that `Allowed` does not have, also in values that are no literals. */
export type Exact<Given, Allowed> = Given & { readonly [K in Exclude<keyof Given, keyof Allowed>]: never }

export type Property<Entity> = keyof Row<Entity> & string
/** A property, or one of an embedded object: `tank.litres`. */
export type Path<Entity> = Paths<Row<Entity>>
type Paths<Object> = {
  [K in keyof Object & string]: NonNullable<Object[K]> extends readonly unknown[] | string | number | boolean
    ? K
    : K | `${K}.${Paths<NonNullable<Object[K]>>}`
}[keyof Object & string]
export type Order<Entity> = Path<Entity> | `-${Path<Entity>}`

/** One page of a list; `total` counts the rows on all pages. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly total: number
  readonly limit: number
  readonly offset: number
}

/** The rows that follow a place in a list, and cursors to what comes before and after them, where there is something. */
export interface Slice<Item> {
  readonly items: readonly Item[]
  readonly limit: number
  readonly next?: string
  readonly prev?: string
  /** Counts the rows of all pages, where that is asked for. */
  readonly total?: number
}
