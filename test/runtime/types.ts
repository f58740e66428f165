// What must not compile; `tsc` is what runs it.
import { z } from 'zod'
import { action, listQuery, path, table, type EntityManager, type Row } from '../../src/runtime/index.ts'
import { Book } from '../../fixtures/golden/models/book.ts'
import { Bundle } from '../../fixtures/golden/models/bundle.ts'
import { BookQuery, NewBook } from '../../fixtures/golden/schemas/books.ts'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const is = <_ extends true>() => undefined

type BookRow = Row<Book>
is<Same<BookRow['id'], string>>()
is<Same<BookRow['created_at'], string>>()
is<Same<BookRow['price'], string>>()
is<Same<BookRow['rating'], number | null>>()
is<Same<BookRow['format'], 'hardcover' | 'paperback' | 'ebook'>>()
is<Same<BookRow['author_id'], string>>()
is<Same<BookRow['categories'], string[]>>()
is<Same<BookRow['reviews_count'], number>>()
is<Same<Row<Bundle>['lines'][number]['copies'], number>>()
// @ts-expect-error hidden
type _Hidden = Row<Bundle>['lines'][number]['bundle_id']

export async function writes(em: EntityManager, fields: NewBook, id: string) {
  const books = table(em, Book, { search: ['title'], order: ['-published_on'] })
  await books.insert(fields)
  await books.update({ id }, { title: 'x' })
  // @ts-expect-error no such field
  await books.update({ id }, { titel: 'x' })
  const misspelt = { titel: 'x', price: '1.00' }
  // @ts-expect-error no such field, in a value that is no literal
  await books.insert(misspelt)
  // @ts-expect-error not of that type
  await books.update({ id }, { title: 3 })
  // @ts-expect-error no such key
  await books.get({ ident: id })
  // @ts-expect-error no such column
  table(em, Book, { search: ['titel'] })
  // @ts-expect-error no such column
  table(em, Book, { order: ['-titel'] })
  // @ts-expect-error no such column
  listQuery(Book, { sort: ['titel'] })
}

action({ params: path('id'), query: BookQuery, body: NewBook }, ({ params, query, body }) => {
  is<Same<typeof params.id, string>>()
  is<Same<typeof query.limit, number>>()
  is<Same<typeof query.where.max_price, string | undefined>>()
  is<Same<typeof body.title, string>>()
  // @ts-expect-error not in the path
  return params.other
})
action({ body: z.strictObject({ book: NewBook }) }, ({ body, query }) => {
  is<Same<typeof query, undefined>>()
  return body.book
})
