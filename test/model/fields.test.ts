import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { modelOf } from '../support/specification.ts'
import { featureOf, fieldsOf, inferred, resource } from './outline.ts'

const seen = async (...scenarios: string[]) => fieldsOf(await inferred('book', ...scenarios))

const creating = (body: string) => `
  When the client sends POST /books with body:
    """
    ${body}
    """
  Then the response status is 201
`

describe('fields that a table declares', () => {
  const declare = async (type: string, rules = '') =>
    (
      await seen(
        `Given a book has these fields:\n| field | type | rules |\n| x | ${type} | ${rules} |\n| y | ${type} | |\nAnd no authors exist`,
      )
    )['x']

  const types = 'string text integer decimal money boolean date timestamp uuid email url json'.split(' ')
  for (const type of types)
    it(`of the type ${type}`, async () => {
      assert.equal(await declare(type), type)
    })

  const others: readonly (readonly [type: string, is: string])[] = [
    ['password', 'password, hidden'],
    ['enum(hard, soft)', 'enum(hard, soft)'],
    ['enum(hard,"very soft")', 'enum(hard, very soft)'],
    ['list(string)', 'list(string)'],
    ['list(list(integer))', 'list(list(integer))'],
    ['author', 'one author'],
    ['Authors', 'one author'],
    ['list(author)', 'parts author'],
    ['int', 'integer'],
    ['number', 'decimal'],
    ['datetime', 'timestamp'],
  ]
  for (const [type, is] of others)
    it(`of the type ${type}`, async () => {
      assert.equal(await declare(type), is)
    })

  const rules: readonly (readonly [text: string, is: string, type?: string])[] = [
    ['required', 'required'],
    ['optional', ''],
    ['required, unique', 'required, unique'],
    ['unique,required', 'required, unique'],
    ['read-only', 'readOnly'],
    ['refused, hidden, indexed, searchable, sortable', 'refused, hidden, indexed, searchable, sortable'],
    ['sorted', 'sorted', 'list(string)'],
    ['min 1, max 40', 'min 1, max 40'],
    ['min -1.5', 'min -1.5'],
    [String.raw`matches /^\d+(,\d+)*$/, required`, String.raw`required, pattern ^\d+(,\d+)*$`],
    ['past', 'when past', 'date'],
    ['after y', 'after y', 'timestamp'],
    ['default x', 'default x'],
    ['default "a, b", required', 'required, default "a, b"'],
    ['default [1, 2]', 'default [1, 2]'],
    ['derived: y + 1', 'readOnly, derived arithmetic', 'integer'],
    ['derived: full name of y, y, unique', 'unique, readOnly, derived joined'],
  ]
  for (const [text, is, plain = 'string'] of rules)
    it(`with the rules ${text}`, async () => {
      const expected = [plain, is].filter(Boolean).join(', ')
      const inTable = text.replaceAll('\\', '\\\\').replaceAll('|', String.raw`\|`)
      assert.equal(await declare(plain, inTable), expected)
    })

  it('in the order of the table, its key and its times apart', async () => {
    const fields = await seen(`Given a book has these fields:
      | field      | type      |
      | title      | string    |
      | id         | uuid      |
      | created_at | timestamp |
      | pages      | integer   |
      | updated_at | timestamp |
      | isbn       | string    |`)
    assert.deepEqual(Object.keys(fields), ['title', 'pages', 'isbn'])
  })

  it('are objects where their names have a dot', async () => {
    assert.deepEqual(
      await seen(`Given a book has these fields:
        | field             | type    | rules    |
        | printed.at        | date    | required |
        | printed.by.name   | string  |          |
        | title             | string  |          |
        | printed.copies    | integer |          |`),
      { printed: '{ at: date, by: { name: string }, copies: integer }, required', title: 'string' },
    )
  })

  it('may be told in several tables, and a table may stand in any scenario', async () => {
    assert.deepEqual(
      await seen(
        'Given a book has these fields:\n| field | type | rules |\n| title | string | required |',
        'Given a book has these fields:\n| field | type |\n| pages | integer |',
      ),
      { title: 'string, required', pages: 'integer' },
    )
  })

  it('keep out what only examples say', async () => {
    assert.deepEqual(
      await seen(
        'Given a book has these fields:\n| field | type |\n| title | string |',
        creating('{ "title": "Dune", "color": "red" }'),
      ),
      { title: 'string' },
    )
  })
})

describe('fields that only examples show', () => {
  it('have the types of their values', async () => {
    const body = `{ "s": "x", "i": 3, "d": 3.5, "b": true, "date": "2024-01-31", "at": "2024-01-31T10:00:00Z", "l": [1],
      "id2": "0190f5a2-7c1e-7d3a-9c55-0a1b2c3d4e5f", "o": { "n": 1 }, "objects": [{ "a": 1 }, { "b": "x" }], "none": null, "e": [] }`
    assert.deepEqual(await seen(creating(body)), {
      s: 'string',
      i: 'integer',
      d: 'decimal',
      b: 'boolean',
      date: 'date',
      at: 'timestamp',
      l: 'list(integer)',
      id2: 'uuid',
      o: '{ n: integer }',
      objects: 'list({ a: integer, b: string })',
      none: 'string',
      e: 'list(string)',
    })
  })

  const ways: readonly (readonly [name: string, scenario: string])[] = [
    ['a body that is sent', creating('{ "title": "Dune", "pages": 412 }')],
    [
      'a table that is sent',
      'When the client creates a book with:\n| title | Dune |\n| pages | 412 |\nThen the response status is 201',
    ],
    [
      'an answer',
      'When the client sends GET /books/{book.id}\nThen the response body contains:\n"""\n{ "title": "Dune", "pages": 412 }\n"""',
    ],
    [
      'cells of an answer',
      'When the client sends GET /books/{book.id}\nThen the response body contains:\n| title | Dune |\n| pages | 412 |',
    ],
    ['rows that are there', 'Given these books exist:\n| title | pages |\n| Dune | 412 |'],
    ['a row that is there', 'Given a book exists with:\n| title | Dune |\n| pages | 412 |'],
    [
      'rows that are listed',
      'When the client lists books\nThen the response lists these books:\n| title | pages |\n| Dune | 412 |',
    ],
    [
      'the rows of an envelope',
      'When the client sends GET /books\nThen the response body contains:\n"""\n{ "items": [{ "title": "Dune", "pages": 412 }] }\n"""',
    ],
    [
      'the rows of an array',
      'When the client sends GET /books\nThen the response body is:\n"""\n[{ "title": "Dune", "pages": 412 }]\n"""',
    ],
  ]
  for (const [name, scenario] of ways)
    it(`in ${name}`, async () => {
      assert.deepEqual(await seen(scenario), { title: 'string', pages: 'integer' })
    })

  const single: readonly (readonly [name: string, scenario: string])[] = [
    [
      'in single fields of an answer',
      'When the client sends GET /books/{book.id}\nThen the response field "title" is "Dune"\nAnd the response field "pages" is an integer',
    ],
    [
      'in single fields of a list',
      'When the client sends GET /books\nThen the response field "items[0].title" is "Dune"\nAnd the response field "items[0].pages" is 412',
    ],
  ]
  for (const [name, scenario] of single)
    it(name, async () => {
      assert.deepEqual(await seen(scenario), { title: 'string', pages: 'integer' })
    })

  it('take the type that holds all values', async () => {
    assert.deepEqual(
      await seen(
        creating('{ "a": 1, "b": "2024-01-31", "c": "x", "e": [1] }'),
        creating('{ "a": 1.5, "b": "x", "c": 1, "e": [1.5] }'),
      ),
      {
        a: 'decimal',
        b: 'string',
        c: 'json',
        e: 'list(decimal)',
      },
    )
  })

  it('take no type from null', async () => {
    const scenarios = [creating('{ "a": null }'), creating('{ "a": 1 }')]
    for (const all of [scenarios, scenarios.toReversed()]) assert.deepEqual(await seen(...all), { a: 'integer' })
  })

  it('are none of a refused request, of an error, or of a sort', async () => {
    assert.deepEqual(
      await seen(
        'When the client sends POST /books with body:\n| color | red |\nThen the request is rejected with 422',
        'When the client sends GET /books?sort=color\nThen the response status is 200',
        creating('{ "title": "Dune" }'),
      ),
      { title: 'string' },
    )
  })

  it('are objects where a table says so with dots', async () => {
    assert.deepEqual(await seen('Given a book exists with:\n| printed.at | 2024-01-31 |\n| printed.copies | 3 |'), {
      printed: '{ at: date, copies: integer }',
    })
  })

  it('come in the same order whichever scenario comes first', async () => {
    const scenarios = [creating('{ "b": 1, "a": 2 }'), creating('{ "a": 1, "b": 2, "c": 3 }'), creating('{ "c": 1 }')]
    const orders = await Promise.all(
      [scenarios, scenarios.toReversed()].map(async all => Object.keys(await seen(...all))),
    )
    assert.deepEqual(orders[0], orders[1])
  })
})

describe('rules that an example shows', () => {
  const table = 'Given a book has these fields:\n| field | type |\n| title | string |\n| color | string |\n'
  const rejected = (message: string, field: string) =>
    `${table}When the client creates a book with:\n| color | red |\nThen the request is rejected with 422\nAnd the error reports "${message}" for the field "${field}"`

  it('a field that is reported missing is required', async () => {
    assert.deepEqual(await seen(rejected('is required', 'title')), { title: 'string, required', color: 'string' })
  })

  it('a field that is reported taken is unique', async () => {
    assert.deepEqual(await seen(rejected('has already been taken', 'color')), {
      title: 'string',
      color: 'string, unique',
    })
  })

  it('other messages teach nothing', async () => {
    assert.deepEqual(await seen(rejected('is too red', 'color')), { title: 'string', color: 'string' })
  })

  it('a field that no answer has is hidden', async () => {
    assert.deepEqual(
      await seen(`${creating('{ "title": "Dune", "secret": "x" }')}And the response has no field "secret"`),
      { title: 'string', secret: 'string, hidden' },
    )
    assert.deepEqual(
      await seen(
        creating('{ "title": "Dune", "secret": "x" }'),
        'When the client sends GET /books/{book.id}?fields=title\nThen the response has no field "secret"',
      ),
      { title: 'string', secret: 'string' },
    )
  })
})

describe('amounts', () => {
  const priced = async (scenario: string) => {
    const model = await modelOf(
      featureOf(
        'Given a book has these fields:\n| field | type |\n| price | money |\nGiven a gift has these fields:\n| field | type |\n| value | money |',
        scenario,
      ),
    )
    return ['book', 'gift'].map(name => Object.values(fieldsOf(resource(model, name))).join())
  }

  const texts: readonly string[] = [
    creating('{ "price": "7.50" }'),
    'When the client creates a book with:\n| price | 7.5 |\nThen the response status is 201',
    'When the client sends POST /books with body:\n"""\n{ "price": 7.5 }\n"""\nThen the request is rejected with 422',
  ]
  for (const scenario of texts)
    it(`are exact texts in ${scenario.trim().split('\n')[0]}`, async () => {
      assert.deepEqual(await priced(scenario), ['money', 'money'])
    })

  const numbers: readonly string[] = [
    creating('{ "price": 7.5 }'),
    'When the client sends GET /books/{book.id}\nThen the response field "price" is 7.5',
    'When the client sends GET /books\nThen the response body contains:\n"""\n{ "items": [{ "price": #number }] }\n"""',
  ]
  for (const scenario of numbers)
    it(`are numbers in the whole API by ${scenario.trim().split('\n')[0]}`, async () => {
      assert.deepEqual(await priced(scenario), ['amount', 'amount'])
    })
})
