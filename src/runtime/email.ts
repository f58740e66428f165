import { p, Type, type EntityMetadata, type EntityProperty } from '@mikro-orm/core'
import type { MikroORM } from '@mikro-orm/postgresql'

/** A text that is the same in capitals and in small letters. */
class Email extends Type<string, string> {
  override getColumnType(): string {
    return 'text'
  }
}

/**
 * The property of an e-mail address that there is once: kept as it was written, and told from others in any case, so that
 * `Ada@example.org` is nobody else than `ada@example.org`.
 *
 * @example email: email().unique()
 */
export const email = () => p.type(Email)

export const isEmail = ({ customType }: EntityProperty): boolean => customType instanceof Email

/** Gives MikroORM the unique keys over e-mail addresses as what they are: indexes over `lower(email)`. */
export function addEmailKeys(orm: MikroORM): void {
  for (const meta of orm.getMetadata().getAll().values()) {
    const emails = Object.values<EntityProperty>(meta.properties).filter(isEmail)
    for (const property of emails.filter(({ unique }) => unique)) {
      addKey(meta, [property.name])
      property.unique = false
    }
    const composed = meta.uniques.filter(({ properties }) =>
      emails.some(({ name }) => [properties ?? []].flat().includes(name)),
    )
    meta.uniques = meta.uniques.filter(key => !composed.includes(key))
    for (const { properties, where } of composed) addKey(meta, [properties ?? []].flat(), where)
  }
}

function addKey(meta: EntityMetadata, properties: readonly string[], where?: unknown): void {
  const columns = properties.map(one => meta.properties[one]!)
  const names = columns.map(one => `${isEmail(one) ? 'lower_' : ''}${one.fieldNames[0]}`)
  // MikroORM compares such indexes by their names: what they are is to be told from these
  const name = [meta.tableName, ...names, 'unique'].join('_')
  const terms = columns.map(one => (isEmail(one) ? `lower("${one.fieldNames[0]}")` : `"${one.fieldNames[0]}"`))
  const some = typeof where === 'string' ? ` where ${where}` : ''
  meta.indexes.push({
    name,
    expression: `create unique index "${name}" on "${meta.tableName}" (${terms.join(', ')})${some}`,
  })
}
