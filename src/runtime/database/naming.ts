import { UnderscoreNamingStrategy } from '@mikro-orm/core'

/** MikroORM's underscores, but a relation that is called `author_id` is kept in a column of that name, not in `author_id_id`. */
export class ColumnNaming extends UnderscoreNamingStrategy {
  override joinKeyColumnName(name: string, referenced?: string, composite?: boolean): string {
    // MikroORM asks with the name of the relation here, and with that of the entity for the columns of a join table
    return /(_id|Id)$/.test(name)
      ? this.propertyToColumnName(name)
      : super.joinKeyColumnName(name, referenced, composite)
  }
}
