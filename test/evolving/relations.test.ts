import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { Evolution } from './evolution.ts'

let library: Evolution
afterEach(() => library.end())

const id = (n: number) => `'00000000-0000-7000-8000-00000000000${n}'`
const times = 'now(), now()'

const shelves = (more: string, book = 'book') => `Feature: Shelves
  Background:
    Given a ${book} has these fields:
      | field | type   | rules                    |
      | title | string | required, unique, max 80 |
${more}

  Scenario: They are listed
    Given 2 ${book}s exist
    When the client lists ${book}s
    Then the response lists 2 ${book}s
`

const become = async (text: string) => {
  await library.project.write('features/shelves.feature', text)
  await library.run()
}

const books = async () => {
  await library.sql(`insert into books (id, created_at, updated_at, title) values (${id(1)}, ${times}, 'Dune')`)
}

const members = `    And a member has these fields:
      | field | type   | rules    |
      | name  | string | required |`

describe('resources and relations over rows', () => {
  it('come, where nothing has to be made up', async () => {
    library = await Evolution.begin({ shelves: shelves('') })
    await books()
    await become(shelves(`${members}\n    And a loan belongs to a book\n    And a book can have many members`))
    await library.migrate()
    await library.sql(`insert into loans (id, created_at, updated_at, book_id) values (${id(2)}, ${times}, ${id(1)})`)
    assert.deepEqual(await library.sql('select title from books'), [{ title: 'Dune' }])
    await library.back()
    assert.deepEqual(await library.sql('select title from books'), [{ title: 'Dune' }])
  })

  it('a row that belongs to none is told, and left', async () => {
    library = await Evolution.begin({ shelves: shelves(members) })
    await books()
    await become(shelves(`${members}\n    And a book belongs to a member`))
    await assert.rejects(library.migrate(), /books\.member_id: it is required, and some rows have none/)
    await library.sql(`insert into members (id, created_at, updated_at, name) values (${id(3)}, ${times}, 'Ada')`)
    // the migration is the user's from here on: it says to whom the rows belong
    await library.project.edit(
      'src/migrations/002.ts',
      /this\.addSql\(`do \$\$[\s\S]*?end \$\$;`\)/,
      `this.addSql('update books set member_id = (select id from members limit 1)')`,
    )
    await library.migrate()
    assert.deepEqual(await library.sql('select title, name from books join members on members.id = member_id'), [
      { title: 'Dune', name: 'Ada' },
    ])

    await become(shelves(''))
    await library.migrate()
    assert.deepEqual(Object.keys((await library.sql('select * from books'))[0]!).toSorted(), [
      'created_at',
      'id',
      'title',
      'updated_at',
    ])
    assert.deepEqual(await library.sql(`select tablename from pg_tables where tablename = 'members'`), [])
    assert.deepEqual(Object.keys(await library.project.files('src/models')), ['src/models/book.ts'])
  })

  it('a resource that is called otherwise keeps its rows, and all that refers to them', async () => {
    const hanging = (book: string) => `${members}
    And a loan belongs to a ${book}
    And a loan has these fields:
      | field | type    | rules    |
      | days  | integer | required |
    And a ${book} can have many members`
    library = await Evolution.begin({ shelves: shelves(hanging('book')) })
    await books()
    await library.sql(`insert into members (id, created_at, updated_at, name) values (${id(3)}, ${times}, 'Ada')`)
    await library.sql(
      `insert into loans (id, created_at, updated_at, days, book_id) values (${id(2)}, ${times}, 7, ${id(1)})`,
    )
    await library.sql(`insert into books_members (book_id, member_id) values (${id(1)}, ${id(3)})`)
    await library.project.edit('src/services/books.ts', /$/, '\n// mine\n')

    await become(shelves(`${hanging('volume')}\n    And a volume was called a book`, 'volume'))
    await library.migrate()
    const kept = `select title, days::int, name from volumes join loans on volumes.id = loans.volume_id
      join volumes_members on volumes_members.volume_id = volumes.id join members on members.id = member_id`
    assert.deepEqual(await library.sql(kept), [{ title: 'Dune', days: 7, name: 'Ada' }])
    const named = await library.sql(
      `select conname as name from pg_constraint where contype <> 'n' union select indexname from pg_indexes where schemaname = 'public'`,
    )
    assert.deepEqual(
      named.filter(({ name }) => /book/.test(String(name))),
      [],
    )
    const files = await library.project.files('src')
    assert.ok(files['src/models/volume.ts'])
    assert.match(files['src/services/books.ts'] ?? '', /mine/)
    assert.ok(files['src/models/book.ts'], 'what the service of theirs is typed by stays with it')
    assert.doesNotMatch(files['src/core/database.ts'] ?? '', /book/i)
    assert.equal(files['src/api/v1/routes/books.ts'], undefined)

    await library.back()
    assert.deepEqual(await library.sql('select title, days::int from books join loans on book_id = books.id'), [
      { title: 'Dune', days: 7 },
    ])
  })
})

describe('two rounds, and what people write between them', () => {
  it('lead to the same tables, with the rows', async () => {
    library = await Evolution.begin({ shelves: shelves('') })
    await books()
    // a column of theirs: kept, and a migration is made for it
    await library.project.edit(
      'src/models/book.ts',
      /( +)(title: p)/,
      '$1shelf: p.string().length(10).nullable(),\n$1$2',
    )
    await become(shelves('').replace('max 80 |\n', 'max 80 |\n      | pages | integer | |\n'))
    await library.migrate()
    assert.match(await library.project.read('src/models/book.ts'), /shelf: p\.string\(\)\.length\(10\)/)
    await library.sql(`update books set shelf = 'A1', pages = 412`)
    // a migration of theirs, with a column that the model gets at the same time
    await library.project.write(
      'src/migrations/003.ts',
      `import { Migration } from '@mikro-orm/migrations'

export class Migration003 extends Migration {
  override name = 'Migration003'

  override up() {
    this.addSql('alter table "books" add "row" int null')
    this.addSql('update "books" set "row" = 7')
  }

  override down() {
    this.addSql('alter table "books" drop column "row"')
  }
}
`,
    )
    await library.project.edit('src/models/book.ts', /( +)(title: p)/, '$1row: p.integer().nullable(),\n$1$2')
    await become(
      shelves('').replace(
        'max 80 |\n',
        'max 80 |\n      | length | integer | required, was pages |\n      | lent | boolean | required |\n',
      ),
    )
    await library.migrate()
    assert.deepEqual(await library.sql('select title, shelf, length::int, row, lent from books'), [
      { title: 'Dune', shelf: 'A1', length: 412, row: 7, lent: false },
    ])
    assert.doesNotMatch(await library.project.read('src/migrations/004.ts'), /"row"|"shelf"/)
    const files = await library.project.files('src')
    await library.run()
    assert.deepEqual(await library.project.files('src'), files)
  })
})
