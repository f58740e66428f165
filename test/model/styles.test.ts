import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Resource } from '../../src/model/index.ts'
import { fieldsOf, inferred } from './outline.ts'

const book = (...scenarios: readonly string[]) => inferred('book', ...scenarios)

const answers = (request: string, body: string) => `
  When the client sends ${request}
  Then the response status is 200
  And the response body contains:
    """
    ${body}
    """
`

const exactly = (request: string, body: string) => answers(request, body).replace('contains:', 'is:')

const shapeOf = ({ list: { shape } }: Resource) =>
  shape.is === 'array'
    ? 'array'
    : [shape.items, shape.total ?? '-', ...shape.extra.map(({ is, name }) => `${is}=${name}`)].join(' ')

describe('how a list is answered', () => {
  const shapes: readonly (readonly [name: string, scenario: string, shape: string])[] = [
    [
      'by convention',
      'When the client lists books\nThen the response status is 200',
      'items total limit=limit offset=offset',
    ],
    ['as an array, by its body', exactly('GET /books', '[]'), 'array'],
    [
      'as an array, by a path',
      'When the client sends GET /books\nThen the response field "[0].title" is "Dune"',
      'array',
    ],
    [
      'as an array, by a reference',
      `When the client sends GET /books
       Then the response status is 200
       When the client sends GET /books/{response[0].id}
       Then the response status is 200`,
      'array',
    ],
    ['with names of its own', exactly('GET /books', '{ "books": [], "booksCount": 0 }'), 'books booksCount'],
    ['without a total', exactly('GET /books', '{ "data": [] }'), 'data -'],
    [
      'with the numbers that an example shows',
      exactly('GET /books?page=1&per_page=5', '{ "data": [], "total": 0, "page": 1, "per_page": 5 }'),
      'data total page=page size=per_page',
    ],
    [
      'with members that paths show',
      'When the client sends GET /books\nThen the response field "results[0].title" is "Dune"\nAnd the response field "count" is 1',
      'results count',
    ],
    [
      'as cells show',
      'When the client sends GET /books\nThen the response body contains:\n| rows[0].title | Dune |\n| row_count | 1 |',
      'rows row_count',
    ],
    [
      'by convention, where an error is shown',
      'When the client sends GET /books?limit=0\nThen the request is rejected with 422\nAnd the response field "[0].x" is 1',
      'items total limit=limit offset=offset',
    ],
  ]
  for (const [name, scenario, shape] of shapes)
    it(name, async () => {
      assert.equal(shapeOf(await book(scenario)), shape)
    })
})

describe('the parameters that turn pages', () => {
  const listing = 'When the client lists books\nThen the response status is 200'
  const pagings: readonly (readonly [name: string, scenario: string, paging: string])[] = [
    ['by convention', listing, 'offset limit,offset 100 1000'],
    ['in number', `Given books are paginated 20 per page, at most 50\n${listing}`, 'offset limit,offset 20 50'],
    [
      'named as page and size',
      `Given books are paginated by "page" and "per_page", 20 at a time, at most 50\n${listing}`,
      'page per_page,page 20 50',
    ],
    [
      'named as size and page',
      `Given books are paginated by "size" and "page", 20 at a time, at most 50\n${listing}`,
      'page size,page 20 50',
    ],
    [
      'named as skip and take',
      `Given books are paginated by "skip" and "take", 20 at a time, at most 50\n${listing}`,
      'offset take,skip 20 50',
    ],
    [
      'shown by a request',
      'When the client sends GET /books?page=2&page_size=5\nThen the response status is 200',
      'page page_size,page 100 1000',
    ],
    [
      'shown by a table',
      'When the client sends GET /books with query:\n| page | 2 |\nThen the response status is 200',
      'page per_page,page 100 1000',
    ],
    [
      'not shown by a refused request',
      'When the client sends GET /books?page=2\nThen the request is rejected with 422',
      'offset limit,offset 100 1000',
    ],
  ]
  for (const [name, scenario, expected] of pagings)
    it(name, async () => {
      const { by, names, size, max } = (await book(scenario)).list.paging
      assert.equal(`${by} ${names.join()} ${size} ${max}`, expected)
    })
})

describe('what lists accept', () => {
  const table = `
    Given a book has these fields:
      | field  | type    | rules      |
      | title  | string  | sortable   |
      | pages  | integer |            |
      | author | string  | searchable |
  `
  const accepted = async (...scenarios: string[]) => {
    const { sorts, filters, conditions, order } = (await book(table, ...scenarios)).list
    return { sorts, filters, conditions: conditions.map(({ parameter }) => parameter), order }
  }
  const none = { sorts: ['title'], filters: [], conditions: [], order: [] }

  it('what is said to be sortable, and nothing else', async () => {
    assert.deepEqual(await accepted(), none)
  })

  it('the sorts and filters that examples show, in the order of the fields', async () => {
    assert.deepEqual(
      await accepted(
        'When the client sends GET /books?sort=-pages&author=x\nThen the response status is 200',
        'When the client lists books where "pages" is 3\nThen the response status is 200',
        'When the client lists books sorted by "-created_at"\nThen the response status is 200',
      ),
      { ...none, sorts: ['title', 'pages', 'created_at'], filters: ['pages', 'author'] },
    )
  })

  it('no parameter that is shown to be refused, and none that is no field', async () => {
    assert.deepEqual(
      await accepted(
        'When the client sends GET /books?pages=x&sort=author\nThen the request is rejected with 422',
        'When the client sends GET /books?color=red&sort=color&q=x&fields=title&limit=3\nThen the response status is 200',
      ),
      none,
    )
  })

  it('the parameters that are stated, by equality or by a condition', async () => {
    assert.deepEqual(
      await accepted(
        `Given books can be filtered by:
        | parameter | keeps those where       |
        | title     | title is it             |
        | thick     | pages is at least it    |`,
        'When the client sends GET /books?thick=300\nThen the response status is 200',
      ),
      { ...none, filters: ['title'], conditions: ['thick'] },
    )
  })

  it('the order that is stated', async () => {
    assert.deepEqual(await accepted('Given books are listed by "-pages, title"'), {
      ...none,
      order: ['-pages', 'title'],
    })
  })
})

describe('keys', () => {
  const keyOf = async (...scenarios: string[]) => {
    const { key, address, times = [] } = await book(...scenarios)
    return [key.name, key.type, ...(key.hidden ? ['hidden'] : []), `by ${address}`, ...times].join(' ')
  }
  const integer = 'id integer by id created_at updated_at'
  const shown: readonly (readonly [name: string, scenario: string, key: string])[] = [
    ['a uuid by convention', 'Given 3 books exist', 'id uuid by id created_at updated_at'],
    ['an integer in a path', 'When the client sends GET /books/12\nThen the response status is 200', integer],
    ['an integer in an answer', answers('GET /books/{book.id}', '{ "id": 3 }'), integer],
    ['an integer by its matcher', answers('POST /books', '{ "id": "#integer" }'), integer],
    ['an integer in a list', answers('GET /books', '{ "items": [{ "id": 3 }] }'), integer],
    ['an integer in cells', 'When the client sends POST /books\nThen the response body contains:\n| id | 1 |', integer],
    [
      'an integer by its format',
      'When the client sends POST /books\nThen the response field "id" is an integer',
      integer,
    ],
    ['an integer in rows', 'Given these books exist:\n| id | title |\n| 1 | Dune |', integer],
    ['an integer by its table', 'Given a book has these fields:\n| field | type |\n| id | integer |', integer],
    ['a natural key', 'Given a book is addressed by its "isbn"', 'id uuid by isbn created_at updated_at'],
    [
      'hidden, where whole answers lack it',
      `Given a book has these fields:
         | field | type   | rules    |
         | title | string | required |
       ${exactly('GET /books/{book.id}', '{ "title": "Dune", "created_at": "#timestamp" }')}`,
      'id uuid hidden by id created_at',
    ],
    [
      'without times, where whole answers lack them',
      `Given a book has these fields:
         | field | type   | rules    |
         | title | string | required |
       ${exactly('GET /books/{book.id}', '{ "id": "#uuid", "title": "Dune" }')}`,
      'id uuid by id',
    ],
    [
      'with times, where only a projection lacks them',
      `Given a book has these fields:
         | field | type   | rules    |
         | title | string | required |
       ${exactly('GET /books/{book.id}?fields=id,title', '{ "id": "#uuid", "title": "Dune" }')}`,
      'id uuid by id created_at updated_at',
    ],
  ]
  for (const [name, scenario, key] of shown)
    it(name, async () => {
      assert.equal(await keyOf(scenario), key)
    })

  it('are unique where they are natural', async () => {
    const fields =
      'Given a book has these fields:\n| field | type |\n| isbn | string |\nAnd a book is addressed by its "isbn"'
    assert.deepEqual(fieldsOf(await book(fields)), { isbn: 'string, unique' })
  })
})

describe('how names are spelled', () => {
  const spelled = async (field: string) => (await book(answers('POST /books', `{ "${field}": 1 }`))).times?.join()
  it('as most of the names that are compound', async () => {
    assert.equal(await spelled('page_count'), 'created_at,updated_at')
    assert.equal(await spelled('pageCount'), 'createdAt,updatedAt')
    assert.equal(await spelled('page-count'), 'created-at,updated-at')
    assert.equal(await spelled('pages'), 'created_at,updated_at')
  })
})

describe('wrapped bodies', () => {
  const wrapped = async (...scenarios: string[]) => {
    const found = await book(...scenarios)
    return [found.wrapped, fieldsOf(found)]
  }
  const fields = { title: 'string' }

  it('by what is sent', async () => {
    const sent = `When the client sends POST /books with body:
      """
      { "book": { "title": "Dune" } }
      """
      Then the response status is 201`
    assert.deepEqual(await wrapped(sent), ['book', fields])
  })

  it('by what is answered', async () => {
    assert.deepEqual(await wrapped(answers('GET /books/{book.id}', '{ "book": { "title": "Dune" } }')), [
      'book',
      fields,
    ])
  })

  it('by a path into an answer', async () => {
    const [wrapper] = await wrapped('When the client sends POST /books\nThen the response field "book.title" is "Dune"')
    assert.equal(wrapper, 'book')
  })

  it('not where the only field is an object of another name', async () => {
    assert.deepEqual(await wrapped(answers('GET /books/{book.id}', '{ "cover": { "color": "red" } }')), [
      undefined,
      { cover: '{ color: string }' },
    ])
  })

  it('beside a list in an envelope, whose members are no fields', async () => {
    assert.deepEqual(
      await wrapped(
        answers('GET /books/{book.id}', '{ "book": { "title": "Dune" } }'),
        exactly('GET /books', '{ "books": [], "booksCount": 0 }'),
      ),
      ['book', fields],
    )
  })
})
