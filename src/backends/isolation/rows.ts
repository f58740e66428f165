import type pg from 'pg'
import type { Contents } from './tables.ts'

/**
 * The SQL that puts back what is in the tables now, and lets their sequences go on from where they are; none when they
 * are empty. Values travel as text, so they come back exactly as they are.
 */
export async function restoringSql(client: pg.Client, { tables, sequences }: Contents): Promise<string> {
  if (tables.length === 0) return ''
  const query = tables.map(
    ({ name }, n) => `select ${n} as n, json_agg(t)::text as rows from ${name} t having count(*) > 0`,
  )
  const { rows: found } = await client.query<{ n: number; rows: string }>(
    `${query.join(' union all ')} order by n desc`,
  )
  if (found.length === 0) return ''
  const statements: string[] = []
  // parents before their children, which is the other way round when they are deleted
  for (const { n, rows } of found.toSorted((a, b) => depth(tables, a.n) - depth(tables, b.n))) {
    const { oid, name } = tables[n]!
    const columns = (await client.query<{ list: string }>(columnsQuery, [oid])).rows[0]!.list
    statements.push(
      `insert into ${name} (${columns}) overriding system value ` +
        `select ${columns} from json_populate_recordset(null::${name}, ${literal(rows)})`,
    )
  }
  const { rows: counters } = await client.query<{ oid: number; last: string }>(
    `select seqrelid::int as oid, pg_sequence_last_value(seqrelid::regclass) as last from pg_sequence
     where seqrelid = any($1) and pg_sequence_last_value(seqrelid::regclass) is not null`,
    [sequences],
  )
  return [...statements, ...counters.map(({ oid, last }) => `select setval(${oid}::regclass, ${last})`)].join(';\n')
}

/** Generated columns are not written. */
const columnsQuery = `
  select string_agg(quote_ident(attname), ', ' order by attnum) as list
  from pg_attribute where attrelid = $1 and attnum > 0 and not attisdropped and attgenerated = ''`

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`

/** How many tables there are on the way up: one that points in a circle is where the circle was entered. */
function depth(tables: Contents['tables'], n: number, seen: ReadonlySet<number> = new Set()): number {
  const { oid, needs } = tables[n]!
  if (seen.has(oid)) return 0
  const parents = needs.map(need => tables.findIndex(table => table.oid === need)).filter(one => one >= 0)
  return Math.max(0, ...parents.map(parent => 1 + depth(tables, parent, new Set([...seen, oid]))))
}
