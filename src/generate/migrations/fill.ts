import { familyOf } from './families.ts'
import { guard } from './guards.ts'
import { literal, onceBy, quote, type Column, type Table } from './schema.ts'

/** What a list or another JSON column has where nothing is said; undefined for other columns. */
export type EmptyJson = (table: string, column: string) => string | undefined

/**
 * Gives the rows that have none a value for a column that is required from now on: its default, or one that says the
 * least. Which row a reference leads to cannot be made up: where there are rows, somebody has to say it.
 */
export function fill(table: Table, column: Column, emptyJson: EmptyJson): string {
  const { name } = column
  const missing = `${quote(name)} is null`
  if (Object.values(table.foreignKeys).some(({ columnNames }) => columnNames.includes(name)))
    return guard(table.name, missing, `${table.name}.${name}: it is required, and some rows have none`)
  const [key] = table.indexes.find(({ primary }) => primary)?.columnNames ?? []
  const unique = table.indexes.some(index => [...(onceBy(index)?.keys() ?? [])].join() === name)
  if (unique && key !== undefined && numbered(column)) {
    const numbers = `select ${quote(key)} as key, row_number() over (order by ${quote(key)}) as n from ${quote(table.name)} where ${missing}`
    const says = '-- the rows that are there take numbers: they have none, and no two may have the same'
    return `${says}\nupdate ${quote(table.name)} set ${quote(name)} = numbered.n from (${numbers}) as numbered where ${quote(key)} = numbered.key;`
  }
  const value = column.default ?? neutral(column, emptyJson(table.name, name))
  const why = column.default === null ? 'the features state no default' : 'their default'
  return `-- the rows that are there and have none take ${value}: ${why}\nupdate ${quote(table.name)} set ${quote(name)} = ${value} where ${missing};`
}

const numbered = (column: Column): boolean =>
  column.enumItems.length === 0 && ['text', 'integer', 'number'].includes(familyOf(column))

function neutral(column: Column, json: string | undefined): string {
  const [first] = column.enumItems
  if (first !== undefined) return literal(first)
  switch (familyOf(column)) {
    case 'text':
      return `''`
    case 'integer':
    case 'number':
      return '0'
    case 'boolean':
      return 'false'
    case 'date':
      return `'1970-01-01'`
    case 'timestamp':
      return `'1970-01-01T00:00:00Z'`
    case 'json':
      return literal(json ?? '{}')
    case 'other':
      return 'gen_random_uuid()'
  }
}
