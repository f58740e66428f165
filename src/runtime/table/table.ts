import type { EntityClass } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { CursorQuery } from '../schema/cursor-query.ts'
import type { ListQuery } from '../schema/list-query.ts'
import { layoutOf, type Layout } from './layout.ts'
import type { StoredContent } from '../files/stored-content.ts'
import type { FileDescription } from '../files/stored-file.ts'
import type { Problem } from '../http/problem.ts'
import { file, keepFile, removeFile } from './files.ts'
import { link, unlink } from './links.ts'
import { mark, unmark } from './marks.ts'
import { move, type Move } from './moves.ts'
import type { Need } from './needs.ts'
import { brief, presented, type Embedding, type Presentation } from './presented.ts'
import { count, counts, distinct, find, get, keyOf, list, page, value } from './read.ts'
import { clear, remove, restore, take } from './remove.ts'
import { revoking } from './revoking.ts'
import { slice } from './slice.ts'
import type { Sql } from './sql.ts'
import type { Store, Values } from './store.ts'
import type { Exact, Fields, Key, Order, Page, Path, Property, Row, Slice, Whole } from './types.ts'
import type { Version } from './versions.ts'
import { untouched, unveiled, veiled, writable, type Veils } from './veils.ts'
import { insertMany } from './insert-many.ts'
import { insert, put, replace, single, update } from './write.ts'

/** What a table is told of an entity beyond its columns. `It` is what a filter's parameter holds, by its schema. */
export interface Options<Entity> {
  /** Where `?q=` looks. */
  readonly search?: readonly Path<Entity>[]
  /** Parameters that are more than equality with the property of their name. */
  readonly filter?: Readonly<Record<string, (it: never) => Sql>>
  /** How lists are ordered unless they are asked to sort: `['-published_on']`. By age when nothing is said. */
  readonly order?: readonly Order<Entity>[]
  /** What `replace` leaves alone, besides ids and times. */
  readonly keep?: readonly (keyof Fields<Entity> & string)[]
  /** What must be true of the row that a reference leads to when it is written; otherwise a 409. */
  readonly needs?: readonly (Need & { readonly of: keyof Fields<Entity> & string })[]
  /** The properties that are read, also hidden ones; all that are not hidden where nothing is said. */
  readonly show?: readonly (keyof Fields<Entity> & string)[]
  /** References, to one or to many, that are read as objects with these properties of the rows that they lead to. */
  readonly embed?: { readonly [K in keyof Fields<Entity>]?: Embedding }
  /** The properties that pages of a list leave out. */
  readonly brief?: readonly Property<Entity>[]
  /** Properties, and parameters that tell of them, that not everybody sees or writes. */
  readonly veils?: Veils
  /** What the client is told when a constraint of this name refuses a write. */
  readonly refusals?: Readonly<Record<string, Problem>>
}

type Changes<Entity> = { readonly [K in keyof Fields<Entity>]: Fields<Entity>[K] | Sql }

/** What a table reads of a row, by what it is told to show. */
type Shown<Entity, O> = O extends { readonly show: readonly (infer Name)[] }
  ? Pick<Whole<Entity>, Name & keyof Whole<Entity>>
  : O extends { readonly embed: infer Embedded }
    ? Omit<Row<Entity>, Replaced<Embedded>> & Embeddings<Entity, Embedded>
    : Row<Entity>

type Replaced<Embedded> = {
  [K in keyof Embedded]: Embedded[K] extends { readonly beside: true } ? never : K
}[keyof Embedded]
type Embeddings<Entity, Embedded> = {
  [K in keyof Embedded as Embedded[K] extends { readonly as: infer Name extends string } ? Name : K]: Whole<Entity>[K &
    keyof Whole<Entity>] extends readonly unknown[]
    ? readonly Readonly<Record<string, unknown>>[]
    : Readonly<Record<string, unknown>> | Extract<Whole<Entity>[K & keyof Whole<Entity>], null>
}

type Short<Read, O> = O extends { readonly brief: readonly (infer Name)[] } ? Omit<Read, Name & string> : Read

type Value<Held> = NonNullable<Held> extends readonly (infer Entry)[] ? Entry : NonNullable<Held>

/** The statements on one entity. Rows come as they go over the wire; writes answer with the row as it is then. */
export interface Table<Entity, Read = Row<Entity>, Brief = Read> {
  /**
   * One page of what the query asks for.
   * @param within the parent whose rows these are, `{ book_id }`
   * @param only what else must hold of the rows
   * @throws {Problem} 404 when there is no such parent
   */
  page(query: ListQuery, within?: Fields<Entity>, only?: Sql): Promise<Page<Brief>>
  /** The rows after the place that the query's cursor tells. @throws {Problem} as `page`, 422 for a cursor of another order */
  slice(query: CursorQuery, within?: Fields<Entity>, only?: Sql): Promise<Slice<Brief>>
  list(where?: Fields<Entity>, order?: readonly Order<Entity>[]): Promise<readonly Read[]>
  count(where?: Fields<Entity>): Promise<number>
  /** The values of a property, each once and in order; of a list, its entries. Those that are null are left out. */
  distinct<P extends Property<Entity>>(property: P): Promise<readonly Value<Row<Entity>[P]>[]>
  /**
   * How many rows there are of each value of a property that a row has; of a list, of each entry.
   * @throws {Problem} 404 when there is no such parent
   */
  counts<P extends Property<Entity>>(property: P, within?: Fields<Entity>): Promise<Readonly<Record<string, number>>>
  exists(where: Fields<Entity>): Promise<boolean>
  find(key: Fields<Entity>): Promise<Read | undefined>
  /** One property of a row, also a hidden one, and also of one that was thrown away. @throws {Problem} as `get` */
  value<P extends keyof Fields<Entity> & string>(key: Fields<Entity>, property: P): Promise<Whole<Entity>[P]>
  /** The key of the row that `where` describes, also where rows do not show it. @throws {Problem} 404 */
  key(where: Fields<Entity>): Promise<Key<Entity>>
  /** @throws {Problem} 404 when there is no such row, also for a key that could be none */
  get(key: Fields<Entity>): Promise<Read>
  /**
   * @param within the parent, `{ book_id }`
   * @throws {Problem} 404 for an unknown parent, 422 for an unknown reference, 409 for what has been taken
   */
  insert<F extends Fields<Entity>>(fields: Exact<F, Fields<Entity>>, within?: Fields<Entity>): Promise<Read>
  /** All or nothing. @throws {Problem} as `insert`, with the place of the row: `0.title` */
  insertMany<F extends Fields<Entity>>(
    list: readonly Exact<F, Fields<Entity>>[],
    within?: Fields<Entity>,
  ): Promise<readonly Read[]>
  /**
   * Changes what `patch` names, if anything.
   * @param version what the row must be at, where it is versioned
   * @throws {Problem} 404, 409 and 422, as above; 412 for another version
   */
  update<F extends Changes<Entity>>(
    key: Fields<Entity>,
    patch: Exact<F, Changes<Entity>>,
    version?: Version,
  ): Promise<Read>
  /** The same, and what `fields` leave out falls back to its default or to null. */
  replace<F extends Fields<Entity>>(
    key: Fields<Entity>,
    fields: Exact<F, Fields<Entity>>,
    version?: Version,
  ): Promise<Read>
  /**
   * Moves a property of the row on, in one statement: of many who try it at once, one does.
   *
   * @throws {Problem} 404, or 409 when none of the moves starts from where the row is
   */
  move<P extends Property<Entity>>(
    key: Fields<Entity>,
    property: P,
    moves: Move<Row<Entity>[P], Changes<Entity>> | readonly Move<Row<Entity>[P], Changes<Entity>>[],
    version?: Version,
  ): Promise<Read>
  /**
   * The key of the only row that there is, or that a parent has; made with its defaults where there is none yet.
   * @throws {Problem} 404 when there is no such parent
   */
  single(within?: Fields<Entity>): Promise<Fields<Entity>>
  /**
   * Puts the row of that name, or the only one that a parent has, in this state, also where there was none.
   * @throws {Problem} as `insert`
   */
  put<F extends Fields<Entity>>(
    within: Fields<Entity>,
    fields: Exact<F, Fields<Entity>>,
    version?: Version,
  ): Promise<Read>
  /** The content of a property that is a file. @throws {Problem} 404, also when there is none */
  file(key: Fields<Entity>, property: keyof Fields<Entity> & string): Promise<StoredContent>
  /** Puts a file into its property, in place of one that is there, and tells what it is. @throws {Problem} as `update` */
  keepFile(key: Fields<Entity>, property: keyof Fields<Entity> & string, id: string): Promise<FileDescription>
  /** @throws {Problem} 404, also when there is none */
  removeFile(key: Fields<Entity>, property: keyof Fields<Entity> & string): Promise<void>
  /** @throws {Problem} 404, 409 when others refer to it that do not go along, or 412 for another version */
  remove(key: Fields<Entity>, version?: Version): Promise<void>
  /** Removes the row, and gives it back. @throws {Problem} as `remove` */
  take(key: Fields<Entity>, version?: Version): Promise<Read>
  /** Removes all rows, or those of a parent. @throws {Problem} as `remove` */
  clear(within?: Fields<Entity>): Promise<void>
  /** Fetches back what was thrown away. @throws {Problem} 404, or 409 when something of it has been taken meanwhile */
  restore(key: Fields<Entity>): Promise<Read>
  /** Joins the row with one of its many; joined ones stay so. @throws {Problem} 404 for either of them */
  link(key: Fields<Entity>, property: keyof Fields<Entity> & string, other: object): Promise<void>
  /** Joins the row with whom the request is signed in as, once. @throws {Problem} 404 */
  mark(key: Fields<Entity>, property: keyof Fields<Entity> & string): Promise<Read>
  /** Parts the two again. @throws {Problem} 404 */
  unmark(key: Fields<Entity>, property: keyof Fields<Entity> & string): Promise<Read>
  /** Parts the two. @throws {Problem} as `link` */
  unlink(key: Fields<Entity>, property: keyof Fields<Entity> & string, other: object): Promise<void>
}

/**
 * The table of an entity. Every statement is written once, prepared under a name, and joins the transaction that `em`
 * is in; MikroORM's metadata says what there is to read.
 *
 * @example
 * const books = table(em, Book, { search: ['title'], filter: { max_price: it => sql`price <= ${it}` } })
 * await books.get({ id })
 */
export function table<Entity extends object, const O extends Options<Entity> = Options<Entity>>(
  em: EntityManager,
  entity: EntityClass<Entity>,
  options?: O,
): Table<Entity, Shown<Entity, O>, Short<Shown<Entity, O>, O>> {
  const store = storeOf(em, entity, (options ?? {}) as Options<never> & Presentation) // by name, as all that follows
  const pages = { ...store, layout: brief(store.layout, options?.brief ?? []) }
  const veils = options?.veils ?? {}
  const some = Object.keys(veils).length > 0
  const shown = async <T>(row: Promise<T>): Promise<T> => (some ? veiled(await row, veils) : row)
  const shownAll = async <T extends { items: readonly unknown[] }>(result: Promise<T>): Promise<T> => {
    const found = await result
    return some ? { ...found, items: found.items.map(row => veiled(row, veils)) } : found
  }
  const asked = <Q extends ListQuery | CursorQuery>(query: Q): Store =>
    some ? { ...pages, search: unveiled(query, store.search, veils) } : pages
  const allowed = async (fields: object, key?: object): Promise<Values> =>
    some ? writable(store, { ...fields }, veils, key && { ...key }) : { ...fields }
  const functions = {
    page: (query: ListQuery, within?: object, only?: Sql) => shownAll(page(asked(query), query, { ...within }, only)),
    slice: (query: CursorQuery, within?: object, only?: Sql) =>
      shownAll(slice(asked(query), query, { ...within }, only)),
    list: async (where?: object, order?: readonly string[]) =>
      (await list(store, { ...where }, order)).map(row => veiled(row, veils)),
    count: (where?: object) => count(store, { ...where }),
    distinct: async (property: string) => {
      unveiled({ where: { [property]: true }, sort: [] }, [], veils)
      return distinct(store, property)
    },
    counts: async (property: string, within?: object) => {
      unveiled({ where: { [property]: true }, sort: [] }, [], veils)
      return counts(store, property, { ...within })
    },
    exists: async (where: object) => (await count(store, { ...where })) > 0,
    key: (where: object) => keyOf(store, { ...where }),
    find: (key: object) => shown(find(store, { ...key })),
    get: (key: object) => shown(get(store, { ...key })),
    value: (key: object, property: string) => value(store, { ...key }, property),
    insert: async (fields: object, within?: object) => {
      const row = await allowed(fields)
      return shown(insert(store, row, { ...within }))
    },
    insertMany: async (rows: readonly object[], within?: object) => {
      const all: Values[] = []
      for (const row of rows) all.push(await allowed(row))
      return (await insertMany(store, all, { ...within })).map(row => veiled(row, veils))
    },
    update: async (key: object, patch: object, version?: Version) => {
      const changes = await allowed(patch, key)
      return shown(revoking(store, { ...key }, changes, () => update(store, { ...key }, changes, version)))
    },
    replace: async (key: object, fields: object, version?: Version) => {
      const row = await allowed(fields, key)
      const all = some ? { ...store, keep: [...store.keep, ...untouched(veils)] } : store
      return shown(revoking(store, { ...key }, row, () => replace(all, { ...key }, row, version)))
    },
    single: (within?: object) => single(store, { ...within }),
    put: async (within: object, fields: object, version?: Version) => {
      const row = await allowed(fields, within)
      return shown(put(store, { ...within }, row, version))
    },
    move: (key: object, property: string, moves: Move | readonly Move[], version?: Version) =>
      shown(revoking(store, {}, {}, () => move(store, { ...key }, property, [moves].flat(), version))),
    file: (key: object, property: string) => file(store, { ...key }, property),
    keepFile: async (key: object, property: string, id: string) => {
      await allowed({ [property]: id }, key)
      return keepFile(store, { ...key }, property, id)
    },
    removeFile: async (key: object, property: string) => {
      await allowed({ [property]: null }, key)
      return removeFile(store, { ...key }, property)
    },
    remove: (key: object, version?: Version) => revoking(store, {}, {}, () => remove(store, { ...key }, version)),
    take: (key: object, version?: Version) => revoking(store, {}, {}, () => take(store, { ...key }, version)),
    clear: (within?: object) => clear(store, { ...within }),
    restore: (key: object) => shown(restore(store, { ...key })),
    link: (key: object, property: string, other: object) => link(store, { ...key }, property, { ...other }),
    mark: (key: object, property: string) => shown(mark(store, { ...key }, property)),
    unmark: (key: object, property: string) => shown(unmark(store, { ...key }, property)),
    unlink: (key: object, property: string, other: object) => unlink(store, { ...key }, property, { ...other }),
  }
  // the statements know fields by name; that they are those of the entity is what its metadata stands for
  return functions as unknown as Table<Entity, Shown<Entity, O>, Short<Shown<Entity, O>, O>>
}

function storeOf(em: EntityManager, entity: EntityClass<object>, options: Options<never> & Presentation): Store {
  const layout = presented(layoutOf(em.getMetadata(entity)), options)
  const { search = [], filter = {}, keep = [], needs = [], refusals = {}, order = byAge(layout) } = options
  return { em, layout, search, filter, keep, needs, refusals, order }
}

/** The moment at which a row was made, whatever it is called: ids alone would not do for rows that state their own. */
function byAge({ columns }: Layout): readonly string[] {
  const made = [...columns.values()].find(({ type, property }) => type === 'timestamptz' && property.onCreate)
  return made ? [made.name] : []
}
