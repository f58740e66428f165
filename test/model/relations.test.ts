import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { modelOf } from '../support/specification.ts'
import { featureOf, fieldsOf, operationsOf, resource } from './outline.ts'

const table = (resource: string, ...rows: string[]) =>
  `Given a ${resource} has these fields:\n| field | type | rules |\n${rows.map(row => `| ${row} |`).join('\n')}\n`

const fields = async (name: string, ...scenarios: string[]) =>
  fieldsOf(resource(await modelOf(featureOf(...scenarios)), name))

const author = table('author', 'name | string |')
const book = table('book', 'title | string |')

describe('a resource that belongs to another', () => {
  it('has a reference by key, and must have it', async () => {
    assert.deepEqual(await fields('book', `${author}${book}And a book belongs to an author`), {
      title: 'string',
      author_id: 'one author, required',
    })
  })

  it('has it once, whatever says so', async () => {
    const nested = 'When the client sends GET /authors/{author.id}/books\nThen the response status is 200'
    assert.deepEqual(
      await fields(
        'book',
        `${author}${book}And a book belongs to an author\nAnd books belongs to an author`.replace(
          'books belongs',
          'a book belongs',
        ),
        nested,
        nested,
      ),
      {
        title: 'string',
        author_id: 'one author, required',
      },
    )
  })

  it('under the name that its table has for it', async () => {
    const own = table('book', 'title | string |', 'author | author | required')
    assert.deepEqual(await fields('book', `${author}${own}And a book belongs to an author`), {
      title: 'string',
      author: 'one author, required',
    })
  })

  it('by its key, where tables name the rows as people do', async () => {
    const own = `${author}${book}And a book belongs to an author\nAnd an author exists with:\n| name | Jane Austen |\n`
    const made =
      'When the client creates a book with:\n| title | Emma |\n| author | Jane Austen |\nThen the response status is 201'
    const many =
      'When the client sends POST /books/import with body:\n"""\n[{ "title": "Emma", "author_id": {author.id} }]\n"""\nThen the response status is 201'
    assert.deepEqual(await fields('book', own + made), { title: 'string', author_id: 'one author, required' })
    assert.deepEqual(
      await fields('book', own + made, `Given books can be created many at once under /books/import\n${many}`),
      {
        title: 'string',
        author_id: 'one author, required',
      },
    )
  })

  it('and goes by the name of its field in conditions', async () => {
    const own = table('book', 'title | string |', 'editor_id | author | required')
    const { resources } = await modelOf(
      featureOf(
        `${author}${own}And books can be filtered by:\n| parameter | keeps those where |\n| by | editor is it |\n| from | author.name is it |`,
      ),
    )
    assert.deepEqual(
      resources.map(({ name }) => name),
      ['author', 'book'],
    )
  })

  it('under the name that its bodies have for it', async () => {
    const sent =
      'When the client sends POST /books with body:\n"""\n{ "author": {author.id} }\n"""\nThen the response status is 201'
    assert.deepEqual(await fields('book', `${author}${book}And a book belongs to an author`, sent), {
      title: 'string',
      author: 'one author, required',
    })
  })

  it('spelled as the other names are', async () => {
    const own = table('book', 'pageCount | integer |')
    assert.deepEqual(await fields('book', `${author}${own}And a book belongs to an author`), {
      pageCount: 'integer',
      authorId: 'one author, required',
    })
  })

  it('is shown by a path under the other', async () => {
    assert.deepEqual(
      await fields(
        'book',
        `${author}${book}`,
        'When the client sends POST /authors/{author.id}/books\nThen the response status is 201',
      ),
      { title: 'string', author_id: 'one author, required' },
    )
  })

  it('is not shown by a path that is not there', async () => {
    assert.deepEqual(
      await fields(
        'book',
        `${author}${book}`,
        'When the client sends POST /authors/{author.id}/books\nThen the request is rejected with 404',
      ),
      { title: 'string' },
    )
  })

  it('is shown by a reference in a body, where nothing is declared', async () => {
    const sent = `When the client sends POST /films with body:
      """
      { "title": "Alien", "director_id": {person.id}, "studio_id": "{studio.id}" }
      """
      Then the response status is 201`
    assert.deepEqual(await fields('film', sent), {
      title: 'string',
      director_id: 'one person as director',
      studio_id: 'one studio',
    })
  })

  it('three deep has the nearest, and the next one has the one above it', async () => {
    const model = await modelOf(
      featureOf(
        'When the client sends POST /shops/{shop.id}/shelves/{shelf.id}/books\nThen the response status is 201',
      ),
    )
    assert.deepEqual(
      ['shop', 'shelf', 'book'].map(name => fieldsOf(resource(model, name))),
      [{}, { shop_id: 'one shop, required' }, { shelf_id: 'one shelf, required' }],
    )
    assert.deepEqual(operationsOf(resource(model, 'book')), ['create POST /shops/{shop}/shelves/{shelf}/books 201'])
  })

  it('carries its parent quietly, where it is part of it', async () => {
    const model = await modelOf(
      featureOf(`${table('order', 'lines | list(line) |')}${table('line', 'title | string |')}`),
    )
    assert.deepEqual(fieldsOf(resource(model, 'order')), { lines: 'parts line' })
    assert.deepEqual(fieldsOf(resource(model, 'line')), { title: 'string', order_id: 'one order, required, hidden' })
  })
})

describe('many to many', () => {
  const many = `${table('category', 'name | string |')}${book}And a book can have many categories\n`

  it('is a list of keys on the one that can have many', async () => {
    assert.deepEqual(await fields('book', many), { title: 'string', categories: 'many category' })
    assert.deepEqual(await fields('category', many), { name: 'string' })
  })

  it('makes a path under the other no relation of its own', async () => {
    const nested = 'When the client sends GET /categories/{category.id}/books\nThen the response status is 200'
    assert.deepEqual(await fields('book', many, nested), { title: 'string', categories: 'many category' })
  })

  it('is joined and parted by requests without a body', async () => {
    const model = await modelOf(
      featureOf(
        many,
        'When the client sends PUT /books/{book.id}/categories/{category.id}\nThen the response status is 204',
        'When the client sends DELETE /books/{book.id}/categories/{category.id}\nThen the response status is 204',
        'When the client sends GET /books/{book.id}/categories\nThen the response status is 200',
      ),
    )
    assert.deepEqual(
      resource(model, 'category').operations.map(({ kind, method, path }) => `${kind} ${method} ${path}`),
      [
        'list GET /books/{book}/categories',
        'link PUT /books/{book}/categories/{category}',
        'unlink DELETE /books/{book}/categories/{category}',
      ],
    )
  })
})

describe('what keeps a row from being deleted', () => {
  it('is stated', async () => {
    const model = await modelOf(
      featureOf(`${author}${book}And a book belongs to an author\nAnd an author with books cannot be deleted`),
    )
    assert.deepEqual(resource(model, 'author').keptBy, ['book'])
    assert.deepEqual(resource(model, 'book').keptBy, [])
  })
})
