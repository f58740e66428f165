import { isEmail } from '../email.ts'
import type { Collection, Column, Layout } from './layout.ts'
import { nameRead } from './named.ts'
import { flat } from './nested.ts'
import { join, quote, raw, sql, type Sql } from './sql.ts'
import { parentConditions } from './trash.ts'
import { couldBe, toParameter } from './values.ts'

type Values = Readonly<Record<string, unknown>>

/** The condition that a row is there and all of `values` hold; `undefined` when no row could fulfil it. */
export function matching(layout: Layout, values: Values): readonly Sql[] | undefined {
  const found = equal(layout, values)
  return found && [...found, ...layout.kept.map(raw)]
}

/** The same of the rows that were thrown away; `undefined` where none could be. */
export function matchingThrown(layout: Layout, values: Values): readonly Sql[] | undefined {
  const { table, trash, meta } = layout
  const found = trash === undefined ? undefined : equal(layout, values)
  return found && [...found, raw(`${table}.${trash} is not null`), ...parentConditions(meta, table).map(raw)]
}

/** The condition that all of `values` hold, `undefined` ones left aside; `undefined` when no row could fulfil it. */
export function equal(layout: Layout, values: Values): readonly Sql[] | undefined {
  const found: Sql[] = []
  for (const [name, value] of Object.entries(flat(layout, values))) {
    if (value === undefined) continue
    const column = layout.columns.get(name)
    if (column && !couldBe(column, value)) return undefined
    found.push(column ? equals(column, value) : includes(layout, collection(layout, name), value))
  }
  return found
}

/** Of a list or an object, that it contains the value; of anything else, that it is the value. */
function equals(column: Column, value: unknown): Sql {
  const left = raw(column.expression)
  if (value === null) return sql`${left} is null`
  if (column.type === 'jsonb') return sql`${left} @> ${toParameter(column, value)}::jsonb`
  if (isEmail(column.property)) return sql`lower(${left}) = lower(${toParameter(column, value)})`
  return sql`${left} = ${toParameter(column, value)}`
}

function includes({ key }: Layout, { property, kind, name }: Collection, value: unknown): Sql {
  if (kind === 'children') throw new Error(`${name} holds rows: there is no condition on it`)
  const table = raw(quote(property.pivotTable))
  const [own, other] = [raw(quote(property.joinColumns[0]!)), raw(quote(property.inverseJoinColumns[0]!))]
  return sql`exists (select 1 from ${table} where ${own} = ${raw(key.expression)} and ${other} = ${value})`
}

function collection(layout: Layout, name: string): Collection {
  const found = layout.collections.get(name)
  if (!found) throw new Error(`${layout.entity} has no property ${name}: give table() a filter for it`)
  return found
}

/** Every word in any of the columns, in whatever case. */
export function searching(layout: Layout, names: readonly string[], text: string): Sql {
  const words = text.split(/\s+/).filter(Boolean)
  const patterns = words.map(word => `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`)
  const columns = names.map(name => layout.columns.get(name)!.expression)
  return sql`concat_ws(' ', ${raw(columns.join(', '))}) ilike all(${patterns}::text[])`
}

export const all = (conditions: readonly Sql[]): Sql =>
  conditions.length > 0 ? sql` where ${join(conditions, ' and ')}` : raw('')

/** `-price` is the dearest first; the key comes last, so that no two rows ever change places. */
export function ordering(layout: Layout, names: readonly string[]): string {
  const terms = [...names, layout.key.name].map(name => {
    const descends = name.startsWith('-') && !layout.columns.has(name)
    const column = layout.columns.get(descends ? name.slice(1) : name)!
    return `${rank(column, nameRead(column))}${descends ? ' desc' : ''}`
  })
  return ` order by ${terms.join(', ')}`
}

/** An enum sorts as it is declared. */
export function rank({ property: { enum: isEnum, items }, expression: own }: Column, expression = own): string {
  if (!isEnum || !items) return expression
  return `array_position(array[${items.map(item => `'${String(item).replaceAll("'", "''")}'`).join(', ')}], ${expression})`
}
