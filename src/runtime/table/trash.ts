import type { EntityMetadata, EntityProperty } from '@mikro-orm/core'
import { sightConditions } from './sight.ts'
import { quote } from './sql.ts'

const FILTER = 'kept'

/**
 * The filters of an entity whose rows are thrown away and kept: `property` is the moment at which that happened. MikroORM's
 * own queries leave such rows out by default, and so do tables, together with the rows that would have been deleted with them.
 *
 * @example filters: softDeleted('deleted_at')
 */
export const softDeleted = (property: string) => ({
  [FILTER]: { name: FILTER, cond: { [property]: null }, default: true },
})

/** The quoted column that says when a row was thrown away, if rows of the entity can be. */
export function trashColumn(meta: EntityMetadata): string | undefined {
  const { cond } = meta.filters[FILTER] ?? {}
  const [name] = typeof cond === 'object' ? Object.keys(cond) : []
  const property = Object.values<EntityProperty>(meta.properties).find(one => one.name === name)
  return property && quote(property.fieldNames[0]!)
}

/**
 * What holds of a row that is there for the client: neither it nor a row that it goes along with has been thrown away, or
 * is hidden from who asks.
 *
 * @param alias what the row is called in the statement: `"comments"`
 * @param path the entities on the way here: one that refers to itself is followed once
 */
export function keptConditions(meta: EntityMetadata, alias: string, path: readonly string[] = []): string[] {
  const trash = trashColumn(meta)
  return [
    ...(trash === undefined ? [] : [`${alias}.${trash} is null`]),
    ...sightConditions(meta, alias),
    ...parentConditions(meta, alias, path),
  ]
}

/** The part of it that is about the rows that this one goes along with. */
export const parentConditions = (meta: EntityMetadata, alias: string, path: readonly string[] = []): string[] =>
  Object.values<EntityProperty>(meta.properties).flatMap(({ deleteRule, targetMeta, fieldNames }) => {
    if (deleteRule !== 'cascade' || !targetMeta || !fieldNames || path.includes(targetMeta.className)) return []
    const parent = `parent_${path.length + 1}`
    const inner = keptConditions(targetMeta, parent, [...path, meta.className])
    if (inner.length === 0) return []
    const own = `${parent}.${keyColumn(targetMeta)} = ${alias}.${quote(fieldNames[0]!)}`
    return [`exists (select 1 from ${quote(targetMeta.tableName)} ${parent} where ${[own, ...inner].join(' and ')})`]
  })

const keyColumn = (meta: EntityMetadata): string => {
  const [name] = meta.primaryKeys
  return quote(Object.values<EntityProperty>(meta.properties).find(one => one.name === name)!.fieldNames[0]!)
}

/**
 * Conditions on a row of `meta`: somebody refers to it who neither goes along nor lets go. Those who were thrown away
 * count: they may come back.
 */
export function restricting(all: Iterable<EntityMetadata>, meta: EntityMetadata): string[] {
  const own = `${quote(meta.tableName)}.${keyColumn(meta)}`
  return [...all].flatMap(other =>
    Object.values<EntityProperty>(other.properties).flatMap(({ deleteRule, targetMeta, fieldNames }) =>
      deleteRule === 'restrict' && targetMeta?.className === meta.className
        ? [`exists (select 1 from ${quote(other.tableName)} child where child.${quote(fieldNames[0]!)} = ${own})`]
        : [],
    ),
  )
}
