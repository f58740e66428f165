import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { Context } from 'koa'
import type { Fact } from '../../src/spec/index.ts'
import { ExpectationError, perform, World } from '../../src/verify/index.ts'
import { startEmptyService } from '../../src/verify/empty-service.ts'
import { bookshop } from './models.ts'
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

async function run(...facts: readonly Fact[]): Promise<void> {
  const world = new World(bookshop, shop.target, facts)
  for (const fact of facts) await perform(fact, world)
}

const body = (change: (body: any) => unknown) => (ctx: Context) => {
  ctx.body = change(structuredClone(ctx.body))
}

const dune: Fact = { is: 'rows', resource: 'book', rows: [{ title: 'Dune', price: '7.5', author: 'Frank Herbert' }] }
const three: Fact = {
  is: 'rows',
  resource: 'book',
  rows: [
    { title: 'Dune', price: '7.5', author: 'Frank Herbert' },
    { title: 'Emma', price: '5', author: 'Jane Austen' },
    { title: 'Persuasion', price: '6', author: 'Jane Austen' },
  ],
}
const readDune: Fact = { is: 'act', operation: 'read', resource: 'book', key: 'Dune' }
const listBooks: Fact = { is: 'act', operation: 'list', resource: 'book' }
const createEmpty: Fact = { is: 'act', operation: 'create', resource: 'book', body: {} }

interface Case {
  readonly name: string
  readonly before: readonly Fact[]
  readonly fact: Fact
  /** What makes it red: another service, */
  readonly spoil?: (ctx: Context) => void
  /** or another fact in its place. */
  readonly otherwise?: Fact
  readonly says: RegExp
}

const cases: readonly Case[] = [
  {
    name: 'a status',
    before: [dune, readDune],
    fact: { is: 'status', status: 200 },
    spoil: ctx => (ctx.status = 203),
    says: /status is 203, not 200/,
  },
  {
    name: 'a status of all repeated requests',
    before: [dune, readDune, { is: 'again', times: 3 }],
    fact: { is: 'status', status: 200 },
    spoil: (() => {
      let n = 0
      return (ctx: Context) => void (++n === 3 && (ctx.status = 429))
    })(),
    says: /429.* for request 2 of 3/,
  },
  {
    name: 'the status of some responses',
    before: [dune, readDune, { is: 'again', times: 3 }],
    fact: { is: 'some-status', count: 3, status: 200 },
    otherwise: { is: 'some-status', count: 2, status: 200 },
    says: /3 of the 3 responses have the status 200, not 2: 200 200 200/,
  },
  {
    name: 'an exact body',
    before: [dune, readDune],
    fact: {
      is: 'body',
      exact: true,
      value: {
        id: { $ref: 'book.id' },
        title: 'Dune',
        price: '#money',
        author_id: '{author.id}',
        created_at: '#timestamp',
        updated_at: '#timestamp',
      },
    },
    spoil: body(it => ({ ...it, secret: 1 })),
    says: /field "secret" is 1, not absent/,
  },
  {
    name: 'a part of a body',
    before: [dune, readDune],
    fact: { is: 'body', exact: false, value: { title: 'Dune' } },
    spoil: body(it => ({ ...it, title: 'Doon' })),
    says: /field "title" is "Doon", not "Dune"/,
  },
  {
    name: 'cells of a body',
    before: [dune, readDune],
    fact: { is: 'body-cells', cells: { price: '7.5', author: 'Frank Herbert' } },
    spoil: body(it => ({ ...it, price: 7.5 })),
    says: /field "price" is 7.5, not "7.50" \(a number, not a text\)/,
  },
  {
    name: 'cells of an envelope, whatever a row calls its own',
    before: [three, listBooks],
    fact: { is: 'body-cells', cells: { total: '3', 'items[1].title': 'Emma' } },
    spoil: body(it => ({ ...it, total: '3' })),
    says: /field "total" is "3", not 3/,
  },
  {
    name: 'a field',
    before: [dune, readDune],
    fact: { is: 'field', path: 'title', value: 'Dune' },
    spoil: body(({ title: _, ...it }) => it),
    says: /field "title" is absent, not "Dune"/,
  },
  {
    name: 'a format',
    before: [dune, readDune],
    fact: { is: 'format', path: 'id', format: 'a uuid' },
    spoil: body(it => ({ ...it, id: 'one' })),
    says: /field "id" is "one", not a uuid/,
  },
  {
    name: 'an absent field',
    before: [dune, readDune],
    fact: { is: 'lacks', path: 'password' },
    spoil: body(it => ({ ...it, password: 'x' })),
    says: /has the field "password"/,
  },
  {
    name: 'a field that no row of a list has',
    before: [dune, listBooks],
    fact: { is: 'lacks', path: 'password' },
    spoil: body(it => ({ ...it, items: [{ ...it.items[0], password: 'x' }] })),
    says: /has the field "\[0\].password"/,
  },
  {
    name: 'the only fields',
    before: [dune, readDune],
    fact: { is: 'only-fields', fields: ['title', 'id', 'price', 'author_id', 'created_at', 'updated_at'] },
    spoil: body(it => ({ ...it, more: 1 })),
    says: /carries author_id, .*more.*, not/,
  },
  {
    name: 'a list of so many',
    before: [three, listBooks],
    fact: { is: 'lists', resource: 'book', count: 2 },
    spoil: body(it => ({ ...it, items: [] })),
    says: /lists 0 books, not 2/,
  },
  {
    name: 'a list in the style of its resource',
    before: [three, listBooks],
    fact: { is: 'lists', resource: 'book', count: 2 },
    spoil: body(it => it.items),
    says: /does not list books under "items"/,
  },
  {
    name: 'listed rows in any order',
    before: [three, { ...listBooks, filter: { field: 'author', value: 'Jane Austen' } }],
    fact: {
      is: 'lists-rows',
      resource: 'book',
      ordered: false,
      rows: [{ title: '#string' }, { title: 'Emma', author: 'Jane Austen', price: '5' }],
    },
    spoil: body(it => ({ ...it, items: it.items.map((row: object) => ({ ...row, title: 'Persuasion' })) })),
    says: /lists no book \{"title":"Emma".*"title" is "Persuasion", not "Emma"/,
  },
  {
    name: 'listed rows in order',
    before: [three, { ...listBooks, sort: '-title' }],
    fact: { is: 'lists-rows', resource: 'book', ordered: true, rows: [{ title: 'Persuasion' }, { title: 'Emma' }] },
    spoil: body(it => ({ ...it, items: it.items.toReversed() })),
    says: /book 1 of the list: field "title" is "Emma", not "Persuasion"/,
  },
  {
    name: 'a relation of a listed row',
    before: [three, listBooks],
    fact: {
      is: 'lists-rows',
      resource: 'book',
      ordered: true,
      rows: [{ author: 'Frank Herbert' }, { author: 'Jane Austen' }],
    },
    spoil: body(it => ({ ...it, items: it.items.toReversed() })),
    says: /field "author" is "[\da-f-]+", not "Frank Herbert \([\da-f-]+\)"/,
  },
  {
    name: 'a header',
    before: [createDune()],
    fact: { is: 'answer-header', name: 'Location', value: '/api/v1/books/{book.id}', whole: true },
    spoil: ctx => ctx.set('Location', '/elsewhere'),
    says: /header "Location" is "\/elsewhere", not "\/api\/v1\/books\//,
  },
  {
    name: 'a header by a matcher',
    before: [dune, readDune],
    fact: { is: 'answer-header', name: 'X-Request-ID', value: '#uuid', whole: true },
    spoil: ctx => ctx.remove('X-Request-ID'),
    says: /header "X-Request-ID" is absent, not "#uuid"/,
  },
  {
    name: 'a member of a header',
    before: [dune, readDune],
    fact: { is: 'answer-header', name: 'Content-Type', value: 'application/json', whole: false },
    spoil: ctx => (ctx.type = 'text/plain'),
    says: /without "application\/json"/,
  },
  {
    name: 'a rejection',
    before: [createEmpty],
    fact: { is: 'rejected', status: 422, error: 'validation_failed' },
    spoil: body(({ instance: _, ...it }) => it),
    says: /envelope's "instance" is absent, not a text/,
  },
  {
    name: 'the status of a rejection',
    before: [createEmpty],
    fact: { is: 'rejected', status: 422 },
    spoil: ctx => (ctx.status = 400),
    says: /status is 400 \(title is required\), not 422/,
  },
  {
    name: 'the code of a rejection',
    before: [createEmpty],
    fact: { is: 'rejected', status: 422, error: 'validation_failed' },
    spoil: body(it => ({ ...it, error: 'oops' })),
    says: /error is "oops", not "validation_failed"/,
  },
  {
    name: 'the media type of a rejection',
    before: [createEmpty],
    fact: { is: 'rejected', status: 422 },
    spoil: ctx => (ctx.type = 'application/json'),
    says: /application\/json.*, not application\/problem\+json/,
  },
  {
    name: 'a report for a field',
    before: [createEmpty],
    fact: { is: 'reports', message: 'is required', field: 'title' },
    spoil: body(it => ({ ...it, errors: [{ field: 'title', message: 'is odd' }] })),
    says: /does not report "is required" for the field "title": "is odd" for "title"/,
  },
  {
    name: 'a report that a matcher stands for',
    before: [createEmpty],
    fact: { is: 'reports', message: '#regex .*required', field: 'title' },
    spoil: body(it => ({ ...it, errors: [{ field: 'title', message: 'is odd' }] })),
    says: /does not report "#regex \.\*required" for the field "title": "is odd" for "title"/,
  },
  {
    name: 'a report in the words of the catalogue',
    before: [createEmpty],
    fact: { is: 'reports', message: 'is required', field: 'title' },
    spoil: body(it => ({ ...it, errors: [{ field: 'title', message: 'has at most 3 characters' }] })),
    says: /"has at most 3 characters" for "title"$/,
  },
  {
    name: 'the id of the request',
    before: [createEmpty],
    fact: { is: 'names-request' },
    spoil: ctx => ctx.set('X-Request-ID', 'another'),
    says: /request_id is .* and X-Request-ID is "another"/,
  },
  {
    name: 'a page of a whole',
    before: [three, { ...listBooks, page: 2 }],
    fact: { is: 'holds', resource: 'book', count: 1, total: 3 },
    spoil: body(it => ({ ...it, total: 1 })),
    says: /there are 1 books, not 3/,
  },
  {
    name: 'a link',
    before: [three, listBooks],
    fact: { is: 'links', page: 'next', present: true },
    spoil: ctx => ctx.remove('Link'),
    says: /no Link header/,
  },
  {
    name: 'no link',
    before: [three, listBooks],
    fact: { is: 'links', page: 'prev', present: false },
    spoil: ctx => ctx.set('Link', '</x>; rel="first prev"'),
    says: /links to the prev page: \/x/,
  },
  {
    name: 'a row that is kept',
    before: [createDune()],
    fact: { is: 'kept', resource: 'book', row: { title: 'Dune' }, present: true },
    otherwise: { is: 'kept', resource: 'book', row: { title: 'Doon' }, present: true },
    says: /no book is kept with title Doon: its title is "Dune"/,
  },
  {
    name: 'a row that is not kept',
    before: [dune, { is: 'act', operation: 'delete', resource: 'book', key: 'Dune' }],
    fact: { is: 'kept', resource: 'book', row: { title: 'Dune' }, present: false },
    otherwise: { is: 'kept', resource: 'author', row: { name: 'Frank Herbert' }, present: false },
    says: /an author is kept with name Frank Herbert: \{/,
  },
  {
    name: 'no rows',
    before: [dune],
    fact: { is: 'none', resource: 'review' },
    otherwise: { is: 'none', resource: 'book' },
    says: /there is a book already/,
  },
]

function createDune(): Fact {
  return { is: 'act', operation: 'create', resource: 'book', body: { title: 'Dune', price: '7.5' } }
}

describe('an expectation', () => {
  for (const { name, before: given, fact, spoil, otherwise, says } of cases) {
    it(`sees ${name}`, () => run(...given, fact))

    it(`sees that ${name} is otherwise`, async () => {
      shop.spoil = spoil
      await assert.rejects(run(...given, otherwise ?? fact), (error: Error) => {
        assert.ok(error instanceof ExpectationError, error.stack)
        assert.match(error.message, says)
        return true
      })
    })
  }

  for (const fact of new Map(cases.map(it => [it.fact.is, it.fact])).values())
    if (fact.is !== 'none')
      it(`of ${fact.is} needs a request`, () =>
        assert.rejects(run(dune, fact), { name: 'ExpectationError', message: /no request has been sent yet/ }))

  for (const { name, before: given, fact } of cases)
    if (!['status', 'some-status', 'rejected', 'none'].includes(fact.is))
      it(`sees ${name} in no stub`, async () => {
        shop.spoil = ctx => {
          ctx.status = 501
          ctx.body = { error: 'not_implemented' }
        }
        await assert.rejects(run(...given, fact), { name: 'ExpectationError', message: /is not written yet: 501/ })
      })
})

describe('against an empty service', () => {
  it('no fact passes but those that make a request', async () => {
    const empty = await startEmptyService()
    const missing = () => Promise.reject(new ExpectationError('there is no service yet'))
    const target = { address: empty.address, generation: 0, insert: missing, find: missing, count: missing }
    const policies: Fact[] = [
      { is: 'fields', resource: 'book', fields: [] },
      { is: 'belongs', child: 'book', parent: 'author' },
      { is: 'many', resource: 'book', others: 'author' },
      { is: 'served', resource: 'book', path: '/api/v1/books' },
      { is: 'addressed', resource: 'book', by: 'title' },
      { is: 'kept-by', resource: 'author', by: 'book' },
      { is: 'ordered', resource: 'book', by: 'title' },
      { is: 'filtered', resource: 'book', filters: [] },
      { is: 'lenient', resource: 'book' },
      { is: 'paginated', resource: 'book', size: 20, max: 50 },
      { is: 'answered', kind: 'unknown', status: 404 },
      { is: 'worded', message: 'required', text: 'is missing' },
      { is: 'some', resource: 'book', count: 2 },
    ]
    const request: Fact = { is: 'request', method: 'GET', path: '/api/v1/books/1' }
    const facts = [...policies, dune, ...cases.map(it => it.fact), ...cases.flatMap(it => it.otherwise ?? [])]
    for (const fact of [...facts, { is: 'status', status: 404 } as const, { is: 'rejected', status: 404 } as const]) {
      const world = new World(bookshop, target, [request, fact])
      await perform(request, world)
      await assert.rejects(perform(fact, world), ExpectationError, JSON.stringify(fact))
    }
    await empty.stop()
  })
})

describe('a policy', () => {
  it('passes where the service has what it is about', () =>
    run(
      { is: 'fields', resource: 'book', fields: [] },
      { is: 'belongs', child: 'book', parent: 'author' },
      { is: 'kept-by', resource: 'author', by: 'book' },
      { is: 'answered', kind: 'invalid', status: 422 },
    ))

  it('fails where it has not', () =>
    assert.rejects(run({ is: 'fields', resource: 'voucher', fields: [] }), { message: /the service has no vouchers/ }))
})

describe('a message of other words than the catalogue has', () => {
  it('is told with how to have it so everywhere', () =>
    assert.rejects(run(createEmpty, { is: 'reports', message: "can't be blank", field: 'title' }), {
      message: /Given the message for "required" is "can't be blank"$/,
    }))
})

describe('an operation without a route', () => {
  it('is no 404 that a scenario could expect', async () => {
    const request: Fact = { is: 'request', method: 'GET', path: '/api/v1/authors/{author.id}' }
    const author: Fact = { is: 'some', resource: 'author', count: 1 }
    await assert.rejects(run(author, request, { is: 'status', status: 404 }), {
      message: /has no route in the service/,
    })
    await assert.rejects(run(author, request, { is: 'rejected', status: 404 }), {
      message: /has no route in the service/,
    })
  })

  it('is one where the features know no operation either', () =>
    run({ is: 'request', method: 'GET', path: '/nowhere' }, { is: 'rejected', status: 404, error: 'not_found' }))
})

describe('what is not there', () => {
  it('is not seen in an answer that nobody expected', () =>
    assert.rejects(run(createEmpty, { is: 'lacks', path: 'password' }), {
      message: /proves nothing here: the service answered 422 \(title is required\)/,
    }))

  it('is seen in a refusal that the scenario expects', () =>
    run(createEmpty, { is: 'lacks', path: 'password' }, { is: 'status', status: 422 }))

  it('is not seen in a list of nothing', () =>
    assert.rejects(run(listBooks, { is: 'lacks', path: 'password' }), { message: /lists nothing/ }))
})
