import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { aBook, anAuthor, startBookshop } from './bookshop.ts'

const UNKNOWN = '11111111-1111-1111-1111-111111111111'

let shop: Awaited<ReturnType<typeof startBookshop>>
let call: typeof shop.call
let author: string

before(async () => {
  shop = await startBookshop()
  call = shop.call
  author = await anAuthor(call)
})
after(() => shop.stop())

const made = async (fields: object = {}) => (await call('POST', '/books', aBook(author, fields))).body

describe('a resource', () => {
  it('is created, with its defaults, and read as it was answered', async () => {
    const { status, headers, body } = await call('POST', '/books', aBook(author, { title: 'Der Prozeß, Teil 2' }))
    assert.equal(status, 201)
    assert.equal(headers.get('location'), `/api/v1/books/${body.id}`)
    assert.match(body.id, /^[\da-f]{8}-[\da-f]{4}-7/)
    assert.match(body.created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    assert.partialDeepStrictEqual(body, { format: 'paperback', tags: [], in_print: true, pages: null, price: '8.99' })
    assert.deepEqual((await call('GET', `/books/${body.id}`)).body, body)
  })

  it('answers values of every type as they were sent', async () => {
    const fields = {
      price: '1234567.80',
      rating: 4.5,
      pages: 2_147_483_647,
      published_on: '1861-04-02',
      available_from: '2026-01-01T10:00:00.120Z',
      rights: { from: '2026-01-01', to: '2026-12-31' },
      tags: ['a', 'b "c"', ''],
      in_print: false,
    }
    assert.partialDeepStrictEqual(await made(fields), fields)
    assert.equal(
      (await made({ available_from: '2026-01-01T10:00:00+02:00' })).available_from,
      '2026-01-01T08:00:00.000Z',
    )
    assert.equal((await made({ price: '9.5' })).price, '9.50')
  })

  it('derives columns from its own and counts from its relations', async () => {
    const book = await made({ title: 'Für Élise & Co.' })
    assert.equal(book.slug, 'fur-elise-co')
    await call('POST', `/books/${book.id}/reviews`, { reader: 'Ann', stars: 5 })
    assert.equal((await call('GET', `/books/${book.id}`)).body.reviews_count, 1)
    assert.equal((await call('PATCH', `/books/${book.id}`, { title: 'Faust' })).body.slug, 'faust')
  })

  it('never shows what is hidden', async () => {
    assert.deepEqual(Object.keys((await call('GET', `/authors/${author}`)).body), [
      'id',
      'created_at',
      'updated_at',
      'name',
      'email',
      'bio',
    ])
  })

  it('is changed in the fields that are named, and not at all by an empty change', async () => {
    const book = await made({ pages: 100 })
    const changed = (await call('PATCH', `/books/${book.id}`, { price: '5.00', pages: null })).body
    assert.deepEqual({ ...changed, updated_at: book.updated_at }, { ...book, price: '5.00', pages: null })
    const empty = await call('PATCH', `/books/${book.id}`, {})
    assert.equal(empty.status, 200)
    assert.deepEqual(empty.body, changed)
    assert.deepEqual((await call('PATCH', `/books/${book.id}`)).body, changed)
  })

  it('is replaced: what is left out falls back to its default or to null', async () => {
    const category = (await call('POST', '/categories', { name: 'Novels' })).body
    const book = await made({ pages: 100, format: 'ebook', tags: ['x'], categories: [category.id] })
    const given = aBook(author)
    const { status, body } = await call('PUT', `/books/${book.id}`, given)
    assert.equal(status, 200)
    assert.partialDeepStrictEqual(body, { ...given, pages: null, format: 'paperback', tags: [], categories: [] })
    assert.deepEqual([body.id, body.created_at], [book.id, book.created_at])
  })

  it('is deleted, once', async () => {
    const { id } = await made()
    const gone = await call('DELETE', `/books/${id}`)
    assert.deepEqual([gone.status, gone.text], [204, ''])
    assert.equal((await call('DELETE', `/books/${id}`)).status, 404)
    assert.equal((await call('GET', `/books/${id}`)).status, 404)
  })

  it('is not found under an unknown id or one that could be none', async () => {
    for (const id of [UNKNOWN, 'x', '1', '%00', `${UNKNOWN}0`]) {
      for (const [method, body] of [['GET'], ['PATCH', { title: 'x' }], ['PUT', aBook(author)], ['DELETE']] as const) {
        const { status, body: problem } = await call(method, `/books/${id}`, body)
        assert.deepEqual([id, method, status, problem.error], [id, method, 404, 'not_found'])
      }
    }
    for (const id of ['x', '99', '9999999999', '-1', '1.5'])
      assert.equal((await call('GET', `/shelves/${id}`)).status, 404)
  })

  it('is addressed by a natural key, in paths and in Location', async () => {
    const { headers, body } = await call('POST', '/categories', { name: 'Short Stories' })
    assert.equal(headers.get('location'), '/api/v1/categories/short-stories')
    assert.deepEqual((await call('GET', '/categories/short-stories')).body, body)
    assert.equal((await call('PATCH', '/categories/short-stories', { name: 'Long Stories' })).body.slug, 'long-stories')
    assert.equal((await call('DELETE', '/categories/long-stories')).status, 204)
  })

  it('counts its ids where they are numbers, and may have names that are no identifiers', async () => {
    const { headers, body } = await call('POST', '/shelves', { label: 'A', 'is-full': true, unheard: 'of' })
    assert.equal(headers.get('location'), `/api/v1/shelves/${body.id}`)
    assert.equal(typeof body.id, 'number')
    assert.deepEqual([body.label, body['is-full'], body.unheard], ['A', true, undefined])
    assert.deepEqual((await call('PATCH', `/shelves/${body.id}`, { 'is-full': false })).body['is-full'], false)
  })

  it('may be wrapped', async () => {
    const { status, headers, body } = await call('POST', '/articles', { article: { title: 'A tale', body: 'Once' } })
    assert.deepEqual([status, headers.get('location')], [201, '/api/v1/articles/a-tale'])
    assert.equal((await call('PATCH', '/articles/a-tale', { article: { body: 'Twice' } })).body.article.body, 'Twice')
    const list = (await call('GET', '/articles')).body
    assert.deepEqual([list.articlesCount, list.articles[0].id], [1, body.article.id])
    assert.deepEqual((await call('POST', '/articles', {})).body.errors, [{ field: 'article', message: 'is required' }])
  })
})

describe('relations', () => {
  it('report an unknown reference for its field', async () => {
    const { status, body } = await call('POST', '/books', aBook(UNKNOWN))
    assert.deepEqual([status, body.errors], [422, [{ field: 'author_id', message: 'does not exist' }]])
    const { id } = await made()
    assert.equal((await call('PATCH', `/books/${id}`, { author_id: UNKNOWN })).status, 422)
  })

  it('hold many by lists of ids, read by age', async () => {
    const [a, b] = [
      await call('POST', '/categories', { name: 'A1' }),
      await call('POST', '/categories', { name: 'B1' }),
    ]
    const ids = [a.body.id, b.body.id]
    const book = await made({ categories: ids.toReversed() })
    assert.deepEqual(book.categories, ids)
    assert.deepEqual((await call('PATCH', `/books/${book.id}`, { categories: [ids[1], ids[1]] })).body.categories, [
      ids[1],
    ])
    assert.deepEqual((await call('GET', `/books?categories=${ids[1]}`)).body.total, 1)
    const refused = await call('PATCH', `/books/${book.id}`, { title: 'No', categories: [UNKNOWN] })
    assert.deepEqual(refused.body.errors, [{ field: 'categories', message: 'does not exist' }])
    const { title, categories } = (await call('GET', `/books/${book.id}`)).body
    assert.deepEqual([title, categories], [book.title, [ids[1]]])
    assert.deepEqual((await call('PATCH', `/books/${book.id}`, { categories: [] })).body.categories, [])
  })

  it('answer 404 under an unknown parent, and under another one', async () => {
    const [book, other] = [await made(), await made()]
    const review = (await call('POST', `/books/${book.id}/reviews`, { reader: 'Ann', stars: 5 })).body
    assert.equal((await call('GET', `/books/${book.id}/reviews/${review.id}`)).status, 200)
    assert.equal((await call('GET', `/books/${other.id}/reviews/${review.id}`)).status, 404)
    assert.equal((await call('DELETE', `/books/${other.id}/reviews/${review.id}`)).status, 404)
    for (const parent of [UNKNOWN, 'x']) {
      assert.equal((await call('GET', `/books/${parent}/reviews`)).status, 404)
      assert.equal((await call('POST', `/books/${parent}/reviews`, { reader: 'Ann', stars: 5 })).status, 404)
    }
    assert.deepEqual((await call('GET', `/books/${other.id}/reviews`)).body.items, [])
    assert.equal((await call('GET', `/books/${book.id}/reviews`)).body.total, 1)
  })

  it('stay with their parent when they are replaced', async () => {
    const book = await made()
    const { body } = await call('POST', `/books/${book.id}/reviews`, { reader: 'Ann', stars: 5, text: 'Fine' })
    const { status, body: replaced } = await call('PUT', `/books/${book.id}/reviews/${body.id}`, {
      reader: 'Bea',
      stars: 1,
    })
    assert.equal(status, 200)
    assert.partialDeepStrictEqual(replaced, { reader: 'Bea', stars: 1, text: null, book_id: book.id })
  })

  it('go along with their parent, or keep it from being deleted', async () => {
    const book = await made()
    await call('POST', `/books/${book.id}/reviews`, { reader: 'Ann', stars: 5 })
    assert.equal((await call('DELETE', `/authors/${author}`)).status, 409)
    assert.equal((await call('DELETE', `/books/${book.id}`)).status, 204)
    assert.equal((await call('GET', `/books/${book.id}/reviews`)).status, 404)
  })

  it('sum up in their parent', async () => {
    const book = await made()
    const order = (await call('POST', '/orders', { customer: 'ann@example.org' })).body
    assert.equal(order.total, '0.00')
    const line = { book_id: book.id, quantity: 3, unit_price: '2.50' }
    assert.equal((await call('POST', `/orders/${order.id}/lines`, line)).body.amount, '7.50')
    await call('POST', `/orders/${order.id}/lines`, { ...line, quantity: 1 })
    assert.equal((await call('GET', `/orders/${order.id}`)).body.total, '10.00')
  })

  it('are written with their parent where they are part of it, all or nothing', async () => {
    const { id } = await made()
    const lines = [
      { copies: 3, unit_price: '3.00', ready_at: '2026-01-01T00:00:00.000Z', book_id: id },
      { copies: 1, unit_price: '4.50', ready_at: null, book_id: id },
    ]
    const bundle = (
      await call('POST', '/bundles', { name: 'Two', lines: [lines[0], { unit_price: '4.5', book_id: id }] })
    ).body
    assert.deepEqual(bundle.lines, lines)
    assert.equal(bundle.copies, 4)
    assert.deepEqual((await call('GET', `/bundles/${bundle.id}`)).body, bundle)

    const refused = await call('PATCH', `/bundles/${bundle.id}`, {
      name: 'No',
      lines: [lines[0], { ...lines[1], book_id: UNKNOWN }],
    })
    assert.deepEqual(refused.body.errors, [{ field: 'lines.1.book_id', message: 'does not exist' }])
    assert.deepEqual((await call('GET', `/bundles/${bundle.id}`)).body, bundle)

    const changed = (await call('PATCH', `/bundles/${bundle.id}`, { lines: [lines[1]] })).body
    assert.deepEqual([changed.name, changed.lines, changed.copies], ['Two', [lines[1]], 1])
    const invalid = await call('POST', '/bundles', { name: 'No', lines: [{ ...lines[0], copies: 0 }] })
    assert.deepEqual(invalid.body.errors, [{ field: 'lines.0.copies', message: 'is at least 1' }])
  })
})

describe('conflicts', () => {
  it('name the field that has been taken', async () => {
    const { isbn } = await made()
    const { status, body } = await call('POST', '/books', aBook(author, { isbn }))
    assert.deepEqual([status, body.error], [409, 'conflict'])
    assert.deepEqual(body.errors, [{ field: 'isbn', message: 'has already been taken' }])
  })

  it('name what is unique within a parent without the parent', async () => {
    const { id } = await made()
    await call('POST', `/books/${id}/reviews`, { reader: 'Ann', stars: 5 })
    const { body } = await call('POST', `/books/${id}/reviews`, { reader: 'Ann', stars: 4 })
    assert.deepEqual(body.errors, [{ field: 'reader', message: 'has already been taken' }])
  })

  it('let one of many win', async () => {
    const given = aBook(author)
    const answers = await Promise.all(Array.from({ length: 12 }, () => call('POST', '/books', given)))
    const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b)
    assert.deepEqual(statuses, [201, ...Array.from({ length: 11 }, () => 409)])
  })
})

describe('fields of the service', () => {
  it('are dropped or refused', async () => {
    const dropped = await call('POST', '/orders', { customer: 'ann@example.org', total: '99.00' })
    assert.deepEqual([dropped.status, dropped.body.total], [201, '0.00'])
    const { status, body } = await call('POST', '/orders', { customer: 'ann@example.org', status: 'paid' })
    assert.deepEqual([status, body.errors], [422, [{ field: 'status', message: 'is refused' }]])
  })
})
