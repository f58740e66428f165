/** What a generated file may say, in versions: each field of `Version` changes something that generators change. */
export interface Version {
  readonly members: readonly string[]
  readonly changed: boolean
  readonly cached: boolean
  readonly fields: readonly string[]
  readonly limited: boolean
}

export interface Sample {
  readonly path: string
  readonly text: (version: Version) => string
}

export const allMembers = ['list', 'show', 'create', 'update', 'remove', 'publish']
export const allFields = ['title', 'author', 'pages', 'price', 'isbn']

export const full: Version = {
  members: allMembers.slice(0, 5),
  changed: false,
  cached: true,
  fields: allFields.slice(0, 4),
  limited: true,
}

const names = (list: readonly (string | false)[]): string => list.filter(name => name !== false).join(', ')

const service = ({ members, changed, cached }: Version): string => {
  const clear = cached ? '    await cache.clear()\n' : ''
  const uses = (...of: string[]): boolean => of.some(name => members.includes(name))
  const methods: Record<string, string> = {
    list: cached
      ? "  list: (query: BookQuery) => cache.remember('list', async () => mapPage(await books.page(query), bookView)),"
      : '  list: async (query: BookQuery) => mapPage(await books.page(query), bookView),',
    show: cached
      ? '  show: (id: string) =>\n    cache.remember(`show:${id}`, async () => {\n      const book = await books.get(id)\n      return bookView(book)\n    }),'
      : '  show: async (id: string) => bookView(await books.get(id)),',
    create: `  async create(fields: NewBook, addedBy: string) {\n${changed ? "    if (!fields.title) throw conflict('A book needs a title')\n" : ''}    const book = await books.add({ ...fields, addedBy })\n${clear}    return bookView(book)\n  },`,
    update: `  async update(id: string, patch: BookPatch) {\n    const book = await books.update(await books.get(id), patch)\n${clear}    return bookView(book)\n  },`,
    remove: `  async remove(id: string) {\n    await books.remove(await books.get(id))\n${clear}  },`,
    publish: '  // only once\n  async publish(id: string) {\n    return bookView(await books.publish(id))\n  },',
  }
  const kit = names([changed && uses('create') && 'conflict', uses('list') && 'mapPage', cached && 'type Cache'])
  const schemas = names([
    uses('list', 'show', 'create', 'update', 'publish') && 'bookView',
    uses('update') && 'type BookPatch',
    uses('list') && 'type BookQuery',
    uses('create') && 'type NewBook',
  ])
  return `${kit ? `import { ${kit} } from '#kit'\n` : ''}import type { BookRepository } from '#repositories/books.ts'
${schemas ? `import { ${schemas} } from '#schemas/books.ts'\n` : ''}
export const bookService = (books: BookRepository${cached ? ', cache: Cache' : ''}) => ({
${members.map(name => methods[name] ?? '').join('\n\n')}
})

export type BookService = ReturnType<typeof bookService>
`
}

const routes = ({ members, changed, limited }: Version): string => {
  const guard = changed ? "allow('editor', 'admin'), " : "allow('admin'), "
  const links: Record<string, string> = {
    list: `    .get('/', ${limited ? 'limit, ' : ''}books.list)`,
    show: "    .get('/:id', books.show)",
    create: `    .post('/', ${guard}books.create)`,
    update: `    .patch('/:id', ${guard}books.update)`,
    remove: `    .delete('/:id', ${guard}books.remove)`,
    publish: "    .put('/:id/published', books.publish)",
  }
  const guarded = members.some(name => ['create', 'update', 'remove'].includes(name))
  return `import Router from '@koa/router'
${limited ? "import type { Middleware } from 'koa'\n" : ''}import type { BookController } from '#api/v1/controllers/books.ts'
${guarded ? "import { allow } from '#core/access.ts'\n" : ''}
export const bookRoutes = (books: BookController${limited ? ', limit: Middleware' : ''}) =>
  new Router({ prefix: '/api/v1/books' })
${members.map(name => links[name] ?? '').join('\n')}
`
}

const model = ({ fields, changed }: Version): string => {
  const columns: Record<string, string> = {
    title: `    title: p.string().length(${changed ? 120 : 200}),`,
    author: '    author: () => p.manyToOne(Author).ref(),',
    pages: '    pages: p.integer(),',
    price: '    price: p.integer(), // cents',
    isbn: '    isbn: p.string().length(13).unique(),',
  }
  const linked = fields.includes('author')
  return `import { defineEntity, p } from '@mikro-orm/core'
${linked ? "import { Author } from './author.ts'\n" : ''}import { base } from './base.ts'

export const shelves = ['${changed ? 'archive' : 'front'}', 'back'] as const

const BookSchema = defineEntity({
  name: 'Book',
  tableName: 'books',
  properties: {
    ...base,
${fields.map(name => columns[name] ?? '').join('\n')}
  },
})

export class Book extends BookSchema.class {}
BookSchema.setClass(Book)
`
}

const schema = ({ fields, changed }: Version): string => {
  const checks: Record<string, string> = {
    title: '  title: z.string().min(1).max(200),',
    author: '  author: z.uuid(),',
    pages: `  pages: z.int().min(${changed ? 1 : 0}),`,
    price: '  price: z.int().min(0), // cents',
    isbn: '  isbn: z.string().regex(/^\\d{13}$/),',
  }
  return `import { z } from 'zod'
import type { Book } from '#models/book.ts'

export const NewBook = z.strictObject({
${fields.map(name => checks[name] ?? '').join('\n')}
})
export type NewBook = z.infer<typeof NewBook>

export const BookPatch = NewBook.partial()
export type BookPatch = z.infer<typeof BookPatch>

export const bookView = ({ ${['id', ...fields].join(', ')} }: Book) => ({
  id,
${fields.map(name => `  ${name},`).join('\n')}
})
`
}

const index = ({ members, cached, limited }: Version): string => {
  const authors = members.includes('publish')
  return `import { ${names([limited && 'rateLimit', cached && 'redisCache'])}${limited || cached ? ', ' : ''}tokenSigner } from '#kit'
import Router from '@koa/router'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Redis } from 'ioredis'
${authors ? "import { authorRepository } from '#repositories/authors.ts'\n" : ''}import { bookRepository } from '#repositories/books.ts'
import { bookService } from '#services/books.ts'
${authors ? "import { authorRoutes } from './routes/authors.ts'\n" : ''}import { bookRoutes } from './routes/books.ts'

export function api(em: EntityManager, redis: Redis) {
${authors ? '  const authors = authorRepository(em)\n' : ''}  const sign = tokenSigner(${limited ? '900' : '600'})
  const books = bookService(bookRepository(em)${cached ? ", redisCache(redis, 'books', 60)" : ''})

  return new Router()
    .use(bookRoutes(books, sign${limited ? ", rateLimit(redis, 'books', 10)" : ''}).routes())
${authors ? '    .use(authorRoutes(authors).routes())\n' : ''}}
`
}

export const samples: readonly Sample[] = [
  { path: 'src/services/books.ts', text: service },
  { path: 'src/api/v1/routes/books.ts', text: routes },
  { path: 'src/models/book.ts', text: model },
  { path: 'src/schemas/books.ts', text: schema },
  { path: 'src/api/v1/index.ts', text: index },
]
