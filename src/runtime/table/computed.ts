import { VIEWER } from './sql.ts'

/**
 * A property that is read with the row and kept nowhere: a query in which `{id}` stands for a column of the row, and
 * `{viewer}` for the key of whom the request is signed in as.
 *
 * @example review_count: p.integer().formula(computed('select count(*) from reviews where book_id = {id}'))
 */
export const computed =
  (query: string) =>
  (columns: Readonly<Record<string, string>>): string =>
    `(${query.replaceAll(/\{([\w.-]+)\}/g, (_, column: string) => columns[column] ?? (column === 'viewer' ? VIEWER : column))})`
