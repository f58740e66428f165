import type pg from 'pg'

/** What there is to empty, read once: it only changes with a migration. */
export interface Contents {
  readonly tables: readonly Table[]
  /** numbers of the sequences that belong to them, or to nothing */
  readonly sequences: readonly number[]
}

export interface Table {
  readonly oid: number
  /** quoted, with its schema */
  readonly name: string
  /** numbers of the tables that its foreign keys point to */
  readonly needs: readonly number[]
  /** something of the user's happens when rows are deleted */
  readonly triggers: boolean
}

/** Reads the tables of the database without the `kept` ones, named as `table`, `schema.table` or `schema.*`. */
export async function readContents(client: pg.Client, kept: readonly string[]): Promise<Contents> {
  const { rows: tables } = await client.query<Table>(tablesQuery, [kept])
  const { rows: sequences } = await client.query<{ oid: number }>(sequencesQuery, [kept])
  return { tables, sequences: sequences.map(sequence => sequence.oid) }
}

const isKept = `(c.relname = any($1) or n.nspname || '.' || c.relname = any($1) or n.nspname || '.*' = any($1))`
const isTheirs = `n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_%'
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`

const tablesQuery = `
  select c.oid::int as oid, format('%I.%I', n.nspname, c.relname) as name,
    array(select distinct k.confrelid::int from pg_constraint k
          where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as needs,
    exists (select from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal and t.tgtype & 8 <> 0) as triggers
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and not c.relispartition and ${isTheirs} and not ${isKept}
  order by 2`

/** A sequence is kept with the table whose column it counts. */
const sequencesQuery = `
  select s.oid::int as oid
  from pg_class s join pg_namespace sn on sn.oid = s.relnamespace
  left join pg_depend o on o.classid = 'pg_class'::regclass and o.objid = s.oid and o.refclassid = 'pg_class'::regclass
    and o.deptype in ('a', 'i')
  join pg_class c on c.oid = coalesce(nullif(o.refobjid, 0), s.oid)
  join pg_namespace n on n.oid = c.relnamespace
  where s.relkind = 'S' and ${isTheirs} and not ${isKept}
  order by 1`
