import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { infer } from '../support/specification.ts'
import { featureOf } from './outline.ts'

const table = (...rows: string[]) =>
  `Given a book has these fields:\n| field | type | rules |\n${rows.map(row => `| ${row} |`).join('\n')}`
const title = table('title | string |', 'pages | integer |')

/** Statements that cannot hold together, or name what is not there: places in lines, and what is said. */
const cases: Readonly<Record<string, readonly [scenarios: readonly string[], said: readonly string[]]>> = {
  'a field of two types in one table': [
    [table('title | string |', 'title | integer |')],
    ['7: the title of a book is integer here and string there, and 6'],
  ],
  'a field of two types in two scenarios': [
    [table('title | string |'), table('title | text |')],
    ['11: the title of a book is text here and string there, and 6'],
  ],
  'enums of different values': [
    [table('cover | enum(a, b) |'), table('cover | enum(a) |')],
    ['11: the cover of a book is enum(a) here and enum(a, b) there, and 6'],
  ],
  'a derivation from a field that there is not': [
    [table('title | string |', 'slug | string | derived: slug of titel')],
    ['7: a book has no field "titel"'],
  ],
  'arithmetic with a field that there is not': [
    [table('price | money |', 'total | money | derived: price * quantity')],
    ['7: a book has no field "quantity"'],
  ],
  'a sum over what does not belong to it': [
    [table('total | money | derived: sum of lines.price')],
    ['6: no "lines" belong to a book'],
  ],
  'a count of what does not belong to it': [
    [table('n | integer | derived: count of reviews')],
    ['6: no "reviews" belong to a book'],
  ],
  'a count of those that have a field which they do not have': [
    [
      `${table('n | integer | derived: count of reviews where grade is 5')}\nAnd a review has these fields:\n| field | type |\n| rating | integer |\nAnd a review belongs to a book`,
    ],
    ['6: a review has no field "grade"'],
  ],
  'a sum over a field that the parts do not have': [
    [
      `${table('total | money | derived: sum of reviews.price')}\nAnd a review has these fields:\n| field | type |\n| rating | integer |\nAnd a review belongs to a book`,
    ],
    ['6: a review has no field "price"'],
  ],
  'a filter by a field that there is not': [
    [`${title}\nAnd books can be filtered by:\n| parameter | keeps those where |\n| max | price is at most it |`],
    ['10: a book has no field "price"'],
  ],
  'a filter through a relation that there is not': [
    [`${title}\nAnd books can be filtered by:\n| parameter | keeps those where |\n| by | author.name is it |`],
    ['10: a book has no field "author.name"'],
  ],
  'an order by a field that there is not': [
    [`${title}\nAnd books are listed by "-price"`],
    ['8: book has no field "price" to be listed by'],
  ],
  'an address that is no field': [
    [`${title}\nAnd a book is addressed by its "isbn"`],
    ['8: a book has no field "isbn"'],
  ],
  'pages that are larger than the largest': [
    [`${title}\nAnd books are paginated 50 per page, at most 20`],
    ['8: pages of 50 cannot be at most 20'],
  ],
  'two statuses for one kind of error': [
    ['Given a duplicate is answered with 400', 'Given a duplicate is answered with 422'],
    ['7: the same kind of error is answered with 422 here and with 400 elsewhere'],
  ],
  'bounds that leave nothing': [
    [table('pages | integer | min 5, max 4')],
    ['6: pages is at least 5 and at most 4: nothing is both'],
  ],
  'a default that is none of the values': [
    [table('cover | enum(a, b) | default c')],
    ['6: the default of cover is none of its values'],
  ],
}

describe('statements that contradict each other', () => {
  for (const [name, [scenarios, said]] of Object.entries(cases))
    it(name, async () => {
      const { problems } = await infer(featureOf(...scenarios))
      assert.deepEqual(
        problems.map(({ place, what, also }) => `${place.line}: ${what}${also ? `, and ${also.line}` : ''}`),
        said,
      )
      for (const { advice, place } of problems) {
        assert.match(advice, /\w/)
        assert.equal(place.uri, 'features/books.feature')
      }
    })

  it('says of a word that is compared with how a value is written', async () => {
    const filter = 'And books can be filtered by:\n| parameter | keeps those where |\n| good | title is good |'
    const { problems } = await infer(featureOf(`${title}\n${filter}`))
    assert.match(problems[0]?.advice ?? '', /A value stands in quotes: "good"\./)
  })

  const single: typeof cases = {
    'a field that stands twice in one table': [
      [table('title | string | required', 'title | string | max 3')],
      ['7: the title of a book is stated twice, and 6'],
    ],
    'two names for the same two parameters': [
      [
        'Given books are paginated by "page" and "size", 10 at a time, at most 20',
        'Given books are paginated by "limit" and "offset", 5 at a time, at most 20',
      ],
      ['7: books are paginated otherwise elsewhere, and 4'],
    ],
    'two paths for one resource': [
      ['Given books are served under /a', 'Given books are served under /b'],
      ['7: books are served under /b here and under /a there, and 4'],
    ],
    'two addresses of one resource': [
      [`${title}\nAnd a book is addressed by its "title"`, 'Given a book is addressed by its "pages"'],
      ['11: a book is addressed by its pages here and by its title there, and 8'],
    ],
    'two orders for one list': [
      [`${title}\nAnd books are listed by "title"`, 'Given books are listed by "pages"'],
      ['11: books are listed by pages here and by title there, and 8'],
    ],
    'two wordings of one message': [
      ['Given the message for "is required" is "a"', 'Given the message for "is required" is "b"'],
      ['7: the message for "required" is "b" here and "a" there, and 4'],
    ],
    'an order of moments after a field that there is not': [
      [table('ends_at | timestamp | after starts_at')],
      ['6: a book has no field "starts_at"'],
    ],
    'a type that only objects of JavaScript have': [
      [table('title | constructor |')],
      ['6: "constructor" is not a type'],
    ],
    'a rule that only objects of JavaScript have': [
      [table('title | string | constructor')],
      ['6: "constructor" is not a rule'],
    ],
    'an enum that names a value twice': [[table('cover | enum(a, a) |')], ['6: the cover of a book names "a" twice']],
    'a name that no code can have': [
      ['Given a "2fa code" has these fields:\n| field | type |\n| code | string |'],
      ['4: "2fa code" does not begin with a letter'],
    ],
    'a path of the API with a part of an answer in it': [
      ['Given clients sign in with POST /s{response}age-door'],
      ['4: "s{response}age-door" is no part of a path that holds for the API'],
    ],
    'a relation to what nothing describes': [
      [`${title}\nAnd a book with shoes cannot be deleted`],
      ['8: no "shoe" belong to a book'],
    ],
  }
  for (const [name, [scenarios]] of Object.entries(single))
    it(name, async () => {
      const { problems } = await infer(featureOf(...scenarios))
      assert.equal(problems.length, 1)
    })
})
