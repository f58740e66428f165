import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { aBook, anAuthor, startBookshop } from './bookshop.ts'

let shop: Awaited<ReturnType<typeof startBookshop>>
let call: typeof shop.call
const ids: string[] = []

const shelf = [
  { title: 'Adam Bede', price: '5.00', format: 'ebook', published_on: '1859-02-01', pages: 500, tags: ['rural'] },
  { title: 'Silas Marner', price: '10.00', format: 'hardcover', published_on: '1861-04-02', tags: ['weaver', 'gold'] },
  { title: 'Romola', price: '9.50', published_on: '1863-07-06', blurb: 'Florence, 100% historical' },
  { title: 'Felix Holt', price: '20.00', published_on: '1866-06-14', blurb: 'The radical', in_print: false },
]

before(async () => {
  shop = await startBookshop()
  call = shop.call
  const author = await anAuthor(call)
  for (const book of shelf) ids.push((await call('POST', '/books', aBook(author, book))).body.id)
})
after(() => shop.stop())

const titles = async (query: string) =>
  (await call('GET', `/books?${query}`)).body.items.map(({ title }: { title: string }) => title)
const problems = async (path: string) => {
  const { status, body } = await call('GET', path)
  assert.equal(status, 422)
  return body.errors
}
const linksOf = (headers: Headers) =>
  Object.fromEntries([...headers.get('link')!.matchAll(/<(.*?)>; rel="(\w+)"/g)].map(([, to, rel]) => [rel, to]))

describe('a list', () => {
  it('comes in an envelope, in its own order', async () => {
    const { body } = await call('GET', '/books')
    assert.deepEqual({ ...body, items: body.items.length }, { items: 4, total: 4, limit: 20, offset: 0 })
    assert.deepEqual(await titles(''), ['Felix Holt', 'Romola', 'Silas Marner', 'Adam Bede'])
  })

  it('is empty when nothing is there', async () => {
    assert.deepEqual((await call('GET', '/orders')).body, { items: [], total: 0, limit: 100, offset: 0 })
  })

  it('sorts by what is allowed, enums as they are declared', async () => {
    assert.deepEqual(await titles('sort=title'), ['Adam Bede', 'Felix Holt', 'Romola', 'Silas Marner'])
    assert.deepEqual(await titles('sort=-price'), ['Felix Holt', 'Silas Marner', 'Romola', 'Adam Bede'])
    assert.deepEqual(await titles('sort=format,-title'), ['Silas Marner', 'Romola', 'Felix Holt', 'Adam Bede'])
    assert.deepEqual(
      await titles('sort=reviews_count'),
      shelf.map(({ title }) => title),
    )
    assert.deepEqual(await problems('/books?sort=isbn'), [
      { field: 'sort', message: 'is one of title, price, format, reviews_count' },
    ])
  })

  it('is filtered by values and by conditions', async () => {
    assert.deepEqual(await titles('format=ebook'), ['Adam Bede'])
    assert.deepEqual(await titles('in_print=false'), ['Felix Holt'])
    assert.deepEqual(await titles('pages=500'), ['Adam Bede'])
    assert.deepEqual(await titles('tags=gold'), ['Silas Marner'])
    assert.deepEqual(await titles('max_price=9.5&sort=price'), ['Adam Bede', 'Romola'])
    assert.deepEqual((await call('GET', '/books?format=ebook&max_price=1')).body.total, 0)
    assert.deepEqual(await problems('/books?format=scroll&pages=many&in_print=perhaps&author_id=x&max_price=cheap'), [
      { field: 'author_id', message: 'is not a uuid' },
      { field: 'format', message: 'is one of hardcover, paperback, ebook' },
      { field: 'in_print', message: 'is not a boolean' },
      { field: 'pages', message: 'is not an integer' },
      { field: 'max_price', message: 'is not a number' },
    ])
  })

  it('finds every word, in any of the columns, in whatever case', async () => {
    assert.deepEqual(await titles('q=MARNER'), ['Silas Marner'])
    assert.deepEqual(await titles('q=florence%20romola'), ['Romola'])
    assert.deepEqual(await titles('q=romola%20radical'), [])
    assert.deepEqual(await titles('q=100%25'), ['Romola'])
    assert.deepEqual(await titles('q=_'), [])
    assert.deepEqual(await titles('q=%5C'), [])
    assert.equal((await titles('q=')).length, 4)
  })

  it('carries only the fields that are asked for', async () => {
    const { items } = (await call('GET', '/books?fields=title,price&sort=title&limit=1')).body
    assert.deepEqual(items, [{ title: 'Adam Bede', price: '5.00' }])
    const [error] = await problems('/authors?fields=secret')
    assert.deepEqual(error, { field: 'fields', message: 'is one of id, created_at, updated_at, name, email, bio' })
  })

  it('refuses what it does not know', async () => {
    assert.deepEqual(await problems('/books?colour=red&page=1'), [
      { field: 'colour', message: 'is not a known parameter' },
      { field: 'page', message: 'is not a known parameter' },
    ])
    assert.deepEqual(await problems('/books?q=a&q=b'), [{ field: 'q', message: 'is not a string' }])
    assert.deepEqual(await problems('/authors?sort=name'), [{ field: 'sort', message: 'is not a known parameter' }])
  })
})

describe('a page', () => {
  it('has a size up to the greatest', async () => {
    assert.deepEqual(await titles('limit=2&sort=title'), ['Adam Bede', 'Felix Holt'])
    assert.deepEqual(await titles('limit=2&offset=2&sort=title'), ['Romola', 'Silas Marner'])
    assert.deepEqual(await problems('/books?limit=51'), [{ field: 'limit', message: 'is at most 50' }])
    assert.deepEqual(await problems('/books?limit=0&offset=-1'), [
      { field: 'limit', message: 'is at least 1' },
      { field: 'offset', message: 'is at least 0' },
    ])
    assert.deepEqual(await problems('/books?limit=many'), [{ field: 'limit', message: 'is not an integer' }])
  })

  it('counts all rows, also beyond the last page', async () => {
    const { body } = await call('GET', '/books?limit=2&offset=40')
    assert.deepEqual(body, { items: [], total: 4, limit: 2, offset: 40 })
    assert.equal((await call('GET', '/books?limit=4')).body.total, 4)
  })

  it('links to its neighbours, with the query kept', async () => {
    const { headers } = await call('GET', '/books?sort=title&limit=1&offset=1&q=%C3%A9%20')
    const empty = linksOf(headers)
    assert.deepEqual(empty['first'], '/api/v1/books?sort=title&q=%C3%A9%20&limit=1&offset=0')
    const middle = linksOf((await call('GET', '/books?offset=1&limit=1&sort=title')).headers)
    assert.deepEqual(middle, {
      first: '/api/v1/books?sort=title&limit=1&offset=0',
      prev: '/api/v1/books?sort=title&limit=1&offset=0',
      next: '/api/v1/books?sort=title&limit=1&offset=2',
      last: '/api/v1/books?sort=title&limit=1&offset=3',
    })
    const ends = [(await call('GET', '/books')).headers, (await call('GET', '/books?limit=2&offset=2')).headers].map(
      linksOf,
    )
    assert.deepEqual(
      ends.map(found => Object.keys(found)),
      [
        ['first', 'last'],
        ['first', 'prev', 'last'],
      ],
    )
    assert.equal((await shop.at('GET', middle['next']!)).body.items[0].title, 'Romola')
  })

  it('may be counted, and be bare', async () => {
    for (const label of ['A', 'B', 'C', 'D', 'E', 'F', 'G']) await call('POST', '/shelves', { label })
    const { headers, body } = await call('GET', '/shelves?page=2')
    assert.deepEqual(
      body.map(({ label }: { label: string }) => label),
      ['D', 'E', 'F'],
    )
    assert.deepEqual(linksOf(headers), {
      first: '/api/v1/shelves?per_page=3&page=1',
      prev: '/api/v1/shelves?per_page=3&page=1',
      next: '/api/v1/shelves?per_page=3&page=3',
      last: '/api/v1/shelves?per_page=3&page=3',
    })
    assert.equal((await call('GET', '/shelves?page=1&per_page=7')).body.length, 7)
    assert.deepEqual(await problems('/shelves?page=0'), [{ field: 'page', message: 'is at least 1' }])
    assert.deepEqual(await problems('/shelves?offset=0'), [{ field: 'offset', message: 'is not a known parameter' }])
  })

  it('goes by other names', async () => {
    assert.deepEqual((await call('GET', '/bundles?take=5&skip=0')).body, { items: [], total: 0, take: 5, skip: 0 })
  })
})
