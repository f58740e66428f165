import type { EntityClass } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { ListQuery } from '../schema/list-query.ts'
import { layoutOf, type Layout } from './layout.ts'
import { count, find, get, list, page } from './read.ts'
import type { Sql } from './sql.ts'
import type { Store } from './store.ts'
import type { Exact, Fields, Order, Page, Property, Row } from './types.ts'
import { insert, insertMany, remove, replace, update } from './write.ts'

/** What a table is told of an entity beyond its columns. `It` is what a filter's parameter holds, by its schema. */
export interface Options<Entity> {
  /** Where `?q=` looks. */
  readonly search?: readonly Property<Entity>[]
  /** Parameters that are more than equality with the property of their name. */
  readonly filter?: Readonly<Record<string, (it: never) => Sql>>
  /** How lists are ordered unless they are asked to sort: `['-published_on']`. By age when nothing is said. */
  readonly order?: readonly Order<Entity>[]
  /** What `replace` leaves alone, besides ids and times. */
  readonly keep?: readonly (keyof Fields<Entity> & string)[]
}

type Changes<Entity> = { readonly [K in keyof Fields<Entity>]: Fields<Entity>[K] | Sql }

/** The statements on one entity. Rows come as they go over the wire; writes answer with the row as it is then. */
export interface Table<Entity> {
  /**
   * One page of what the query asks for.
   * @param within the parent whose rows these are, `{ book_id }`
   * @throws {Problem} 404 when there is no such parent
   */
  page(query: ListQuery, within?: Fields<Entity>): Promise<Page<Row<Entity>>>
  list(where?: Fields<Entity>, order?: readonly Order<Entity>[]): Promise<readonly Row<Entity>[]>
  count(where?: Fields<Entity>): Promise<number>
  exists(where: Fields<Entity>): Promise<boolean>
  find(key: Fields<Entity>): Promise<Row<Entity> | undefined>
  /** @throws {Problem} 404 when there is no such row, also for a key that could be none */
  get(key: Fields<Entity>): Promise<Row<Entity>>
  /**
   * @param within the parent, `{ book_id }`
   * @throws {Problem} 404 for an unknown parent, 422 for an unknown reference, 409 for what has been taken
   */
  insert<F extends Fields<Entity>>(fields: Exact<F, Fields<Entity>>, within?: Fields<Entity>): Promise<Row<Entity>>
  /** All or nothing. @throws {Problem} as `insert`, with the place of the row: `0.title` */
  insertMany<F extends Fields<Entity>>(
    list: readonly Exact<F, Fields<Entity>>[],
    within?: Fields<Entity>,
  ): Promise<readonly Row<Entity>[]>
  /** Changes what `patch` names, if anything. @throws {Problem} 404, 409 and 422, as above */
  update<F extends Changes<Entity>>(key: Fields<Entity>, patch: Exact<F, Changes<Entity>>): Promise<Row<Entity>>
  /** The same, and what `fields` leave out falls back to its default or to null. */
  replace<F extends Fields<Entity>>(key: Fields<Entity>, fields: Exact<F, Fields<Entity>>): Promise<Row<Entity>>
  /** @throws {Problem} 404, or 409 when others refer to it that do not go along */
  remove(key: Fields<Entity>): Promise<void>
}

/**
 * The table of an entity. Every statement is written once, prepared under a name, and joins the transaction that `em`
 * is in; MikroORM's metadata says what there is to read.
 *
 * @example
 * const books = table(em, Book, { search: ['title'], filter: { max_price: it => sql`price <= ${it}` } })
 * await books.get({ id })
 */
export function table<Entity extends object>(
  em: EntityManager,
  entity: EntityClass<Entity>,
  options: Options<Entity> = {},
): Table<Entity> {
  const store = storeOf(em, entity, options)
  const functions = {
    page: (query: ListQuery, within?: object) => page(store, query, { ...within }),
    list: (where?: object, order?: readonly string[]) => list(store, { ...where }, order),
    count: (where?: object) => count(store, { ...where }),
    exists: async (where: object) => (await count(store, { ...where })) > 0,
    find: (key: object) => find(store, { ...key }),
    get: (key: object) => get(store, { ...key }),
    insert: (fields: object, within?: object) => insert(store, { ...fields }, { ...within }),
    insertMany: (rows: readonly object[], within?: object) =>
      insertMany(
        store,
        rows.map(row => ({ ...row })),
        { ...within },
      ),
    update: (key: object, patch: object) => update(store, { ...key }, { ...patch }),
    replace: (key: object, fields: object) => replace(store, { ...key }, { ...fields }),
    remove: (key: object) => remove(store, { ...key }),
  }
  // the statements know fields by name; that they are those of the entity is what its metadata stands for
  return functions as unknown as Table<Entity>
}

function storeOf(em: EntityManager, entity: EntityClass<object>, options: Options<never>): Store {
  const layout = layoutOf(em.getMetadata(entity))
  const { search = [], filter = {}, keep = [], order = byAge(layout) } = options
  return { em, layout, search, filter, keep, order }
}

/** The moment at which a row was made, whatever it is called: ids alone would not do for rows that state their own. */
function byAge({ columns }: Layout): readonly string[] {
  const made = [...columns.values()].find(({ type, property }) => type === 'timestamptz' && property.onCreate)
  return made ? [made.name] : []
}
