import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { Evolution } from './evolution.ts'

let herbs: Evolution
afterEach(() => herbs.end())

const herbarium = (fields: string) => `Feature: Herbarium
  Background:
    Given a plant has these fields:
      | field | type | rules |
${fields
  .trim()
  .split('\n')
  .map(line => `      ${line.trim()}`)
  .join('\n')}

  Scenario: Plants are listed
    Given 2 plants exist
    When the client lists plants
    Then the response lists 2 plants
`

const become = async (fields: string) => {
  await herbs.project.write('features/plants.feature', herbarium(fields))
  await herbs.run()
}

const ids = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002']
const plant = (n: 0 | 1, columns: string, values: string) =>
  herbs.sql(`insert into plants (id, created_at, updated_at, ${columns}) values ('${ids[n]}', now(), now(), ${values})`)

describe('a table with rows', () => {
  it('takes required fields: their default, or what says the least; and goes back', async () => {
    herbs = await Evolution.begin({ plants: herbarium('| name | string | required, max 40 |\n| note | text | |') })
    await plant(0, 'name, note', `'fern', 'shade'`)
    await plant(1, 'name, note', `'moss', null`)
    await become(`
      | name   | string            | required, max 40  |
      | note   | text              | required          |
      | colour | string            | required          |
      | legs   | integer           | required, default 4 |
      | height | decimal           | required          |
      | rare   | boolean           | required          |
      | kind   | enum(tree, herb)  | required          |
      | found  | date              | required          |
      | tags   | list(string)      | required          |
      | code   | string            | required, unique, max 10 |
      | seen   | timestamp         |                   |
      | slug   | string            | derived: slug of name, unique |`)
    await herbs.migrate()
    const rows = await herbs.sql('select *, found::text as day from plants order by id')
    const { colour, legs, height, rare, kind, day, tags, code, seen, note, slug } = rows[1]!
    assert.deepEqual(
      { colour, legs: Number(legs), height, rare, kind, day, tags, code, seen, note, slug },
      {
        colour: '',
        legs: 4,
        height: '0',
        rare: false,
        kind: 'tree',
        day: '1970-01-01',
        tags: [],
        code: '2',
        seen: null,
        note: '',
        slug: 'moss',
      },
    )
    assert.equal(rows[0]!.note, 'shade')
    await assert.rejects(herbs.sql('update plants set colour = null'), /not-null/)
    assert.match(
      await herbs.project.read('src/migrations/002.ts'),
      /-- the rows that are there and have none take '': the features state no default/,
    )

    await herbs.back()
    assert.deepEqual(await herbs.sql('select name, note from plants order by id'), [
      { name: 'fern', note: 'shade' },
      { name: 'moss', note: '' },
    ])
    await herbs.migrate()
    assert.equal((await herbs.sql('select * from plants')).length, 2)
  })

  it('loses fields, and what hangs on them', async () => {
    herbs = await Evolution.begin({
      plants: herbarium(`
        | name   | string  | required, unique |
        | kind   | enum(tree, herb) | required |
        | price  | integer | required |
        | number | integer | required |
        | total  | integer | derived: price * number |
        | from   | date    |          |
        | to     | date    | after from |`),
    })
    await plant(0, 'name, kind, price, number, "from", "to"', `'fern', 'herb', 3, 4, '2030-01-01', '2030-02-01'`)
    await become('| price | integer | required |\n| to | date | |')
    await herbs.migrate()
    assert.deepEqual(await herbs.sql('select price::int, "to"::text from plants'), [{ price: 3, to: '2030-02-01' }])
    await herbs.back()
    assert.deepEqual(await herbs.sql('select name, kind, price::int, number::int, total::int from plants'), [
      { name: '1', kind: 'tree', price: 3, number: 0, total: 0 },
    ])
  })

  it('keeps the values of fields that are of another type', async () => {
    herbs = await Evolution.begin({
      plants: herbarium(`
        | name   | string    | required, max 20 |
        | legs   | integer   | default 4 |
        | height | decimal   | |
        | size   | string    | |
        | note   | text      | |
        | found  | date      | |
        | rare   | boolean   | |
        | kind   | enum(tree, herb) | required |
        | double | integer   | derived: legs * 2 |`),
    })
    await plant(
      0,
      'name, legs, height, size, note, found, rare, kind',
      `'fern', 4, 12.00, '17', 'in "shade"', '2030-05-01', true, 'herb'`,
    )
    await become(`
      | name   | text      | required |
      | legs   | decimal   | default 4 |
      | height | integer   | |
      | size   | integer   | |
      | note   | json      | |
      | found  | timestamp | |
      | rare   | integer   | |
      | kind   | string    | required, max 10 |
      | double | decimal   | derived: legs * 2 |`)
    await herbs.migrate()
    const kept = `select name, legs::text, height::int, size::int, note, found at time zone 'UTC' = '2030-05-01' as found,
      rare::int, kind, double::text from plants`
    assert.deepEqual(await herbs.sql(kept), [
      {
        name: 'fern',
        legs: '4',
        height: 12,
        size: 17,
        note: 'in "shade"',
        found: true,
        rare: 1,
        kind: 'herb',
        double: '8',
      },
    ])
    await herbs.sql(`update plants set kind = 'tree'`)
    await herbs.back()
    assert.deepEqual(
      await herbs.sql('select legs::int, size, note, found::text, rare, kind, double::int from plants'),
      [{ legs: 4, size: '17', note: 'in "shade"', found: '2030-05-01', rare: true, kind: 'tree', double: 8 }],
    )
  })

  it('that cannot hold what is stated now is left as it is, and told so', async () => {
    herbs = await Evolution.begin({
      plants: herbarium(`
        | name   | string    | required, max 20 |
        | kind   | enum(tree, herb) | required |
        | height | decimal   | |
        | size   | string    | |`),
    })
    await plant(0, 'name, kind, height, size', `'fern', 'herb', 1.5, 'large'`)
    await plant(1, 'name, kind, height, size', `'fern', 'tree', 2, '3'`)
    const before = await herbs.sql('select * from plants order by id')
    await become(`
      | name   | string    | required, max 3, unique |
      | kind   | enum(tree, moss) | required |
      | height | integer   | |
      | size   | integer   | |`)
    const settling: readonly (readonly [says: RegExp, settle: string])[] = [
      [/plants\.name: some rows have the same: settle them before this migration/, `name = 'f' || right(id::text, 6)`],
      [/plants\.kind: some rows have none of tree, moss/, `kind = 'tree'`],
      [/plants\.height: some rows have a part behind the point/, 'height = 2'],
      [/plants\.name: some rows have more than 3 characters/, 'name = right(id::text, 2)'],
      [/invalid input syntax for type (?:bigint|integer): "large"/, `size = '3'`],
    ]
    for (const [says, settle] of settling) {
      await assert.rejects(herbs.migrate(), says)
      assert.deepEqual(Object.keys((await herbs.sql('select * from plants'))[0]!), Object.keys(before[0]!))
      await herbs.sql(`update plants set ${settle}`)
    }
    await herbs.migrate()
    assert.deepEqual(await herbs.sql('select name, height::int, size::int from plants order by name'), [
      { name: '01', height: 2, size: 3 },
      { name: '02', height: 2, size: 3 },
    ])
  })

  it('takes addresses that there are once, in whatever case', async () => {
    herbs = await Evolution.begin({ plants: herbarium('| keeper | email | |\n| name | string | |') })
    await plant(0, 'keeper', `'Ada@example.org'`)
    await plant(1, 'keeper', `'ada@example.org'`)
    await become('| keeper | email | unique |\n| name | string | |\n| writer | email | required, unique |')
    await assert.rejects(herbs.migrate(), /plants\.keeper: some rows have the same: settle them before this migration/)
    await herbs.sql(`update plants set keeper = 'ben@example.org' where id = '${ids[1]}'`)
    await herbs.migrate()
    await assert.rejects(plant(1, 'keeper, writer', `'BEN@example.org', 'x'`), /duplicate key/)
    await become('| keeper | email | |\n| name | string | |')
    await herbs.migrate()
    assert.deepEqual(await herbs.sql('select keeper from plants order by id'), [
      { keeper: 'Ada@example.org' },
      { keeper: 'ben@example.org' },
    ])
    await herbs.back()
    await assert.rejects(herbs.sql(`update plants set keeper = 'x@example.org'`), /plants_lower_keeper_unique/)
  })

  it('keeps the values of a field that is called otherwise, only where the features say so', async () => {
    herbs = await Evolution.begin({
      plants: herbarium(`
        | name  | string  | required, unique, max 40 |
        | kind  | enum(tree, herb) | required |
        | price | integer | required |
        | twice | integer | derived: price * 2 |
        | note  | text    | |`),
    })
    await plant(0, 'name, kind, price, note', `'fern', 'herb', 3, 'shade'`)
    await become(`
      | title  | string  | required, unique, max 40, was name |
      | sort   | enum(tree, herb) | required, was kind |
      | cost   | decimal | required, was price |
      | twice  | integer | derived: cost * 2 |
      | remark | text    | |`)
    await herbs.migrate()
    assert.deepEqual(await herbs.sql('select title, sort, cost::text, twice::int, remark from plants'), [
      { title: 'fern', sort: 'herb', cost: '3', twice: 6, remark: null },
    ])
    const names = await herbs.sql(
      `select conname from pg_constraint where conrelid = 'plants'::regclass and contype in ('u', 'c') order by 1`,
    )
    assert.deepEqual(
      names.map(({ conname }) => conname),
      ['plants_sort_check', 'plants_title_unique'],
    )
    assert.match(await herbs.project.read('src/models/plant.ts'), /title: p\.string/)
    const before = await herbs.project.files('src')
    await herbs.run()
    assert.deepEqual(await herbs.project.files('src'), before)
    await herbs.back()
    assert.deepEqual(await herbs.sql('select name, kind, price::int from plants'), [
      { name: 'fern', kind: 'herb', price: 3 },
    ])
  })
})
