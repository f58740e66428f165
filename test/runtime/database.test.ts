import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { defineEntity, p } from '@mikro-orm/core'
import pg from 'pg'
import { computed, connect, migrate, now, serial, sql, table, transaction } from '../../src/runtime/index.ts'
import { findRows, insertRows, migrationDiff } from '../../src/runtime/testing.ts'
import { createService } from '../../fixtures/golden/app.ts'
import { loadConfig } from '../../fixtures/golden/core/config.ts'
import { database } from '../../fixtures/golden/core/database.ts'
import { Author } from '../../fixtures/golden/models/author.ts'
import { Book } from '../../fixtures/golden/models/book.ts'
import { Bundle } from '../../fixtures/golden/models/bundle.ts'
import { Shelf } from '../../fixtures/golden/models/shelf.ts'
import { aBook, anAuthor, client, startBookshop } from './bookshop.ts'

const PersonSchema = defineEntity({
  name: 'Person',
  tableName: 'people',
  properties: {
    ...serial,
    name: p.string(),
    namesakes: p
      .integer()
      .formula(computed('select count(*) from people others where others.name = {name} and others.id <> {id}')),
  },
})
class Person extends PersonSchema.class {}
PersonSchema.setClass(Person)

let shop: Awaited<ReturnType<typeof startBookshop>>
let author: string
before(async () => {
  shop = await startBookshop()
  author = await anAuthor(shop.call)
})
after(() => shop.stop())

/** The statements that are sent while `work` runs. */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const sent: string[] = []
  const query: unknown = Reflect.get(pg.Client.prototype, 'query')
  const spy = function (this: pg.Client, ...given: [{ text: string } | string]): unknown {
    sent.push(typeof given[0] === 'string' ? given[0] : given[0].text)
    return Reflect.apply(query as typeof spy, this, given)
  }
  Object.assign(pg.Client.prototype, { query: spy })
  await work().finally(() => Object.assign(pg.Client.prototype, { query }))
  return sent
}

describe('statements', () => {
  it('are one for a read, an insert, a change and a removal', async () => {
    let id = ''
    const count = async (work: () => Promise<unknown>) => (await statementsOf(work)).length
    const insert = async () => {
      id = (await shop.call('POST', '/books', aBook(author))).body.id
    }
    assert.equal(await count(insert), 1)
    assert.equal(await count(() => shop.call('GET', `/books/${id}`)), 1)
    assert.equal(await count(() => shop.call('PATCH', `/books/${id}`, { pages: 3 })), 1)
    assert.equal(await count(() => shop.call('PATCH', `/books/${id}`, {})), 1)
    assert.equal(await count(() => shop.call('PUT', `/books/${id}`, aBook(author))), 5) // in a transaction, for its categories
    assert.equal(await count(() => shop.call('GET', `/books?author_id=${author}`)), 1)
    assert.equal(await count(() => shop.call('DELETE', `/books/${id}`)), 1)
    assert.equal(await count(() => shop.call('GET', '/books/x')), 0)
  })

  it('are prepared under names, also those of lists', async () => {
    for (let n = 0; n < 3; n++) await shop.call('GET', `/books?limit=1&sort=title&q=${n}`)
    const { rows } = await shop.orm.em
      .getKysely()
      .connection()
      .execute(session =>
        session.executeQuery<{ name: string; statement: string; generic_plans: number }>({
          sql: `select name, statement from pg_prepared_statements where name like 'brine%'`,
          parameters: [],
          query: { kind: 'RawNode', sqlFragments: [], parameters: [] },
          queryId: { queryId: '' },
        }),
      )
    const texts = rows.map(({ statement }) => statement)
    assert.equal(new Set(texts).size, texts.length)
    assert.equal(texts.filter(text => text.includes('ilike all') && text.includes('limit')).length, 1)
    assert.ok(texts.some(text => text.startsWith('insert into "books"')))
  })

  it('join the transaction that is open, and roll back with it', async () => {
    const shelves = table(shop.orm.em, Shelf)
    const failure = transaction(shop.orm.em, async () => {
      await shelves.insert({ label: 'gone' })
      await shop.orm.em.execute(`update shelves set label = 'gone too' where label = 'gone'`)
      assert.equal(await shelves.count({ label: 'gone too' }), 1)
      throw new Error('never mind')
    })
    await assert.rejects(failure, /never mind/)
    assert.equal(await shelves.count(), 0)
  })

  it('take a savepoint for what they write in parts, so that a failure leaves the rest', async () => {
    const [shelves, bundles] = [table(shop.orm.em, Shelf), table(shop.orm.em, Bundle)]
    await transaction(shop.orm.em, async () => {
      await shelves.insert({ label: 'stays' })
      const lines = [{ unit_price: '1.00', book_id: author }]
      await assert.rejects(bundles.insert({ name: 'No', lines }), { status: 422 })
      await shelves.insert({ label: 'stays too' })
    })
    assert.equal(await shelves.count(), 2)
  })
})

describe('a table', () => {
  it('asks by any property, relation and count', async () => {
    const books = table(shop.orm.em, Book)
    const { id, isbn } = (await shop.call('POST', '/books', aBook(author, { tags: ['rare'], pages: null }))).body
    assert.equal((await books.get({ isbn })).id, id)
    assert.equal((await books.find({ isbn, title: 'x' }))?.id, undefined)
    const found = await books.list({ author_id: author, pages: null, reviews_count: 0, tags: ['rare'] }, ['-title'])
    assert.deepEqual(
      found.map(row => row.id),
      [id],
    )
    assert.deepEqual([await books.exists({ isbn }), await books.exists({ id: author })], [true, false])
    await assert.rejects(books.get({ id: author }), { status: 404, code: 'not_found' })
  })

  it('changes by expressions, so that nothing is lost between reading and writing', async () => {
    const books = table(shop.orm.em, Book)
    const { id } = await books.insert({ ...aBook(author), pages: 10 })
    await Promise.all(Array.from({ length: 8 }, () => books.update({ id }, { pages: sql`pages + ${1}` })))
    assert.equal((await books.get({ id })).pages, 18)
  })

  it('inserts many, all or nothing', async () => {
    const authors = table(shop.orm.em, Author)
    const before = await authors.count()
    const rows = [
      { name: 'A', email: 'same@example.org' },
      { name: 'B', email: 'same@example.org' },
    ]
    await assert.rejects(authors.insertMany(rows), {
      status: 409,
      errors: [{ field: '1.email', rule: 'taken', message: 'has already been taken' }],
    })
    assert.equal(await authors.count(), before)
    assert.equal((await authors.insertMany([rows[0]!])).length, 1)
  })

  it('inserts many by one statement, in their order, each with what it leaves to the database', async () => {
    const authors = table(shop.orm.em, Author)
    const told = ['one', 'two', 'three'].map(name => ({ name, email: `${name}@many.example`, bio: null }))
    let rows: Awaited<ReturnType<typeof authors.insertMany>> = []
    const sent = await statementsOf(async () => {
      rows = await authors.insertMany([told[0]!, { ...told[1]!, bio: 'Writes.', secret: 'some' }, told[2]!])
    })
    assert.equal(sent.length, 1)
    assert.deepEqual(
      rows.map(({ name, bio }) => [name, bio]),
      [
        ['one', null],
        ['two', 'Writes.'],
        ['three', null],
      ],
    )
    const kept = await findRows(shop.orm, 'Author', { name: 'three' })
    assert.partialDeepStrictEqual(kept, [{ email: 'three@many.example', secret: 'none' }])
  })

  it('shows each of many as if it had come alone, where a row tells of others in its table', async () => {
    const orm = await connect(shop.url, { entities: [Person], migrations: [] })
    await shop.orm.em.execute((await migrationDiff(orm)).up.join('\n'))
    const rows = await table(orm.em, Person).insertMany(['Ada', 'Ada', 'Ben', 'Ada'].map(name => ({ name })))
    assert.deepEqual(
      rows.map(({ namesakes }) => namesakes),
      [0, 1, 0, 2],
    )
    await orm.close()
  })

  it('takes nothing that a client sends for SQL', async () => {
    const rights = { from: '2026-01-01', to: '2026-01-02', strings: ['1); drop table books; --'], values: [] }
    const row = await table(shop.orm.em, Book).insert({ ...aBook(author), rights })
    assert.deepEqual(row.rights, rights)
  })

  it('says a field is required when the database does', async () => {
    const failure = table(shop.orm.em, Book).insert({ title: 'No author', isbn: 'x' })
    await assert.rejects(failure, {
      status: 422,
      errors: [{ field: 'price', rule: 'required', message: 'is required' }],
    })
  })
})

describe('migrations', () => {
  it('wait for one another, and are applied once', async () => {
    const others = await Promise.all([1, 2, 3].map(() => database(loadConfig({ DATABASE_URL: shop.url }))))
    await Promise.all(others.map(migrate))
    const rows = await shop.orm.em.execute('select name from mikro_orm_migrations')
    assert.deepEqual(rows, [{ name: 'Migration001' }])
    await Promise.all(others.map(orm => orm.close()))
  })

  it('are the difference between entities and a snapshot, without a database', async () => {
    const offline = await database(loadConfig({ DATABASE_URL: 'postgres:///nowhere?host=/nonexistent' }))
    const all = await migrationDiff(offline)
    assert.ok(all.up.every(text => text.endsWith(';') && !text.includes('\n')))
    assert.deepEqual(all, await migrationDiff(offline))
    assert.deepEqual(await migrationDiff(offline, all.snapshot), { up: [], down: [], snapshot: all.snapshot })
    await offline.close()

    const fewer = await connect('postgres:///nowhere?host=/nonexistent', { entities: [Shelf], migrations: [] })
    const one = await migrationDiff(fewer)
    assert.deepEqual(one.down, ['drop table if exists "shelves" cascade;'])
    await fewer.close()
  })

  it('have led to the schema that the entities describe', async () => {
    assert.equal(await shop.orm.schema.getUpdateSchemaSQL({ wrap: false, safe: true }), '')
  })
})

describe('rows of a scenario', () => {
  it('are inserted with the defaults of the model, or with what they say', async () => {
    const id = '00000000-0000-4000-8000-000000000001'
    const [row] = await insertRows(shop.orm, 'Author', [
      { id, name: 'Old', email: 'old@example.org', secret: 'x', created_at: '2001-01-01T00:00:00Z' },
    ])
    assert.partialDeepStrictEqual(row, { id, created_at: '2001-01-01T00:00:00.000Z', bio: null })
    // with what is hidden, since scenarios ask for that too
    assert.deepEqual(await findRows(shop.orm, 'Author', { secret: 'x', bio: null }), [{ ...row, secret: 'x' }])
    assert.deepEqual(await findRows(shop.orm, 'Author', { secret: 'y' }), [])
    const [book] = await insertRows(shop.orm, 'Book', [
      { ...aBook(id), rights: { from: 'a', to: 'b' }, categories: [] },
    ])
    assert.deepEqual(await findRows(shop.orm, 'Book', { author_id: id, rights: { from: 'a' }, price: '8.99' }), [book])
  })
})

describe('entities', () => {
  it('are MikroORM’s as ever, beside the statements', async () => {
    const em = shop.orm.em.fork()
    const made = em.create(Author, { name: 'Plain', email: 'plain@example.org' })
    await em.persist(made).flush()
    const row = await table(shop.orm.em, Author).get({ id: made.id })
    assert.equal(row.created_at, made.created_at.toISOString())
    const found = await shop.orm.em.fork().findOneOrFail(Book, { author_id: author }, { populate: ['categories'] })
    assert.ok(found.created_at instanceof Date && found.created_at <= now())
    assert.equal(typeof found.reviews_count, 'number')
  })
})

describe('a database that is away', () => {
  it('is answered with 503', async () => {
    const service = await createService(loadConfig({ DATABASE_URL: 'postgres:///nowhere?host=/nonexistent' }))
    service.app.silent = true
    const server = service.app.listen(0)
    const { status, headers, body } = await client(server)('GET', '/api/v1/authors')
    assert.deepEqual([status, body.error, headers.get('retry-after')], [503, 'unavailable', '1'])
    server.close()
    await service.close()
  })

  it('has to have a name', async () => {
    await assert.rejects(
      connect('postgres://me:secret@host', { entities: [], migrations: [] }),
      /names no database.*:\*\*\*@/,
    )
  })
})
