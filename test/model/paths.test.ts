import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { modelOf } from '../support/specification.ts'
import { featureOf, inferred, operationsOf, resource } from './outline.ts'

const declared = `
  Given a book has these fields:
    | field | type   |
    | title | string |
`

describe('where a resource is served', () => {
  it('under /api/v1 by its plural, where nothing says otherwise', async () => {
    assert.equal((await inferred('book', declared)).path, '/api/v1/books')
    const movement = await inferred('stock movement', 'Given 3 "stock movements" exist')
    assert.equal(movement.path, '/api/v1/stock-movements')
  })

  const shown: readonly (readonly [request: string, resource: string, path: string])[] = [
    ['GET /books', 'book', '/books'],
    ['GET /books/', 'book', '/books'],
    ['GET /books?limit=3', 'book', '/books'],
    ['POST /shop/v2/books', 'book', '/shop/v2/books'],
    ['GET /books/{book.id}', 'book', '/books'],
    ['GET /books/12', 'book', '/books'],
    ['GET /books/0190f5a2-7c1e-7d3a-9c55-0a1b2c3d4e5f', 'book', '/books'],
    ['GET /authors/{author.id}/books', 'book', '/authors/{author}/books'],
    ['GET /orderLines', 'order line', '/orderLines'],
    ['GET /order-lines', 'order line', '/order-lines'],
    ['GET /order_lines/7', 'order line', '/order_lines'],
    ['GET /people/{person.id}', 'person', '/people'],
  ]
  for (const [request, name, path] of shown)
    it(`${request} shows ${path}`, async () => {
      const found = await inferred(name, `When the client sends ${request}\nThen the response status is 200`)
      assert.equal(found.path, path)
    })

  it('as it is stated, whatever the requests say', async () => {
    const book = await inferred(
      'book',
      declared,
      'Given books are served under /shop/books/\nWhen the client sends GET /elsewhere/books/{book.id}\nThen the response status is 404',
    )
    assert.equal(book.path, '/shop/books')
  })

  it('by the shortest way that leads to it', async () => {
    const book = await inferred(
      'book',
      'When the client sends GET /authors/{author.id}/books\nThen the response status is 200',
      'When the client sends GET /books\nThen the response status is 200',
    )
    assert.equal(book.path, '/books')
    assert.deepEqual(operationsOf(book), ['list GET /books 200', 'listOfAuthor GET /authors/{author}/books 200'])
  })

  it('by itself, where words speak of its rows and only a list is shown within another resource', async () => {
    const list = 'When the client sends GET /shop/authors/{author.id}/books\nThen the response status is 200'
    const book = await inferred(
      'book',
      `${declared}When the client reads the book "Dune"\nThen the response status is 200`,
      list,
    )
    assert.equal(book.path, '/shop/books')
    assert.deepEqual(operationsOf(book), [
      'show GET /shop/books/{book} 200',
      'listOfAuthor GET /shop/authors/{author}/books 200',
    ])
    const made = 'When the client sends POST /shop/authors/{author.id}/books\nThen the response status is 201'
    const within = await inferred(
      'book',
      `${declared}When the client reads the book "Dune"\nThen the response status is 200`,
      list,
      made,
    )
    assert.equal(within.path, '/shop/authors/{author}/books')
  })

  it('which the path of a file behind an item is not, whatever the file is called', async () => {
    const audio = 'Given an episode has these fields:\n| field | type |\n| title | string |\n| audio | file |\n'
    const put =
      'When the client uploads "a PNG of 2 kB" to /episodes/{episode.id}/audio\nThen the response status is 201'
    const { resources } = await modelOf(featureOf(audio, put))
    assert.deepEqual(
      resources.map(({ name }) => name),
      ['episode'],
    )
  })

  it('not where a request finds nothing', async () => {
    const book = await inferred(
      'book',
      declared,
      'When the client sends GET /api/v9/books\nThen the response status is 404',
    )
    assert.equal(book.path, '/api/v1/books')
    assert.deepEqual(operationsOf(book), [])
  })
})

describe('operations', () => {
  it('are what the methods of HTTP mean on a collection and on an item', async () => {
    const requests = [
      'POST /books',
      'GET /books/{book.id}',
      'DELETE /books/{book.id}',
      'GET /books',
      'PUT /books/{book.id}',
      'PATCH /books/{book.id}',
    ]
    const book = await inferred(
      'book',
      ...requests.map(one => `When the client sends ${one}\nThen the response has no field "x"`),
    )
    assert.deepEqual(operationsOf(book), [
      'list GET /books 200',
      'show GET /books/{book} 200',
      'create POST /books 201',
      'update PATCH /books/{book} 200',
      'replace PUT /books/{book} 200',
      'remove DELETE /books/{book} 204',
    ])
  })

  it('are named by the behaviour tier', async () => {
    const acts = [
      'the client lists books',
      'the client reads the book "Dune"',
      'the client deletes the book "Dune"',
      'the client creates a book with:\n| title | Dune |',
      'the client updates the book "Dune" with:\n| title | Emma |',
      'the client replaces the book "Dune" with:\n| title | Emma |',
    ]
    const book = await inferred('book', declared, ...acts.map(act => `When ${act}\nThen the response has no field "x"`))
    assert.deepEqual(operationsOf(book), [
      'list GET /api/v1/books 200',
      'show GET /api/v1/books/{book} 200',
      'create POST /api/v1/books 201',
      'update PATCH /api/v1/books/{book} 200',
      'replace PUT /api/v1/books/{book} 200',
      'remove DELETE /api/v1/books/{book} 204',
    ])
  })

  it('answer with the status that an example shows', async () => {
    const book = await inferred(
      'book',
      'When the client sends DELETE /books/{book.id}\nThen the response status is 200',
      'When the client sends POST /books\nThen the response status is 202',
      'When the client sends POST /books\nThen the request is rejected with 422',
    )
    assert.deepEqual(operationsOf(book), ['create POST /books 202', 'remove DELETE /books/{book} 200'])
  })

  it('are not there for a method that is refused', async () => {
    const book = await inferred(
      'book',
      'When the client sends PUT /books/{book.id}\nThen the request is rejected with 405',
      'When the client sends HEAD /books\nThen the response status is 200',
    )
    assert.deepEqual(operationsOf(book), ['list GET /books 200'])
  })

  it('is an update by PUT where one succeeds without a required field', async () => {
    const put = (title: string, pages: string) =>
      inferred(
        'book',
        `Given a book has these fields:
          | field | type    | rules    |
          | title | string  | required |
          | pages | integer |          |
        And a book exists with:
          | title | Dune |
        When the client sends PUT /books/{book.id} with body:
          | ${title} |
          | ${pages} |
        Then the response status is 200`,
      )
    assert.deepEqual(
      (await put('title | Emma', 'pages | 1')).operations.map(({ kind }) => kind),
      ['replace'],
    )
    assert.deepEqual(
      (await put('pages | 2', 'id | {book.id}')).operations.map(({ kind }) => kind),
      ['update'],
    )
  })

  it('is a projected read where an example asks for some fields', async () => {
    const [all, some] = await Promise.all(
      ['', '?fields=title'].map(query =>
        inferred('book', `When the client sends GET /books/{book.id}${query}\nThen the response status is 200`),
      ),
    )
    assert.deepEqual(
      [all, some].map(book => book?.operations[0]?.projected),
      [false, true],
    )
  })
})

describe('what no idiom explains becomes a stub', () => {
  it('of the resource that the path goes through, named for the path, with its scenario', async () => {
    const order = await inferred(
      'order',
      'When the client sends POST /orders/{order.id}/print-label\nThen the response status is 200',
      'When the client sends GET /orders/{order.id}/history\nThen the response status is 200',
    )
    assert.deepEqual(
      order.operations.map(({ kind, name, method, path, scenario }) => [kind, name, method, path, scenario].join(' ')),
      [
        'stub getHistory GET /orders/{order}/history Books: No. 2',
        'stub printLabel POST /orders/{order}/print-label Books: No. 1',
      ],
    )
  })

  it('without rows, where there is none', async () => {
    const weather = await inferred(
      'weather',
      'When the client sends POST /weather/forecast\nThen the response status is 200',
    )
    assert.equal(weather.stored, false)
    assert.deepEqual(
      weather.operations.map(({ kind, name }) => `${kind} ${name}`),
      ['stub forecast'],
    )
  })

  it('once for several scenarios, with all their places', async () => {
    const steps = 'When the client sends POST /orders/{order.id}/print-label\nThen the response status is 200'
    const order = await inferred('order', steps, steps)
    assert.deepEqual(
      order.operations.map(({ from }) => from.map(({ line }) => line)),
      [[4, 8]],
    )
  })

  it('not for what is not to be there', async () => {
    const { resources } = await modelOf(
      featureOf(
        'When the client sends GET /nowhere\nThen the request is rejected with 404',
        'When the client sends OPTIONS /books\nThen the response status is 204',
        'When the client sends DELETE /books/all\nThen the request is rejected with 405',
        'Given 2 books exist\nWhen the client lists books\nThen the response lists 2 books',
      ),
    )
    assert.deepEqual(
      resources.map(({ name }) => name),
      ['book'],
    )
    assert.deepEqual(operationsOf(resource({ resources, errors: { statuses: {}, messages: {} } }, 'book')), [
      'list GET /books 200',
    ])
  })
})
