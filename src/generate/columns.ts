import type { Field, Mark, Resource } from '../model/index.ts'
import { children, relationCalled } from '../model/index.ts'
import { snake } from '../spec/index.ts'
import { naming } from './naming.ts'

/** How a name of the row itself is written: bare in a generated column, `{price}` in a computed one. */
export type Name = (resource: Resource, column: string) => string

/** The column of a property, as MikroORM names it (`tank_litres` for `tank.litres`), quoted where SQL wants that. */
export const columnOf = (name: string): string => {
  const column = name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll('.', '_')
    .toLowerCase()
  return reserved.has(column) || !/^[a-z_][a-z\d_]*$/.test(column) ? `"${column}"` : column
}

const reserved = new Set(
  (
    'all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create ' +
    'current_date current_role current_time current_timestamp current_user default deferrable desc distinct do else ' +
    'end except false fetch for foreign from grant group having in initially intersect into lateral leading limit ' +
    'localtime localtimestamp not null offset on only or order placing primary references returning select ' +
    'session_user some symmetric table then to trailing true union unique user using variadic when where window with'
  ).split(' '),
)

export const bare: Name = (resource, column) => columnFor(resource, column)

/** A reference that is called by its relation is kept in a column with `_id` behind. */
function columnFor(resource: Resource, name: string): string {
  const field = resource.fields.find(one => one.name === name)
  return columnOf(field?.type.is === 'reference' && !/(?:_id|Id)$/.test(name) ? `${name}_id` : name)
}
export const braced: Name = (_, column) => `{${column}}`

/** With the name that the row's table has in a query: `others.price`. */
export const of =
  (table: string): Name =>
  (resource, column) =>
    `${table}.${columnFor(resource, column)}`

/** The field of that name, or the reference that a relation's name stands for. */
export const fieldFor = (resource: Resource, name: string): Field | undefined =>
  resource.fields.find(field => field.name === name) ?? relationCalled(resource.fields, name)

/** The field at a path inside of an object. */
export const fieldAt = ({ type }: Field, [name, ...rest]: readonly string[]): Field | undefined => {
  const inner = type.is === 'object' ? type.fields.find(one => one.name === name) : undefined
  return inner && rest.length > 0 ? fieldAt(inner, rest) : inner
}

/** The table that keeps who has marked which rows, and the column that refers to them. */
export const markTable = (resource: Resource, { property }: Pick<Mark, 'property'>) => ({
  table: `${naming(resource).table}_${snake(property)}`,
  own: `${snake(resource.name)}_${resource.key.name}`,
})

/** The rows that belong to a row, or are linked with it: `reviews where reviews.book_id = {id}`. */
export function rowsOf(resource: Resource, name: string, byName: ReadonlyMap<string, Resource>) {
  const other = children(resource, name, byName)
  if (!other) return { from: 'nothing', alias: undefined, name: bare }
  const reference = other.fields.find(({ type }) => type.is === 'reference' && type.resource === resource.name)
  const { table } = naming(other)
  // rows of the same table go by another name, or they would be taken for the row itself
  const [called, own] = other.name === resource.name ? ['others', of('others')] : [table, bare]
  const rows = called === table ? table : `${table} ${called}`
  const kept = other.trash === undefined ? '' : ` and ${called}.${columnOf(other.trash)} is null`
  if (reference) {
    const column = columnFor(other, reference.name)
    return { from: `${rows} where ${called}.${column} = {${resource.key.name}}${kept}`, alias: other, name: own }
  }
  const link = linkBetween(resource, other)
  const through = link && `select ${link.toOther} from ${link.table} where ${link.toOwn} = {${resource.key.name}}`
  return {
    from: `${rows} where ${called === table ? '' : `${called}.`}${columnOf(other.key.name)} in (${through})${kept}`,
    alias: other,
    name: own,
  }
}

/** The join table between two resources, and its two columns as seen from the first. */
export function linkBetween(own: Resource, other: Resource) {
  const owner = [own, other].find((one, n, all) =>
    one.fields.some(({ type }) => type.is === 'links' && type.resource === all[1 - n]!.name),
  )
  const field = owner?.fields.find(
    ({ type }) => type.is === 'links' && type.resource === (owner === own ? other : own).name,
  )
  if (!owner || !field) return undefined
  const column = (resource: Resource) => `${snake(resource.name)}_${columnOf(resource.key.name).replaceAll('"', '')}`
  return {
    owner,
    field,
    table: `${naming(owner).table}_${snake(field.name)}`,
    toOwn: column(own),
    toOther: column(other),
  }
}
