import { quote, typeOf, type Column, type Table } from './schema.ts'
import { familyOf } from './families.ts'
import { guard } from './guards.ts'

/** Makes a column one of another type, its values with it; where one of them would be lost, nothing is done. */
export function retype({ name: table }: Table, from: Column, to: Column): readonly string[] {
  const column = quote(to.name)
  const lost = losing(from, to)
  return [
    ...(lost ? [guard(table, lost.where, `${table}.${to.name}: ${lost.says}`)] : []),
    ...(from.default === null ? [] : [`alter table ${quote(table)} alter column ${column} drop default;`]),
    `alter table ${quote(table)} alter column ${column} type ${typeOf(to)}${using(from, to)};`,
  ]
}

/** Rows whose value would be cut, rounded or otherwise be another one. */
function losing(from: Column, to: Column): { where: string; says: string } | undefined {
  const column = quote(to.name)
  const [before, after] = [familyOf(from), familyOf(to)]
  const length = lengthOf(to)
  if (before === 'text' && after === 'text' && length < lengthOf(from))
    return { where: `length(${column}) > ${length}`, says: `some rows have more than ${length} characters` }
  if (before === 'number' && after === 'integer')
    return { where: `${column} <> trunc(${column})`, says: 'some rows have a part behind the point' }
  const scale = /^numeric\(\d+,(\d+)\)$/.exec(typeOf(to))?.[1]
  if (scale !== undefined && before === 'number')
    return { where: `${column} <> round(${column}, ${scale})`, says: `some rows have more than ${scale} decimals` }
  if ((before === 'integer' || before === 'number') && after === 'boolean')
    return { where: `${column} not in (0, 1)`, says: 'some rows have neither 0 nor 1' }
  if (before === 'timestamp' && after === 'date')
    return { where: `${column} <> ${midnight(column)}`, says: 'some rows have a time of day' }
  return undefined
}

const lengthOf = ({ type }: Column): number => Number(/^varchar\((\d+)\)$/.exec(type)?.[1] ?? Infinity)

const midnight = (column: string) => `date_trunc('day', ${column} at time zone 'UTC') at time zone 'UTC'`

/** What PostgreSQL does not see by itself. A text that is no such value is an error of its own, which names it. */
function using(from: Column, to: Column): string {
  const column = quote(to.name)
  const type = typeOf(to)
  const [before, after] = [familyOf(from), familyOf(to)]
  if (before === after && before !== 'other') return ''
  if (after === 'json') return ` using to_jsonb(${column})`
  const plain = before === 'json' ? `(${column} #>> '{}')` : column
  if (after === 'text')
    return before === 'timestamp'
      ? ` using to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
      : ` using ${plain}::${type}`
  if (before === 'boolean' && (after === 'integer' || after === 'number')) return ` using ${column}::int::${type}`
  if ((before === 'integer' || before === 'number') && after === 'boolean') return ` using ${column} <> 0`
  if (before === 'date' && after === 'timestamp') return ` using ${column}::timestamp at time zone 'UTC'`
  if (before === 'timestamp' && after === 'date') return ` using (${column} at time zone 'UTC')::date`
  if ((before === 'integer' || before === 'number') && (after === 'integer' || after === 'number'))
    return ` using ${column}::${type}`
  // by way of its text: what is none of the other type is named by PostgreSQL
  return ` using ${before === 'text' || before === 'json' ? plain : `${column}::text`}::${type}`
}
