import { literal, onceBy, pairs, quote, type Schema, type Table } from './schema.ts'
import { familyOf } from './families.ts'

/** Ends a migration, with nothing changed, where there are such rows. */
export const guard = (table: string, where: string, says: string): string =>
  check(`select from ${quote(table)} where ${where}`, says)

const check = (rows: string, says: string): string =>
  [
    'do $$',
    '#variable_conflict use_column', // a column may be called like a variable of PostgreSQL's: found
    'begin',
    `  if exists (${rows}) then`,
    `    raise exception using message = ${literal(`${says}: settle them before this migration`)};`,
    '  end if;',
    'end $$;',
  ].join('\n')

/** What the rows that are there have to fulfil from now on. */
export function guards(from: Schema, to: Schema): readonly string[] {
  return pairs(from, to).flatMap(([before, after]) => [...onceOnly(before, after), ...values(before, after)])
}

function onceOnly(before: Table, after: Table): string[] {
  const { name } = after
  const known = before.indexes.flatMap(index => onceBy(index) ?? []).map(key => [...key.values()].join())
  return after.indexes
    .flatMap(index => onceBy(index) ?? [])
    .filter(key => [...key.keys()].every(column => before.columns[column] && !after.columns[column]?.generated))
    .filter(key => !known.includes([...key.values()].join()))
    .map(key => {
      const some = [...key.keys()].map(column => `${quote(column)} is not null`).join(' and ')
      const rows = `select from ${quote(name)} where ${some} group by ${[...key.values()].join(', ')} having count(*) > 1`
      return check(rows, `${name}.${[...key.keys()].join(', ')}: some rows have the same`)
    })
}

function values(before: Table, after: Table): string[] {
  const { name } = after
  return Object.values(after.columns).flatMap(({ name: column, enumItems }) => {
    const old = before.columns[column]
    if (!old || enumItems.length === 0 || familyOf(old) !== 'text') return []
    if (old.enumItems.length > 0 && old.enumItems.every(item => enumItems.includes(item))) return []
    const where = `${quote(column)} not in (${enumItems.map(literal).join(', ')})`
    return [guard(name, where, `${name}.${column}: some rows have none of ${enumItems.join(', ')}`)]
  })
}
