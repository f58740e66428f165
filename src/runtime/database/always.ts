import type { EntityClass, EntityMetadata, EntityProperty, TriggerDef } from '@mikro-orm/core'
import type { MikroORM } from '@mikro-orm/postgresql'
import { FileChunk, StoredFile } from '../files/stored-file.ts'
import { layoutOf } from '../table/layout.ts'
import { quote } from '../table/sql.ts'

/** What is true of each row of an entity once a transaction has ended, however many write at the same time. */
export interface Invariant {
  /** The code of the refusal, a 409; names the constraint as well. */
  readonly error: string
  /** SQL over the row; `{balance}` stands for a property, a computed one too. Unknown (null) counts as true. */
  readonly that: string
  /** What makes it worth looking again (`insert or update or delete on entries`), and at which rows. */
  readonly after: Readonly<Record<string, string>>
}

const invariants = new WeakMap<EntityClass<object>, Invariant[]>()

/**
 * States an invariant that spans rows. PostgreSQL keeps it by constraint triggers, which migrations bring along: before a
 * transaction ends, the rows in question are locked and looked at, so that of several that would break it together one does not.
 *
 * @example
 * always(Account, {
 *   error: 'overdrawn',
 *   that: '{balance} >= 0',
 *   after: { 'insert or update or delete on entries': 'id in (new.account_id, old.account_id)' },
 * })
 */
export function always(entity: EntityClass<object>, invariant: Invariant): void {
  const known = invariants.get(entity) ?? []
  invariants.set(entity, [...known.filter(({ error }) => error !== invariant.error), invariant])
}

/** Gives MikroORM the triggers, so that its migrations make, change and drop them. */
export function addTriggers(orm: MikroORM): void {
  const all = [...orm.getMetadata().getAll().values()]
  for (const meta of all) meta.triggers.push(...fileTriggers(meta))
  for (const meta of all)
    for (const invariant of invariants.get(meta.class) ?? [])
      for (const [event, rows] of Object.entries(invariant.after)) {
        const table = / on (\S+)$/.exec(event)?.[1]?.replaceAll('"', '')
        const target = all.find(({ tableName }) => tableName === table)
        if (!target) throw new Error(`${meta.className}: "${event}" names no table`)
        // one table may have a part in it in more than one way
        const plain = `${meta.tableName}_${invariant.error}`
        const count = target.triggers.filter(({ name }) => name?.replace(/_\d+$/, '') === plain).length
        const name = count === 0 ? plain : `${plain}_${count + 1}`
        target.triggers.push(trigger(name, meta, invariant, event, rows, target))
        const column = / in \(new\."?(\w+)"?, old\./.exec(rows)?.[1]
        const parent = Object.values<EntityProperty>(target.properties).find(
          ({ targetMeta, fieldNames }) => targetMeta?.class === meta.class && fieldNames?.[0] === column,
        )
        if (parent) guarded.set(target.class, new Set(guarded.get(target.class)).add(parent.name))
      }
}

/** A file goes with the row that had it, or when the row has another: whatever statement it is that does it. */
function fileTriggers(meta: EntityMetadata): TriggerDef[] {
  const own = Object.values<EntityProperty>(meta.properties).filter(
    ({ targetMeta }) => targetMeta?.class === StoredFile,
  )
  return own.flatMap(({ fieldNames: [column = ''] }) => {
    if (meta.class === FileChunk) return []
    const name = `${meta.tableName}_${column}_file`
    const made = quote(`${meta.tableName}_${name}_fn`)
    const own = quote(column)
    const gone = `tg_op = 'DELETE' or old.${own} is distinct from new.${own}`
    const body = `if ${gone} then delete from stored_files where id = old.${own}; end if; return null`
    const expression =
      `create or replace function ${made}() returns trigger as $$ begin ${body}; end $$ language plpgsql;\n` +
      `create trigger ${quote(name)} after delete or update of ${quote(column)} on ${quote(meta.tableName)} for each row ` +
      `when (old.${quote(column)} is not null) execute function ${made}()`
    return [{ name, timing: 'after', events: ['delete', 'update'], expression }]
  })
}

const guarded = new WeakMap<EntityClass<object>, ReadonlySet<string>>()

/**
 * The references of an entity to rows that its own rows can break an invariant of. Who writes several does well to lock
 * those rows first, in the order of their keys: two that lock them as they come may wait for one another.
 */
export const guardedReferences = ({ class: entity }: EntityMetadata): readonly string[] => [
  ...(guarded.get(entity) ?? []),
]

function trigger(
  name: string,
  meta: EntityMetadata,
  invariant: Invariant,
  event: string,
  rows: string,
  target: EntityMetadata,
): TriggerDef {
  const { table, key } = layoutOf(meta)
  const { error, that } = invariant
  // by this name MikroORM drops the function with its trigger
  const made = quote(`${target.tableName}_${name}_fn`)
  const holds = that.replaceAll(/\{([^{}]+)\}/g, (_, property: string) => expressionOf(meta, property))
  const body = [
    ...(target === meta ? neighbours(meta, invariant) : []),
    `perform 1 from ${table} where ${rows} order by ${key.expression} for no key update`,
    `if exists (select 1 from ${table} where (${rows}) and not (${holds})) then ` +
      `raise exception using errcode = 'check_violation', message = ${literal(name)}, ` +
      `constraint = ${literal(error)}, table = ${literal(meta.tableName)}; end if`,
    'return null',
  ]
  const expression =
    `create or replace function ${made}() returns trigger as $$ begin ${body.join('; ')}; end $$ language plpgsql;\n` +
    `create constraint trigger ${quote(name)} after ${event} deferrable initially deferred for each row execute function ${made}()`
  return { name, timing: 'after', events: ['update'], expression }
}

/** The rows that this one is compared with hold still, as the rows of the invariant do when it is they that change. */
function neighbours({ properties }: EntityMetadata, { after }: Invariant): string[] {
  const others = Object.keys(after).map(event => / on (\S+)$/.exec(event)?.[1]?.replaceAll('"', ''))
  return Object.values<EntityProperty>(properties).flatMap(({ targetMeta, fieldNames, owner }) => {
    if (!targetMeta || !fieldNames?.[0] || owner === false || !others.includes(targetMeta.tableName)) return []
    const { table, key } = layoutOf(targetMeta)
    return [`perform 1 from ${table} where ${key.expression} = new.${quote(fieldNames[0])} for share`]
  })
}

function expressionOf(meta: EntityMetadata, name: string): string {
  const column = layoutOf(meta).columns.get(name)
  if (column) return column.expression
  throw new Error(`${meta.className} has no property ${name} that an invariant could be about`)
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`
