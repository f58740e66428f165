import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { inferred } from './outline.ts'

const tables = `Given an author has these fields:
| field | type | rules |
| name | string | required, unique |
| city | string | |
And a tag has these fields:
| field | type | rules |
| label | string | required, unique |
And a book has these fields:
| field | type | rules |
| title | string | required |
And a book belongs to an author
And a book can have many tags
And an author exists with:
| name | Jane |
| city | Bath |
`
const list = (query: string) =>
  `${tables}When the client sends GET /api/v1/books?${query}\nThen the response status is 200`

async function filters(...scenarios: readonly string[]) {
  const { conditions, filters: own } = (await inferred('book', ...scenarios)).list
  const paths = conditions.map(({ parameter, condition }) =>
    condition.is === 'compare' ? `${parameter}: ${condition.path.join('.')}` : '',
  )
  return [...own, ...paths]
}

describe('a list that is asked for by the names of other rows', () => {
  it('compares what people name them by', async () => {
    assert.deepEqual(await filters(list('author=Ines')), ['author: author.name'])
  })

  it('compares the field that the parameter names, or that has the value in the scenario', async () => {
    assert.deepEqual(await filters(list('author_city=Bath')), ['author_city: author.city'])
    assert.deepEqual(await filters(list('author=Bath')), ['author: author.city'])
  })

  it('goes through links, one or many by name', async () => {
    assert.deepEqual(await filters(list('tag=dry'), list('tags=dry')), ['tag: tags.label', 'tags: tags.label'])
  })

  it('compares keys where a key is shown', async () => {
    assert.deepEqual(await filters(list('author_id={author.id}')), ['author_id'])
    assert.deepEqual(await filters(list('author={author.id}'), list('author=Jane')), ['author_id'])
  })

  it('leaves a parameter alone that is stated', async () => {
    const stated = `And books can be filtered by:\n| parameter | keeps those where |\n| author | author.city is it |\n`
    assert.deepEqual(await filters(`${tables}${stated}${list('author=Jane')}`), ['author: author.city'])
  })
})

describe('a list that is asked for by a part of an object', () => {
  const shop = `Given a shop has these fields:
| field | type | rules |
| name | string | required |
| address.city | string | |
| address.zip | string | |
| billing.zip | string | |
`
  const asked = (query: string) =>
    `${shop}When the client sends GET /api/v1/shops?${query}\nThen the response status is 200`
  const conditions = async (query: string) =>
    (await inferred('shop', asked(query))).list.conditions.map(({ parameter, condition }) =>
      condition.is === 'compare' ? `${parameter}: ${condition.path.join('.')}` : '',
    )

  it('compares the one that is called so, with its object or without', async () => {
    assert.deepEqual(await conditions('city=Bath'), ['city: address.city'])
    assert.deepEqual(await conditions('address_city=Bath'), ['address_city: address.city'])
    assert.deepEqual(await conditions('billingZip=1'), ['billingZip: billing.zip'])
  })

  it('compares none of two', async () => assert.deepEqual(await conditions('zip=1'), []))
})

describe('the parameter that holds words to look for', () => {
  it('is called as examples call it', async () => {
    const searchable = tables.replace('| title | string | required |', '| title | string | required, searchable |')
    const search = (name: string) =>
      `${searchable}When the client sends GET /api/v1/books?${name}=emma\nThen the response status is 200`
    assert.equal((await inferred('book', search('search'))).list.searchedBy, 'search')
    assert.equal((await inferred('book', search('q'))).list.searchedBy, undefined)
  })
})
