import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { ApiModel } from '../../src/model/index.ts'
import type { Fact } from '../../src/spec/index.ts'
import { perform, World } from '../../src/verify/index.ts'
import { bookshop, crud, field, model, reference, resource } from './models.ts'
import { startShop, type Shop } from './shop.ts'

let shop: Shop
before(async () => {
  shop = await startShop()
})
beforeEach(() => {
  shop.clear()
  shop.spoil = undefined
})
after(() => shop.stop())

async function play(facts: readonly Fact[], of: ApiModel = bookshop): Promise<World> {
  const world = new World(of, shop.target, facts)
  for (const fact of facts) await perform(fact, world)
  return world
}

const sent = (world: World) => world.last.at(-1)!.request
const body = (world: World): unknown => JSON.parse(sent(world).body!)
const books: Fact = {
  is: 'rows',
  resource: 'book',
  rows: [
    { title: 'Dune', author: 'Frank Herbert' },
    { title: 'Emma', author: 'Jane Austen' },
  ],
}

describe('an act', () => {
  it('creates with typed, nested values and a relation by name', async () => {
    const world = await play([
      books,
      {
        is: 'act',
        operation: 'create',
        resource: 'book',
        body: {
          title: '1984',
          price: '7.5',
          pages: '328',
          'dates.from': '1948-01-01',
          author: 'Jane Austen',
          shelf: '3',
        },
      },
    ])
    assert.equal(`${sent(world).method} ${sent(world).path}`, 'POST /api/v1/books')
    assert.deepEqual(body(world), {
      title: '1984',
      price: '7.50',
      pages: 328,
      dates: { from: '1948-01-01' },
      author_id: world.find('Jane Austen')!.id,
      shelf: 3,
    })
    assert.equal(world.newest('book')!.title, '1984')
  })

  it('names a relation that no row has by a well-formed key of nobody', async () => {
    const world = await play([
      { is: 'act', operation: 'create', resource: 'book', body: { title: 'Ulysses', author: 'Joyce' } },
      { is: 'reports', message: 'does not exist', field: 'author_id' },
    ])
    assert.match(String((body(world) as Record<string, unknown>).author_id), /^[\da-f]{8}-/)
  })

  it('finds its item by natural key, and asks for nobody when there is none', async () => {
    const known = await play([books, { is: 'act', operation: 'read', resource: 'book', key: 'Dune' }])
    assert.equal(sent(known).path, `/api/v1/books/${String(known.find('Dune')!.id)}`)
    await play([
      books,
      { is: 'act', operation: 'read', resource: 'book', key: 'Dracula' },
      { is: 'rejected', status: 404, error: 'not_found' },
    ])
  })

  it('asks for nobody with a great number where keys are numbers, and with the name where names are addresses', async () => {
    const numbered = model(
      resource('book', '/api/v1/books', [field('title', 'string')], {
        key: { name: 'id', type: 'integer', hidden: false },
      }),
    )
    const read = (key: string): Fact => ({ is: 'act', operation: 'read', resource: 'book', key })
    assert.match(sent(await play([read('Dune')], numbered)).path, /^\/api\/v1\/books\/\d{9,}$/)
    assert.equal(sent(await play([read('42')], numbered)).path, '/api/v1/books/42')
    const article: Fact = { is: 'act', operation: 'read', resource: 'article', key: 'no such/thing' }
    assert.equal(sent(await play([article])).path, '/api/v1/articles/no%20such%2Fthing')
  })

  it('updates, replaces and deletes', async () => {
    const change = { resource: 'book', key: 'Dune', body: { pages: '412' } } as const
    const world = await play([
      books,
      { is: 'act', operation: 'update', ...change },
      { is: 'field', path: 'pages', value: 412 },
      { is: 'act', operation: 'replace', ...change, body: { title: 'Dune', pages: '500' } },
      { is: 'field', path: 'pages', value: 500 },
      { is: 'act', operation: 'delete', resource: 'book', key: 'Dune' },
      { is: 'status', status: 204 },
    ])
    assert.deepEqual(
      world.exchanges.map(it => it.request.method),
      ['PATCH', 'PUT', 'DELETE'],
    )
    assert.equal(sent(world).body, undefined)
  })

  it('puts the parent into the path: the one named, else the newest', async () => {
    const create = (cells: Record<string, string>): Fact => ({
      is: 'act',
      operation: 'create',
      resource: 'review',
      body: { headline: 'Fine', ...cells },
    })
    const named = await play([books, create({ book: 'Dune' })])
    assert.equal(sent(named).path, `/api/v1/books/${String(named.find('Dune')!.id)}/reviews`)
    assert.deepEqual(body(named), { headline: 'Fine' })
    const newest = await play([books, create({})])
    assert.equal(sent(newest).path, `/api/v1/books/${String(newest.find('Emma')!.id)}/reviews`)
    await assert.rejects(play([create({})]), { message: /the scenario has no book, and the path needs one/ })
  })

  it('finds the parent of its item', async () => {
    const rows: Fact = { is: 'rows', resource: 'review', rows: [{ headline: 'Fine', book: 'Dune' }] }
    const world = await play([books, rows, { is: 'act', operation: 'read', resource: 'review', key: 'Fine' }])
    const [book, review] = [world.find('Dune')!.id, world.newest('review')!.id]
    assert.equal(sent(world).path, `/api/v1/books/${String(book)}/reviews/${String(review)}`)
  })

  it('lists by filter, order, search and page, each in the style of its resource', async () => {
    const list = async (more: object, name = 'book') =>
      sent(await play([books, { is: 'act', operation: 'list', resource: name, ...more }])).path.split('?')[1]
    assert.equal(await list({ filter: { field: 'title', value: 'A & B' } }), 'title=A%20%26%20B')
    assert.match((await list({ filter: { field: 'author', value: 'Jane Austen' } }))!, /^author_id=[\da-f-]{36}$/)
    assert.equal(await list({ sort: '-title', search: 'une', page: 3 }), 'q=une&sort=-title&offset=4')
    assert.equal(await list({ page: 3 }, 'article'), 'page=3')
  })

  it('wraps the body and learns from the wrapped answer', async () => {
    const world = await play([
      { is: 'act', operation: 'create', resource: 'article', body: { title: 'News', slug: 'news' } },
      { is: 'act', operation: 'read', resource: 'article', key: 'news' },
      { is: 'field', path: 'title', value: 'News' },
      { is: 'field', path: 'article.title', value: 'News' },
      { is: 'body-cells', cells: { title: 'News' } },
    ])
    assert.deepEqual(JSON.parse(world.exchanges[0]!.request.body!), { article: { title: 'News', slug: 'news' } })
  })
})

describe('a request', () => {
  it('is sent as it is written', async () => {
    const world = await play([
      { is: 'header', name: 'X-One', value: 'a' },
      { is: 'request', method: 'POST', path: '/api/v1/echo?a=1', body: { text: '{"broken' }, query: { b: 'x y' } },
      { is: 'field', path: 'text', value: '{"broken' },
      { is: 'field', path: 'type', value: 'application/json' },
      { is: 'field', path: 'headers.x-one', value: 'a' },
      { is: 'field', path: 'query.b', value: 'x y' },
      { is: 'request', method: 'POST', path: '/api/v1/echo', body: { text: 'a=1' }, mediaType: 'text/plain' },
      { is: 'field', path: 'type', value: 'text/plain' },
    ])
    assert.equal(world.exchanges.length, 2)
  })

  it('carries the headers set since when it is repeated', () =>
    play([
      books,
      { is: 'request', method: 'GET', path: '/api/v1/books/{"Dune".id}' },
      { is: 'header', name: 'If-None-Match', value: '{header.etag}' },
      { is: 'again', times: 1 },
      { is: 'status', status: 304 },
    ]).then(() => {}))

  it('has a HEAD, which has no body', () =>
    play([
      books,
      { is: 'request', method: 'HEAD', path: '/api/v1/books/{"Dune".id}' },
      { is: 'status', status: 200 },
    ]).then(({ last }) => assert.equal(last[0]!.answer.text, '')))
})

describe('a reference', () => {
  const read = (path: string): Fact => ({ is: 'request', method: 'GET', path })

  it('names rows, parts of the answer and its headers', async () => {
    const world = await play([
      books,
      { is: 'act', operation: 'create', resource: 'book', body: { title: 'Persuasion' } },
      read('{header.location}'),
      { is: 'field', path: 'id', value: '{book.id}' },
      read('/api/v1/books/{response.id}'),
      { is: 'status', status: 200 },
      read('/api/v1/books/{"Dune".id}'),
      { is: 'field', path: 'title', value: 'Dune' },
      read('/api/v1/books'),
      read('/api/v1/books/{response.items[1].id}'),
      { is: 'field', path: 'title', value: 'Emma' },
      read('/api/v1/books/{"book".id}'),
      { is: 'field', path: 'title', value: 'Persuasion' },
    ])
    assert.equal(world.names().includes('"Emma"'), true)
  })

  it('may be an absolute address of the service', () =>
    play([
      books,
      {
        is: 'act',
        operation: 'list',
        resource: 'book',
        filter: { field: 'title', value: { $ref: '"Emma".title' } },
      },
      { is: 'rows', resource: 'book', rows: [{ title: 'Persuasion' }] },
      { is: 'act', operation: 'list', resource: 'book' },
      { is: 'follow', page: 'next' },
      { is: 'lists-rows', resource: 'book', ordered: true, rows: [{ title: 'Persuasion' }] },
    ]).then(() => {}))

  it('keeps its type in a body, and makes text inside one', async () => {
    const numbers: Fact = { is: 'rows', resource: 'book', rows: [{ title: 'Dune', pages: '412' }] }
    const json = { pages: { $ref: 'book.pages' }, note: 'it has {book.pages} pages' }
    const world = await play([numbers, { is: 'request', method: 'POST', path: '/api/v1/echo', body: { json } }])
    assert.deepEqual(body(world), { pages: 412, note: 'it has 412 pages' })
  })

  it('that names nothing says what there is', async () => {
    await assert.rejects(play([books, read('/x/{review.id}')]), {
      message:
        '{review.id} names nothing: the scenario has no review; it knows author, book, "Frank Herbert", "Jane Austen", "Dune", "Emma"',
    })
    await assert.rejects(play([books, read('/x/{"Dracula".id}')]), { message: /knows no "Dracula"/ })
    await assert.rejects(play([books, read('/x/{book.isbn}')]), {
      message: /\{book.isbn\} names nothing: book has id, /,
    })
    await assert.rejects(play([read('/x/{response.id}')]), { message: /no request has been sent yet/ })
    await assert.rejects(
      play([books, read('/api/v1/books'), { is: 'field', path: 'a', value: { $ref: 'review.id' } }]),
      {
        message: /names nothing/,
      },
    )
  })
})

describe('rows', () => {
  it('are completed with valid, distinct values, and with the parents that they require', async () => {
    const strict = model(
      resource('shelf', '/shelves', [
        field('code', 'string', { required: true, unique: true, pattern: String.raw`^[A-Z]{2}-\d{3}$` }),
      ]),
      resource('box', '/boxes', [
        field('name', 'string', { required: true, min: 3, max: 6 }),
        field('size', { is: 'enum', values: ['s', 'm'] }, { required: true }),
        field('weight', 'integer', { required: true, unique: true, min: 5, max: 7 }),
        field('note', 'text'),
        field('state', 'string', { required: true, default: 'new' }),
        field('from', 'date', { required: true }),
        field('until', 'date', { required: true, after: 'from' }),
        reference('shelf_id', 'shelf', { required: true }),
      ]),
    )
    const kept: Record<string, object[]> = {}
    const target = {
      ...shop.target,
      insert: async (name: string, rows: readonly object[]) => {
        const made = rows.map((row, n) => ({ id: `${name}-${(kept[name]?.length ?? 0) + n}`, ...row }))
        ;(kept[name] ??= []).push(...made)
        return made
      },
    }
    const world = new World(strict, target, [])
    await perform({ is: 'some', resource: 'box', count: 2 }, world)
    await perform({ is: 'rows', resource: 'box', rows: [{ name: 'Given', shelf: 'AB-123' }] }, world)
    assert.deepEqual(kept.shelf, [
      { id: 'shelf-0', code: 'AA-001' },
      { id: 'shelf-1', code: 'AB-123' },
    ])
    assert.deepEqual(kept.box, [
      {
        id: 'box-0',
        name: 'Name 1',
        size: 's',
        weight: 5,
        from: '2020-01-01',
        until: '2020-01-02',
        shelf_id: 'shelf-0',
      },
      {
        id: 'box-1',
        name: 'Name 2',
        size: 'm',
        weight: 6,
        from: '2020-01-02',
        until: '2020-01-03',
        shelf_id: 'shelf-0',
      },
      {
        id: 'box-2',
        name: 'Given',
        size: 's',
        weight: 7,
        from: '2020-01-03',
        until: '2020-01-04',
        shelf_id: 'shelf-1',
      },
    ])
    await assert.rejects(perform({ is: 'some', resource: 'box', count: 1 }, world), {
      message: /no value can be made up for "weight", which is unique/,
    })
  })

  it('say so when a pattern is beyond them', async () => {
    const odd = model(resource('book', '/books', [field('code', 'string', { required: true, pattern: '^(?=.*x)a$' })]))
    await assert.rejects(play([{ is: 'some', resource: 'book', count: 1 }], odd), {
      message: 'no value can be made up for "code", which matches /^(?=.*x)a$/: give each row a value for it',
    })
  })

  it('may refer to earlier rows of the same table', async () => {
    const tree = model(
      resource('category', '/categories', [
        field('name', 'string', { required: true, unique: true }),
        field('parent_id', { is: 'reference', resource: 'category', relation: 'parent' }),
      ]),
    )
    const rows: object[] = []
    const insert = async (_: string, given: readonly object[]) =>
      given.map(row => rows[rows.push({ id: rows.length, ...row }) - 1] as Record<string, unknown>)
    const world = new World(tree, { ...shop.target, insert }, [])
    await perform(
      { is: 'rows', resource: 'category', rows: [{ name: 'All' }, { name: 'Novels', parent: 'All' }] },
      world,
    )
    assert.deepEqual(rows, [
      { id: 0, name: 'All' },
      { id: 1, name: 'Novels', parent_id: 0 },
    ])
  })

  it('may state what is derived, and then it must come out so', async () => {
    const slugs = model(
      resource(
        'book',
        '/books',
        [
          field('title', 'string', { required: true }),
          field('slug', 'string', { derived: { is: 'slug', of: 'title' } }),
        ],
        { operations: crud('book', '/books') },
      ),
    )
    const insert = async (_: string, rows: readonly object[]) => rows.map(row => ({ id: 1, ...row, slug: 'dune' }))
    const world = new World(slugs, { ...shop.target, insert }, [])
    await perform({ is: 'rows', resource: 'book', rows: [{ title: 'Dune', slug: 'dune' }] }, world)
    await assert.rejects(perform({ is: 'rows', resource: 'book', rows: [{ title: 'Dune', slug: 'doon' }] }, world), {
      message: /field "slug" is "dune", not "doon": it is derived/,
    })
  })
})
