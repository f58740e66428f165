import { defineEntity, p } from '@mikro-orm/core'
import { base } from '../src/runtime/index.ts'

const BookSchema = defineEntity({
  name: 'Book',
  tableName: 'books',
  properties: { ...base, title: p.string(), isbn: p.string(), price: p.decimal().precision(12).scale(2) },
})
/** What all contestants read. */
export class Book extends BookSchema.class {}
BookSchema.setClass(Book)
