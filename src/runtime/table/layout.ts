import { DecimalType, ReferenceKind, type EntityMetadata, type EntityProperty } from '@mikro-orm/core'
import { nestedOf, pathOf, type Nested } from './nested.ts'
import { quote } from './sql.ts'
import { keptConditions, trashColumn } from './trash.ts'

/** A property that is a value: kept in a column, or computed when it is read. */
export interface Column {
  readonly name: string
  readonly property: EntityProperty
  /** The quoted column, `undefined` when the value is computed. */
  readonly column: string | undefined
  /** What stands for the value in a statement: `"books"."price"`. */
  readonly expression: string
  /** The type of its values, without a length: `numeric`, `int` for a `serial`. */
  readonly type: string
  readonly writable: boolean
}

/** A property that is a list: of references through a join table, or of children that are kept with the row. */
export interface Collection {
  readonly name: string
  readonly property: EntityProperty
  readonly kind: 'references' | 'children'
  /** Whether a write may name it: the other side of a many-to-many is only read. */
  readonly writable: boolean
}

/** All that the statements need to know of an entity, worked out once from MikroORM's metadata. */
export interface Layout {
  readonly entity: string
  readonly meta: EntityMetadata
  readonly table: string
  readonly key: Column
  readonly columns: ReadonlyMap<string, Column>
  readonly collections: ReadonlyMap<string, Collection>
  /** Embedded objects; their columns are among `columns` by path, `tank.litres`. */
  readonly nested: ReadonlyMap<string, Nested>
  /** All that a row has at its top. */
  readonly parts: readonly (Column | Collection | Nested)[]
  /** Counts the changes of a row, where they are counted. */
  readonly version: Column | undefined
  /** The quoted column of the moment at which a row was thrown away, where rows are kept then. */
  readonly trash: string | undefined
  /** What holds of the rows that are there: neither they nor what they go along with were thrown away. */
  readonly kept: readonly string[]
  /** In the order of the entity, without those that are hidden. */
  readonly visible: readonly (Column | Collection | Nested)[]
}

const layouts = new WeakMap<EntityMetadata, Layout>()

export function layoutOf(meta: EntityMetadata): Layout {
  const known = layouts.get(meta)
  if (known) return known
  const table = quote(meta.tableName)
  const own = Object.values(meta.properties).filter(isOurs)
  const plain = own.filter(({ kind }) => kind !== ReferenceKind.EMBEDDED).map(property => partOf(property, meta, table))
  const columns = new Map(plain.filter(part => 'column' in part).map(part => [part.name, part]))
  const parts = own
    .filter(({ embedded }) => !embedded)
    .map(property =>
      property.kind === ReferenceKind.EMBEDDED
        ? nestedOf(property, property.name, columns)
        : plain.find(part => part.property === property)!,
    )
  const layout: Layout = {
    entity: meta.className,
    meta,
    table,
    key: columns.get(meta.primaryKeys[0]!)!,
    columns,
    collections: new Map(parts.filter(part => 'kind' in part).map(part => [part.name, part])),
    nested: new Map(parts.filter(part => 'members' in part).map(part => [part.name, part])),
    parts,
    version: [...columns.values()].find(({ property }) => property.version === true),
    trash: trashColumn(meta),
    kept: keptConditions(meta, table),
    visible: parts.filter(part => !part.property.hidden),
  }
  layouts.set(meta, layout)
  return layout
}

/** MikroORM (7.2) adds a property `Book_categories__inverse` to the far end of a many-to-many that names no other side. */
const isOurs = ({ persist, formula: computed }: EntityProperty) => persist !== false || computed !== undefined

function partOf(property: EntityProperty, meta: EntityMetadata, table: string): Column | Collection {
  const name = pathOf(property, meta)
  if (property.kind === ReferenceKind.MANY_TO_MANY) {
    return { name, property, kind: 'references', writable: property.owner }
  }
  if (property.kind === ReferenceKind.ONE_TO_MANY) return { name, property, kind: 'children', writable: true }

  const column = property.formula ? undefined : quote(property.fieldNames[0]!)
  const type = property.columnTypes[0]!.replace(/\(.*/, '').replace('serial', 'int')
  const expression = property.formula ? formula(property, meta, table) : `${table}.${column}`
  return { name, property, column, expression, type, writable: Boolean(column) && !property.generated }
}

/** MikroORM hands formulas the bare names of columns; with table and quotes they also work in `returning` and for odd names. */
function formula(property: EntityProperty, meta: EntityMetadata, table: string): string {
  const columns = Object.fromEntries(
    Object.values(meta.properties)
      .filter(({ fieldNames, formula: computed }) => fieldNames && !computed)
      .map(property => [pathOf(property, meta), `${table}.${quote(property.fieldNames[0]!)}`]),
  )
  const given = { alias: table, name: meta.tableName, qualifiedName: table, toString: () => table }
  const text = property.formula!(columns as never, given as never)
  const type = property.columnTypes[0]!.replace(/^varchar.*/, 'text')
  return `(${typeof text === 'string' ? text : text.sql})::${type}`
}

/** Whether a column's text is a number on the wire: `p.decimal('number')`. */
export const isNumeric = ({ property: { customType } }: Column): boolean =>
  customType instanceof DecimalType && customType.mode === 'number'
